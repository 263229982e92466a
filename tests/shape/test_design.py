"""What the design language has is in docs/design.md."""

import re

from tests.shape.source import ROOT, templates
from tests.styles import classes_in

DESIGN = (ROOT / "docs" / "design.md").read_text(encoding="utf-8")
MACRO = re.compile(r"{%-? macro ([a-z]\w*)\(")
INSIDE = {"header.html"}


def classes() -> set[str]:
    """Every class the styles know."""
    return {
        name
        for file in (ROOT / "static" / "css").glob("*.css")
        if file.name != "fonts.css"
        for name in classes_in(file.read_text(encoding="utf-8"))
    }


def named() -> set[str]:
    """Every class the paper names, also as in ``.stack`` (`-tight`)."""
    return set(re.findall(r"`\.([a-z][a-z0-9-]*)", DESIGN))


def is_known(name: str, known: set[str]) -> bool:
    """True for what is named, and for a part of it, as .card-body is one of .card."""
    parts = name.split("-")
    return any("-".join(parts[:end]) in known for end in range(1, len(parts) + 1))


def test_every_class_is_named() -> None:
    known = named()
    assert {name for name in classes() if not is_known(name, known)} == set()


def test_every_class_named_is_there() -> None:
    every = classes()
    used = "".join(templates().values())
    assert {name for name in named() if name not in every and name not in used} == set()


def test_every_macro_is_named() -> None:
    missing = [
        f"{name}: {macro}"
        for name, text in templates().items()
        if name.startswith("parts/") and name.removeprefix("parts/") not in INSIDE
        for macro in MACRO.findall(text)
        if not re.search(rf"`{macro}(\(|`)", DESIGN)
    ]
    assert missing == []
