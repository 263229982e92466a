"""The audit log is written once and chained."""

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from ideas.audit.actions import note
from ideas.audit.models import AuditEntry
from ideas.audit.queries import count_entries, entries_before, first_broken_entry
from ideas.audit.rules import BEFORE_THE_FIRST, chained_hash
from tests.conftest import Clock


def test_each_entry_seals_the_one_before(session: Session, clock: Clock) -> None:
    for number in range(3):
        clock.go(seconds=1)
        note("vote.void", f"idea:{number}", by=7, reason="Überfüllt", votes=number)
    session.commit()
    entries = list(reversed(entries_before(None, limit=10)))
    assert [entry.subject for entry in entries] == ["idea:0", "idea:1", "idea:2"]
    assert [entry.previous for entry in entries] == [
        BEFORE_THE_FIRST,
        *(entry.hash for entry in entries[:2]),
    ]
    assert first_broken_entry() is None
    assert count_entries() == 3


def test_an_undone_change_leaves_no_entry(session: Session, clock: Clock) -> None:
    note("vote.void", "idea:1", by=7)
    session.rollback()
    assert count_entries() == 0
    note("vote.void", "idea:2", by=7)
    session.commit()
    assert first_broken_entry() is None


@pytest.mark.parametrize(
    "verb", ["UPDATE audit_entries SET actor_id = 1", "DELETE FROM audit_entries"]
)
def test_the_database_refuses_to_change_history(session: Session, clock: Clock, verb: str) -> None:
    note("vote.void", "idea:1", by=7)
    session.commit()
    with pytest.raises(sa.exc.DBAPIError, match="append-only"):
        session.execute(sa.text(verb))
    session.rollback()


def test_entries_are_found_by_their_beginning_and_place(session: Session, clock: Clock) -> None:
    for action in ("idea.pick", "ideal.x", "idea_x", "idea.return"):
        note(action, "idea:1", by=None)
    found = entries_before(None, limit=9, action="idea.")
    assert [entry.action for entry in found] == ["idea.return", "idea.pick"]
    assert entries_before(found[0].id, limit=9, action="idea.") == [found[1]]
    assert not entries_before(None, limit=9, action="%")


def test_the_seal_covers_every_value_and_its_order_in_the_chain() -> None:
    entry = {"at": "2026-03-02", "actor": 1, "action": "a.b", "subject": "c:1", "detail": {}}
    seal = chained_hash(BEFORE_THE_FIRST, entry)
    assert chained_hash(BEFORE_THE_FIRST, dict(reversed(entry.items()))) == seal
    assert chained_hash(seal, entry) != seal
    for name in entry:
        assert chained_hash(BEFORE_THE_FIRST, entry | {name: "other"}) != seal


def test_the_first_broken_entry_is_named(session: Session, clock: Clock) -> None:
    note("vote.void", "idea:1", by=7)
    last = entries_before(None, limit=1)[0]
    forged = AuditEntry(
        at=clock.moment,
        actor_id=None,
        action="vote.void",
        subject="idea:2",
        detail={},
        previous="1" * 64,
        hash="2" * 64,
    )
    session.add(forged)
    session.commit()
    broken = first_broken_entry()
    assert broken is not None
    assert broken.id == forged.id > last.id
