"""The style page shows every part there is."""

import re

from tests.shape.source import templates

MACRO = re.compile(r"{%-? macro ([a-z]\w*)\(")
DRAWN_BY_OTHERS = {"parts/chart_parts.html", "parts/header.html"}
FRAME = {"layout.html", "desk/layout.html"}


def test_the_style_page_shows_every_part() -> None:
    every = templates()
    page = "".join(
        text
        for name, text in every.items()
        if name in FRAME or name.startswith(("desk/style/", "desk/style."))
    )
    parts = {
        (name, macro)
        for name, text in every.items()
        if name.startswith("parts/") and name not in DRAWN_BY_OTHERS
        for macro in MACRO.findall(text)
    }
    assert parts
    shown = {
        (name, macro)
        for name, macro in parts
        if re.search(rf'from "{re.escape(name)}" import [^%]*\b{macro}\b', page)
        and re.search(rf"({{{{|call) ?{macro}\(", page)
    }
    assert parts - shown == set()
