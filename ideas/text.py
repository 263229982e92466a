"""Text as people write it: Markdown made safe, short ids, slugs, and text per language."""

import html
import re
import secrets
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

ALPHABET = "23456789abcdefghjkmnpqrstvwxyz"
SHORT_ID_LENGTH = 7
SLUG_LENGTH = 60
TAGS = {
    *("p", "br", "hr", "strong", "em", "s", "code", "pre", "blockquote", "ul", "ol", "li", "a"),
    *("h3", "h4", "h5", "h6"),
}
_RISKY = frozenset("=+-@")
_BREAKS = ("\t", "\r", "\n")
_UNSEEN = re.compile(r"^[\s\x00-\x1f\u200b-\u200f\u2060-\u2064\ufeff]+")

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_JOINERS = "\u200c\u200d"  # within words of some languages, and within pictures of people
_BLANK = set("\u115f\u1160\u2800\u3164\uffa0")  # letters and signs that show nothing
_TURNING = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]"
)
_BULLETS = "-\u2013\u2022* "
_COLON = re.compile("[:\uff1a]")
_MENTION = re.compile(r"(?<![\w@/.+-])@([a-z0-9]+(?:-[a-z0-9]+)*)(?![\w@])", re.IGNORECASE)

_markdown = MarkdownIt("commonmark", {"html": False, "linkify": False}).disable("image")


def html_of(markdown: str, people: Mapping[str, str] | None = None) -> str:
    """Safe HTML of a fan's Markdown: no raw HTML, no pictures, links marked as theirs.

    ``people`` are the addresses, by handle, that an ``@handle`` outside of code leads to.
    """
    tokens = _markdown.parse(markdown)
    if people:
        _link_people(tokens, people)
    _begin_at_h3([token for token in tokens if token.type.startswith("heading")])
    return nh3.clean(
        _markdown.renderer.render(tokens, _markdown.options, {}),
        tags=TAGS,
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="nofollow ugc noopener",
    )


def _begin_at_h3(headings: Sequence[Token]) -> None:
    """A page owns h1 and h2: a writer's headings start at h3 and leave out no level."""
    above: list[str] = []
    for opening, closing in zip(headings[::2], headings[1::2], strict=True):
        above = [*(level for level in above if level < opening.tag), opening.tag]
        opening.tag = closing.tag = f"h{min(2 + len(above), 6)}"


def handles_in(markdown: str) -> list[str]:
    """The handles called as ``@handle`` outside of code and links, in order, each once."""
    parts = (part for token in _markdown.parse(markdown) for part in token.children or ())
    called = (match[1].lower() for text in _spoken(parts) for match in _MENTION.finditer(text))
    return list(dict.fromkeys(called))


def _spoken(parts: Iterable[Token]) -> Iterator[str]:
    """The plain text of a line, without what stands in a link."""
    depth = 0
    for part in parts:
        depth += part.nesting if part.type.startswith("link") else 0
        if part.type == "text" and not depth:
            yield part.content


def _link_people(tokens: Sequence[Token], people: Mapping[str, str]) -> None:
    for token in tokens:
        parts: list[Token] = []
        depth = 0
        for part in token.children or ():
            depth += part.nesting if part.type.startswith("link") else 0
            is_plain = part.type == "text" and not depth
            parts += _with_links(part.content, people) if is_plain else [part]
        token.children = parts or None


def _with_links(text: str, people: Mapping[str, str]) -> Iterator[Token]:
    end = 0
    for match in _MENTION.finditer(text):
        address = people.get(match[1].lower())
        if address is None:
            continue
        yield Token("text", "", 0, content=text[end : match.start()])
        yield Token("link_open", "a", 1, attrs={"href": address})
        yield Token("text", "", 0, content=match[0])
        yield Token("link_close", "a", -1)
        end = match.end()
    yield Token("text", "", 0, content=text[end:])


def without_handle(markdown: str, handle: str) -> str:
    """The text with nobody's name where ``@handle`` was called."""
    return _MENTION.sub(lambda match: "@…" if match[1].lower() == handle else match[0], markdown)


def plain_of(markdown: str, length: int) -> str:
    """The first ``length`` characters without markup, cut at a word. Not HTML: escape it."""
    flat = " ".join(html.unescape(nh3.clean(_markdown.render(markdown), tags=set())).split())
    if len(flat) <= length:
        return flat
    return flat[:length].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"


def on_one_line(text: str) -> str:
    """One line with single spaces, nothing in it invisible or turning what stands around it."""
    shown = (" " if c.isspace() else c for c in unicodedata.normalize("NFC", text))
    kept = "".join(c for c in shown if c in _JOINERS or unicodedata.category(c)[0] != "C")
    return " ".join(each.strip(_JOINERS) for each in kept.split()).strip()


def upright(text: str) -> str:
    """The text in its lines, without what turns it or hides between its letters."""
    return _TURNING.sub("", text)


def facts_in(text: str) -> list[tuple[str, str]]:
    """Names and values of facts written as ``Height: 42 cm``, one a line; half of one is empty."""
    lines = (on_one_line(line).lstrip(_BULLETS) for line in text.splitlines())
    parts = (_COLON.split(line, maxsplit=1) for line in lines if is_seen(_COLON.sub("", line)))
    return [(name.strip(), "".join(rest).strip()) for name, *rest in parts]


def is_seen(text: str) -> bool:
    """True when a reader sees anything of it."""
    return any(c not in _BLANK and unicodedata.category(c)[0] not in "CZM" for c in text)


def without_controls(text: str) -> str:
    """The text without what XML cannot hold."""
    return _NOT_XML.sub("", text)


def short_id() -> str:
    """Seven letters and digits nobody confuses: 2 × 10^10 of them."""
    return "".join(secrets.choice(ALPHABET) for _ in range(SHORT_ID_LENGTH))


def slug_of(title: str) -> str:
    """A title as part of an address: lower case ASCII words joined by hyphens; may be empty."""
    ascii_only = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode("ascii")
    return re.sub(r"[^a-z0-9]+", "-", ascii_only.lower()).strip("-")[:SLUG_LENGTH].strip("-")


def folded(text: str) -> str:
    """For comparing what people typed: one case, one form, single spaces."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def harmless(text: str) -> str:
    """The text as a cell that no spreadsheet reads as a formula."""
    first = unicodedata.normalize("NFKC", _UNSEEN.sub("", text)[:1])
    return f"'{text}" if first in _RISKY or text.startswith(_BREAKS) else text


@dataclass(frozen=True)
class Spoken:
    """A text in the language it was found in, for the ``lang`` attribute."""

    text: str
    language: str


def in_language(texts: Mapping[str, str], language: str) -> Spoken:
    """What the brand wrote in the reader's language, else in English, else in any."""
    for choice in (language, "en", *texts):
        if texts.get(choice):
            return Spoken(texts[choice], choice)
    return Spoken("", language)
