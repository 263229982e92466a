"""The audit log is written once."""

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from ideas.audit.actions import note
from ideas.audit.models import AuditEntry
from ideas.audit.queries import Wanted, entries_before
from tests.conftest import Clock


def test_an_undone_change_leaves_no_entry(session: Session, clock: Clock) -> None:
    note("vote.void", "idea:1", by=7)
    session.rollback()
    assert not entries_before(None, limit=1)


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
    ideas = Wanted(action="idea.")
    found = entries_before(None, limit=9, wanted=ideas)
    assert [entry.action for entry in found] == ["idea.return", "idea.pick"]
    assert entries_before(found[0].id, limit=9, wanted=ideas) == [found[1]]
    assert not entries_before(None, limit=9, wanted=Wanted(action="%"))


def test_entries_are_found_by_person_thing_and_time(session: Session, clock: Clock) -> None:
    first = clock.moment
    note("idea.pick", "idea:1", by=7)
    second = clock.go(days=1)
    note("idea.pick", "idea:2", by=8)

    def found(**wanted: object) -> list[str]:
        rows: list[AuditEntry] = list(entries_before(None, limit=9, wanted=Wanted(**wanted)))  # type: ignore[arg-type]
        return [row.subject for row in rows]

    assert found() == ["idea:2", "idea:1"]
    assert found(by=7) == ["idea:1"]
    assert found(subject="idea:2") == ["idea:2"]
    assert found(since=second) == ["idea:2"]
    assert found(until=second) == ["idea:1"]
    assert found(since=first, until=first) == []
