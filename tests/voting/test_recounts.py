"""The count is the votes: a difference is found, repaired and told."""

import logging

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from ideas.audit.models import AuditEntry
from ideas.journey.models import Idea
from ideas.voting.models import Ballot, Vote, VoteState
from ideas.voting.recounts.actions import recount, recount_all, recount_touched
from tests.conftest import Clock
from tests.factories import a_live_idea

pytestmark = pytest.mark.usefixtures("clock")


def drift(session: Session, idea: Idea, votes: int) -> None:
    session.execute(sa.update(Ballot).where(Ballot.idea_id == idea.id).values(votes=votes))
    session.commit()


def counts(session: Session) -> list[tuple[int, int, int]]:
    rows = sa.select(Ballot.votes, Ballot.held, Ballot.void).order_by(Ballot.idea_id)
    return [(votes, held, void) for votes, held, void in session.execute(rows)]


def test_a_true_count_is_left_alone(session: Session) -> None:
    idea = a_live_idea(votes=2)
    assert recount(idea.id) == 0
    assert session.scalars(sa.select(AuditEntry.action)).all() == ["terms.publish"]


def test_a_difference_is_repaired_and_told(
    session: Session, caplog: pytest.LogCaptureFixture
) -> None:
    idea = a_live_idea(votes=2)
    drift(session, idea, 7)
    with caplog.at_level(logging.ERROR):
        assert recount(idea.id) == -5
    session.commit()
    assert counts(session) == [(2, 0, 0)]
    told = session.scalars(sa.select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert told is not None
    assert (told.action, told.subject) == ("ballot.repair", f"idea:{idea.id}")
    assert (told.detail["before"]["votes"], told.detail["after"]["votes"]) == (7, 2)
    assert "the count of idea" in caplog.text


def test_what_changed_within_the_hour_is_counted_each_minute(
    session: Session, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    old = a_live_idea("Old", votes=1)
    clock.go(hours=2)
    new = a_live_idea("New", votes=2)
    drift(session, old, 5)
    drift(session, new, 5)
    recount_touched()
    session.commit()
    assert counts(session) == [(5, 0, 0), (2, 0, 0)]
    recount_all()
    session.commit()
    assert counts(session) == [(1, 0, 0), (2, 0, 0)]


def test_held_and_void_votes_are_counted_apart(
    session: Session, caplog: pytest.LogCaptureFixture
) -> None:
    a_live_idea(votes=2, ladder=((9, 9),))
    votes = session.scalars(sa.select(Vote)).all()
    votes[0].state, votes[1].state = VoteState.HELD, VoteState.VOID
    session.commit()
    recount_all()
    session.commit()
    assert counts(session) == [(0, 1, 1)]


def test_a_repair_crosses_the_tier_it_reveals(
    session: Session, caplog: pytest.LogCaptureFixture
) -> None:
    idea = a_live_idea(votes=2, ladder=((3, 9), (9, 9)))
    drift(session, idea, 0)
    a_third = session.scalars(sa.select(Vote)).first()
    assert a_third is not None
    ada = idea.creator_id
    session.add(
        Vote(
            idea_id=idea.id,
            person_id=ada,
            state=VoteState.COUNTED,
            counted_at=a_third.counted_at,
            changed_at=a_third.changed_at,
        )
    )
    session.commit()
    recount_all()
    session.commit()
    assert session.scalars(sa.select(Ballot.tier)).one() == 1
