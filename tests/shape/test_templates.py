"""What the templates must look like."""

import re
from html.parser import HTMLParser

import jinja2
import pytest
from flask import Flask

from tests.shape.source import templates

pytestmark = pytest.mark.once

MOST_LINES = 80
VOID = {"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
SPOKEN = {"alt", "aria-description", "aria-label", "aria-roledescription", "placeholder", "title"}
UNSPOKEN = {"code", "kbd", "script", "style"}
HOLE = "\N{OBJECT REPLACEMENT CHARACTER}"

PAGES = {name: text for name, text in templates().items() if name.endswith(".html")}
OWN_PAGES = {name: text for name, text in PAGES.items() if not name.startswith("mail/")}
PARTS = [
    name
    for name in OWN_PAGES
    if name.rpartition("/")[2].startswith("_") and not name.startswith("parts/")
]


def test_templates_are_short() -> None:
    lengths = {name: len(text.splitlines()) for name, text in templates().items()}
    assert {name: length for name, length in lengths.items() if length > MOST_LINES} == {}


def test_every_template_compiles(app: Flask) -> None:
    broken = {}
    for name in templates():
        try:
            app.jinja_env.get_template(name)
        except jinja2.TemplateSyntaxError as error:
            broken[name] = f"line {error.lineno}: {error.message}"
    assert broken == {}


@pytest.mark.parametrize(
    ("what", "pattern"),
    [
        ("a style attribute", r"<[a-z][^>]*\sstyle\s*="),
        ("a style element", r"<style\b"),
        ("a script in the page", r"<script(?![^>]*\ssrc=)"),
        ("an event handler", r"<[a-z][^>]*\son[a-z]+\s*="),
        ("code in htmx's attributes", r"hx-on\b|hx-on:|['\"]js:|hx-trigger=\"[^\"]*\["),
        ("a javascript address", r"javascript:"),
        ("something from another host", r"\s(src|srcset|action)\s*=\s*[\"'](https?:)?//"),
        ("HTML that is trusted unseen", r"autoescape\s+false"),
    ],
)
def test_no_template_holds(what: str, pattern: str) -> None:
    held = [name for name, text in OWN_PAGES.items() if re.search(pattern, text, re.I)]
    assert held == [], what


@pytest.mark.parametrize("name", PARTS)
def test_the_root_of_a_part_has_the_name_of_its_file(name: str, app: Flask) -> None:
    part = name.rpartition("/")[2].removesuffix(".html").removeprefix("_")
    outside_macros = re.sub(r"{%-? macro .*?endmacro -?%}", "", PAGES[name], flags=re.S)
    reader = Reader(_without_jinja(app.jinja_env, outside_macros))
    assert len(reader.roots) == 1, "a part has one root element"
    allowed = "|".join({re.escape(part), re.escape(part.replace("_", "-"))})
    assert re.fullmatch(f"({allowed})(-{HOLE})?", reader.roots[0] or "")


@pytest.mark.parametrize("name", PAGES)
def test_every_word_can_be_translated(name: str, app: Flask) -> None:
    assert Reader(_without_jinja(app.jinja_env, PAGES[name])).words == []


def _without_jinja(env: jinja2.Environment, text: str) -> str:
    """The HTML with a hole for each expression; translated text and class names are left out."""
    kept: list[str] = []
    tag: list[str] = []
    silent_until = ""
    for _, kind, value in env.lex(text):
        if kind == "data" and not silent_until:
            kept.append(value)
        elif kind == "variable_begin" and not silent_until:
            kept.append(HOLE)
        elif kind == "block_begin":
            tag = []
        elif kind == "name":
            tag.append(value)
        elif kind == "block_end" and tag[0] == silent_until:
            silent_until = ""
        elif kind == "block_end" and not silent_until:
            silent_until = _silence(tag)
    html = "".join(kept)
    return html.replace(f"<{HOLE}", "<some").replace(f"</{HOLE}", "</some")


def _silence(tag: list[str]) -> str:
    """The tag that ends what nobody reads: text marked by ``trans``, a class given by a page."""
    if tag[0] == "trans":
        return "endtrans"
    is_named = tag[0] in {"block", "macro"} and tag[1].endswith(("class", "density"))
    return f"end{tag[0]}" if is_named else ""


class Reader(HTMLParser):
    """Gathers the words a reader would see or hear, and the ids of the root elements."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.roots: list[str | None] = []
        self.open: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if not self.open:
            self.roots.append(dict(attrs).get("id"))
        for name, value in attrs:
            is_button = name == "value" and tag == "input" and ("type", "submit") in attrs
            if name in SPOKEN or is_button:
                self._keep(value or "")
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self.open:
            while self.open.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if not UNSPOKEN & set(self.open):
            self._keep(data)

    def _keep(self, text: str) -> None:
        said = re.sub(rf"\S*{HOLE}-\S*|\S*-{HOLE}\S*", " ", text).replace(HOLE, " ")
        if re.search(r"[^\W\d_]{2,}", said):
            self.words.append(" ".join(text.split()))
