"""Closed lists that the desk shows are words, not codes."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from ideas.jobs.rules import name_of
from ideas.moderation.rules import Verdict
from ideas.royalties.ledger import rules as ledger
from ideas.web.speak import label_of
from ideas.wiring import LISTENERS, SCHEDULE

ROOT = Path(__file__).parents[2]
WRITERS = {"note", "write_audit", "_note", "_write_down"}
MANY = (
    *(ledger.earned_of, ledger.reserve_of),
    *(ledger.payee_of, ledger.advance_of, ledger.payable_of),
)


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


def accounts() -> Iterator[str]:
    yield from (ledger.SALES, ledger.RETURNS, ledger.DEDUCTIONS, ledger.RECEIVABLE)
    yield from (ledger.ROYALTIES, ledger.ADJUSTMENTS, ledger.CLEARING, ledger.BANK)
    yield from (name(1).partition(":")[0] for name in MANY)


def jobs() -> Iterator[str]:
    yield from (each.name for each in SCHEDULE)
    yield from (name_of(listener) for listeners in LISTENERS.values() for listener in listeners)


def messages() -> Iterator[str]:
    folder = ROOT / "templates" / "mail"
    yield from (str(each.relative_to(folder).with_suffix("")) for each in folder.glob("*/*.txt"))


@pytest.mark.parametrize(
    ("kind", "codes"),
    [("audited", audited), ("job", jobs), ("message", messages), ("account", accounts)],
)
def test_every_code_has_words(kind: str, codes: object) -> None:
    found = set(codes())  # type: ignore[operator]
    assert len(found) > 5
    assert {code for code in found if str(label_of(kind, code)) == code} == set()
