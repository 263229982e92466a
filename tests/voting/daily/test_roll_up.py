"""The roll-up of arrivals is what the votes say, whatever becomes of them."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from ideas.journey.models import Idea
from ideas.voting.actions import take_back_vote
from ideas.voting.ballots.actions import add_to_count
from ideas.voting.daily import queries
from ideas.voting.daily.listeners import rebuild, roll_up_votes
from ideas.voting.daily.models import VoteCurve, VoteDay
from ideas.voting.daily.queries import drifted_ideas, stale_ideas
from ideas.voting.imports.actions import import_votes
from ideas.voting.models import Vote, VoteState
from tests.conftest import NOON, Clock
from tests.factories import a_live_idea, a_person, votes_for

pytestmark = pytest.mark.usefixtures("clock")
TODAY = NOON.date()


def days_of(session: Session, idea: Idea) -> dict[int, int]:
    """Votes by the days that have passed since noon of the first."""
    rows = sa.select(VoteDay.cast_on, VoteDay.votes).where(VoteDay.idea_id == idea.id)
    return {(day - TODAY).days: votes for day, votes in session.execute(rows)}


def test_votes_belong_to_the_day_they_were_cast_on(session: Session, clock: Clock) -> None:
    idea, quiet = a_live_idea(votes=2), a_live_idea()
    clock.go(days=2)
    votes_for(idea, 1)
    assert drifted_ideas() == {idea.id}
    assert roll_up_votes() == 2
    assert days_of(session, idea) == {0: 2, 2: 1}
    curve = session.get_one(VoteCurve, idea.id)
    assert curve.days == [TODAY.toordinal(), TODAY.toordinal() + 2]
    assert (curve.sums, session.get_one(VoteCurve, quiet.id).sums) == ([2, 3], [])
    assert (drifted_ideas(), roll_up_votes()) == (set(), 0)


def test_what_is_taken_back_leaves_its_day(session: Session, clock: Clock) -> None:
    idea = a_live_idea()
    vera, _ = votes_for(idea, 2)
    clock.go(days=1)
    ben, *_ = votes_for(idea, 1)
    roll_up_votes()
    take_back_vote(idea, by=vera)
    take_back_vote(idea, by=ben)
    session.commit()
    assert roll_up_votes() == 1
    assert days_of(session, idea) == {0: 1}
    assert drifted_ideas() == set()


def test_a_change_in_the_same_moment_is_seen(session: Session) -> None:
    idea = a_live_idea(votes=1)
    roll_up_votes()
    votes_for(idea, 1)
    assert roll_up_votes() == 1
    assert days_of(session, idea) == {0: 2}


def test_votes_that_do_not_count_are_left_out(session: Session, clock: Clock) -> None:
    idea = a_live_idea(votes=3)
    void = sa.update(Vote).where(
        Vote.person_id == sa.select(sa.func.min(Vote.person_id)).scalar_subquery()
    )
    session.execute(void.values(state=VoteState.VOID))
    add_to_count(idea.id, -1, 0, clock.go(hours=1))
    session.commit()
    roll_up_votes()
    assert days_of(session, idea) == {0: 2}


def test_votes_brought_in_belong_to_the_day_they_came(session: Session, clock: Clock) -> None:
    idea, person = a_live_idea(votes=1), a_person()
    clock.go(days=3)
    import_votes([(idea.id, person.id)])
    session.commit()
    roll_up_votes()
    assert days_of(session, idea) == {0: 1, 3: 1}


def test_it_is_counted_anew_in_portions(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    ideas = [a_live_idea(votes=2) for _ in range(3)]
    roll_up_votes()
    session.execute(sa.update(VoteDay).values(votes=9))
    session.execute(
        sa.insert(VoteDay).values(idea_id=ideas[0].id, cast_on=TODAY + timedelta(5), votes=1)
    )
    session.commit()
    assert (drifted_ideas(), roll_up_votes()) == ({each.id for each in ideas}, 0)
    monkeypatch.setattr(queries, "VOTES_AT_ONCE", 3)
    assert rebuild() == 3
    assert [days_of(session, each) for each in ideas] == [{0: 2}] * 3
    assert stale_ideas() == []


def test_the_schedule_rolls_up(app: Flask) -> None:
    schedule = app.extensions["ideas.wiring"].schedule
    (every,) = (each.every for each in schedule if each.action is roll_up_votes)
    assert every <= timedelta(minutes=10)
