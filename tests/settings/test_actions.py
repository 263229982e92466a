"""Turning dials."""

import pytest
from sqlalchemy.orm import Session

from ideas.audit.models import AuditEntry
from ideas.moderation.settings import Moderation
from ideas.refusals import Refused
from ideas.settings.actions import turn
from ideas.settings.queries import dials, turn_of, turns_of
from tests.conftest import Clock


def test_a_turn_holds_from_the_next_transaction_and_is_remembered(
    session: Session, clock: Clock
) -> None:
    turn(Moderation, "working_days", 5, by=7)
    session.commit()
    assert dials(Moderation).working_days == 5
    (kept,) = turns_of("moderation")
    assert (kept.before["value"], kept.after["value"], kept.by_id) == (2, 5, 7)
    assert turn_of("moderation", kept.id) == kept
    assert turn_of("comments", kept.id) is None
    entry = session.query(AuditEntry).one()
    assert (entry.action, entry.subject) == ("dials.turn", "dial:moderation.working_days")


def test_turning_to_where_it_stands_leaves_no_trace(session: Session, clock: Clock) -> None:
    turn(Moderation, "working_days", 2, by=7)
    assert not turns_of("moderation")


def test_no_value_beyond_the_bounds_is_kept(session: Session, clock: Clock) -> None:
    with pytest.raises(Refused, match=r"^dial\.too_large$"):
        turn(Moderation, "working_days", 61, by=7)
    assert dials(Moderation).working_days == 2
