"""The chain: what is sealed when, and that nothing is changed unnoticed."""

import importlib.util
import json
from pathlib import Path
from types import ModuleType

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from ideas.audit.actions import note
from ideas.audit.chain.actions import check_chain
from ideas.audit.chain.commands import audit
from ideas.audit.chain.listeners import seal_entries
from ideas.audit.chain.published import lines
from ideas.audit.chain.queries import content_of, fault_of_chain, head_of_chain, unsealed
from ideas.audit.models import AuditCheck, AuditEntry, AuditSeal
from ideas.audit.rules import BEFORE_THE_FIRST, Fault, FaultKind, chained_hash
from ideas.config import shipped
from tests.audit.tampering import by_hand
from tests.conftest import Clock

OF_THE_HEAD = (
    "UPDATE audit_heads SET length = 3, hash = (SELECT hash FROM audit_seals WHERE number = 3)"
)
FORGED = (
    "INSERT INTO audit_entries (id, at, action, subject, detail)"
    " VALUES (99, '2026-03-02 12:00:00', 'forged', 'idea:1', '{}')"
)
FORGED_SEAL = (
    "INSERT INTO audit_seals (number, entry_id, previous, hash, sealed_at) "
    "SELECT 3, 99, 'x', 'y', sealed_at FROM audit_seals WHERE number = 2"
)


def moved(number: int, to: int) -> str:
    return f"UPDATE audit_seals SET number = {to} WHERE number = {number}"


@pytest.fixture
def five(session: Session, clock: Clock) -> list[AuditEntry]:
    """Five entries, sealed."""
    for number in range(1, 6):
        clock.go(seconds=1)
        note("vote.void", f"idea:{number}", by=7, reason="Überfüllt", votes=number)
    session.commit()
    assert seal_entries() == 5
    return list(session.scalars(sa.select(AuditEntry).order_by(AuditEntry.id)))


def found() -> Fault | None:
    return fault_of_chain(head_of_chain())


def test_entries_wait_for_their_seal_which_covers_the_one_before(
    session: Session, five: list[AuditEntry], clock: Clock
) -> None:
    seals = session.scalars(sa.select(AuditSeal).order_by(AuditSeal.number)).all()
    assert [seal.previous for seal in seals] == [
        BEFORE_THE_FIRST,
        *(seal.hash for seal in seals[:4]),
    ]
    assert head_of_chain().length == 5
    note("vote.void", "idea:6", by=7)
    assert unsealed().number == 1
    assert unsealed().since == clock.moment
    assert found() is None
    session.commit()
    assert seal_entries() == 1
    assert unsealed().number == 0
    assert found() is None


