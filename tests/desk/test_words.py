"""Closed lists that the desk shows are words, not codes."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from ideas.jobs.rules import name_of
from ideas.moderation.rules import Verdict
from ideas.royalties.ledger.chart import CHART
from ideas.royalties.ledger.rules import Kind
from ideas.web.speak import label_of
from ideas.wiring import LISTENERS, SCHEDULE

ROOT = Path(__file__).parents[2]
WRITERS = {"note", "write_audit", "_note", "_write_down"}


def audited() -> Iterator[str]:
    """Every action that is written into the audit log."""
    for file in (ROOT / "ideas").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in WRITERS:
                for part in (each for arg in node.args[:2] for each in ast.walk(arg)):
                    text = part.value if isinstance(part, ast.Constant) else None
                    if isinstance(text, str) and "." in text and not text.endswith("."):
                        yield text
    yield from (f"idea.{verdict}" for verdict in Verdict)


def entries() -> Iterator[str]:
    yield from (each.value for each in Kind)


def jobs() -> Iterator[str]:
    yield from (each.name for each in SCHEDULE)
    yield from (name_of(listener) for listeners in LISTENERS.values() for listener in listeners)


def messages() -> Iterator[str]:
    folder = ROOT / "templates" / "mail"
    yield from (str(each.relative_to(folder).with_suffix("")) for each in folder.glob("*/*.txt"))


@pytest.mark.parametrize(
    ("kind", "codes"),
    [
        ("audited", audited),
        ("job", jobs),
        ("message", messages),
        ("account", CHART.copy),
        ("entry", entries),
    ],
)
def test_every_code_has_words(kind: str, codes: object) -> None:
    found = set(codes())  # type: ignore[operator]
    assert len(found) > 4
    assert {code for code in found if str(label_of(kind, code)) == code} == set()