def test_portions_are_one_chain(
    session: Session, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("actions", "listeners", "queries"):
        monkeypatch.setattr(f"ideas.audit.chain.{module}.PORTION", 2)
    for number in range(5):
        note("vote.void", f"idea:{number}", by=7)
    session.commit()
    assert seal_entries() == 5
    assert found() is None
    assert len(list(lines())) == 5


@pytest.mark.parametrize(
    ("kind", "place", "statements"),
    [
        (FaultKind.CHANGED, 2, ["UPDATE audit_entries SET subject = 'idea:9' WHERE id = 2"]),
        (FaultKind.CHANGED, 2, ["UPDATE audit_entries SET actor_id = 8 WHERE id = 2"]),
        (FaultKind.CHANGED, 2, ["UPDATE audit_entries SET detail = '{}' WHERE id = 2"]),
        (FaultKind.CHANGED, 2, ["UPDATE audit_entries SET at = '2026-03-01 12:00' WHERE id = 2"]),
        (FaultKind.CHANGED, 5, ["UPDATE audit_seals SET hash = 'x' WHERE number = 5"]),
        (FaultKind.GONE, 2, ["DELETE FROM audit_entries WHERE id = 2"]),
        (FaultKind.MISSING, 2, ["DELETE FROM audit_seals WHERE number = 2"]),
        (
            FaultKind.MISSING,
            1,
            [
                f"DELETE FROM {each} WHERE {key} < 3"
                for each, key in (("audit_entries", "id"), ("audit_seals", "number"))
            ],
        ),
        (
            FaultKind.UNLINKED,
            2,
            [
                "DELETE FROM audit_entries WHERE id = 2",
                "DELETE FROM audit_seals WHERE number = 2",
                *(moved(number, number - 1) for number in (3, 4, 5)),
            ],
        ),
        (
            FaultKind.UNLINKED,
            3,
            [FORGED, *(moved(number, number + 1) for number in (5, 4, 3)), FORGED_SEAL],
        ),
        (FaultKind.UNLINKED, 2, [moved(2, 99), moved(3, 2), moved(99, 3)]),
        (
            FaultKind.CHANGED,
            2,
            [
                f"UPDATE audit_seals SET entry_id = {to} WHERE entry_id = {was}"
                for was, to in ((2, 99), (3, 2), (99, 3))
            ],
        ),
        (
            FaultKind.CUT,
            4,
            ["DELETE FROM audit_entries WHERE id > 3", "DELETE FROM audit_seals WHERE number > 3"],
        ),
        (FaultKind.CUT, 1, ["DELETE FROM audit_entries", "DELETE FROM audit_seals"]),
        (
            FaultKind.CUT,
            3,
            [
                "DELETE FROM audit_seals WHERE number > 3",
                OF_THE_HEAD,
                "UPDATE audit_heads SET hash = 'x'",
            ],
        ),
        (FaultKind.CUT, 6, ["DELETE FROM audit_heads"]),
        (FaultKind.SLIPPED_IN, 99, [FORGED]),
        (
            FaultKind.SLIPPED_IN,
            4,
            ["DELETE FROM audit_seals WHERE number > 3", OF_THE_HEAD],
        ),
    ],
    ids=lambda value: "" if isinstance(value, list) else str(value),
)
def test_tampering_is_found(
    five: list[AuditEntry], kind: FaultKind, place: int, statements: list[str]
) -> None:
    by_hand(*statements)
    assert found() == Fault(kind, place)


def test_a_chain_that_was_sealed_anew_is_not_the_one_its_head_knows(
    five: list[AuditEntry],
) -> None:
    """Who edits an entry and computes every hash after it."""
    previous, statements = BEFORE_THE_FIRST, []
    for entry in five:
        content = content_of(entry) | ({"subject": "idea:9"} if entry.id == 2 else {})
        mine = chained_hash(previous, content)
        statements.append(
            f"UPDATE audit_seals SET previous = '{previous}', hash = '{mine}' "
            f"WHERE entry_id = {entry.id}"
        )
        previous = mine
    by_hand("UPDATE audit_entries SET subject = 'idea:9' WHERE id = 2", *statements)
    assert found() == Fault(FaultKind.CUT, 5)


def test_a_check_writes_down_what_it_found(session: Session, five: list[AuditEntry]) -> None:
    assert check_chain() is None
    by_hand("DELETE FROM audit_entries WHERE id = 4")
    assert check_chain() == Fault(FaultKind.GONE, 4)
    session.commit()
    checks = session.scalars(sa.select(AuditCheck).order_by(AuditCheck.id)).all()
    assert [(each.fault, each.place, each.length) for each in checks] == [
        (None, None, 5),
        (FaultKind.GONE, 4, 5),
    ]


def script() -> ModuleType:
    """``verify_audit.py`` as a stranger has it."""
    path = shipped("static") / "verify_audit.py"
    spec = importlib.util.spec_from_file_location("verify_audit", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def edited(texts: list[str], what: str) -> list[str]:
    second = json.loads(texts[1])
    return {
        "as it is": texts,
        "edited": [texts[0], json.dumps(second | {"actor": 1}), *texts[2:]],
        "dropped": [texts[0], *texts[2:]],
        "inserted": [*texts[:2], texts[1], *texts[2:]],
        "reordered": [texts[0], texts[2], texts[1], *texts[3:]],
        "without content": [texts[0], json.dumps({"number": 2, "previous": "", "hash": ""})],
        "cut": texts[:3],
    }[what]


@pytest.mark.parametrize(
    ("what", "holds"),
    [
        *(("as it is", True), ("edited", False), ("dropped", False), ("inserted", False)),
        *(("reordered", False), ("without content", False), ("cut", False)),
    ],
)
def test_a_stranger_verifies_an_export(
    five: list[AuditEntry], tmp_path: Path, what: str, holds: bool
) -> None:
    texts, program = [line.strip() for line in lines()], script()
    earlier, file = tmp_path / "earlier", tmp_path / "now"
    earlier.write_text("\n".join(texts[:4]) + "\n", encoding="utf-8")
    file.write_text("\n".join(edited(texts, what)) + "\n", encoding="utf-8")
    if holds:
        head = head_of_chain()
        assert program.check(file, f"5:{head.hash}", earlier) == (5, head.hash)
        with pytest.raises(program.Wrong, match="another"):
            program.check(file, "4:0000", "")
    else:
        with pytest.raises(program.Wrong):
            program.check(file, "", earlier)


def test_an_end_noted_elsewhere_finds_what_the_database_hides(
    app: Flask, five: list[AuditEntry]
) -> None:
    runner, head = app.test_cli_runner(), head_of_chain()
    noted = f"5:{head.hash}"
    assert runner.invoke(audit, ["check", "--head", noted]).exit_code == 0
    by_hand(
        "DELETE FROM audit_entries WHERE id > 3",
        "DELETE FROM audit_seals WHERE number > 3",
        OF_THE_HEAD,
    )
    assert runner.invoke(audit, ["check"]).exit_code == 0
    answer = runner.invoke(audit, ["check", "--head", noted])
    assert (answer.exit_code, "is not in the chain" in answer.output) == (1, True)
    assert len(runner.invoke(audit, ["export"]).output.splitlines()) == 3
