"""Tiers, deadlines, certification and expiry, with the clock standing where it must."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from ideas.campaigns.actions import publish_terms
from ideas.campaigns.ladder import ladder_from
from ideas.db import take_write_lock
from ideas.events.models import RecordedEvent
from ideas.journey.actions import advance
from ideas.journey.models import Idea
from ideas.journey.queries import moves_of
from ideas.journey.stages import Stage
from ideas.policy import Role
from ideas.voting.actions import cast_vote, count_pending_votes, take_back_vote
from ideas.voting.ballots.actions import certify_due, expire_due
from ideas.voting.models import Ballot, TierCrossing, Vote, VoteState
from ideas.voting.queries import ballot_of
from tests.conftest import NOON, Clock
from tests.factories import a_live_idea, a_person, the_campaign, votes_for

pytestmark = pytest.mark.usefixtures("clock")


def the_ballot(idea: Idea) -> Ballot:
    ballot = ballot_of(idea.id)
    assert ballot is not None
    return ballot


def stage_of(idea: Idea) -> Stage:
    return idea.stage


def crossings(session: Session, idea: Idea) -> list[tuple[int, int]]:
    rows = session.scalars(sa.select(TierCrossing).where(TierCrossing.idea_id == idea.id))
    return sorted((row.attempt, row.tier) for row in rows)


def reached(session: Session) -> list[int]:
    told = sa.select(RecordedEvent).where(RecordedEvent.name == "voting.TierReached")
    return [event.values["tier"] for event in session.scalars(told.order_by(RecordedEvent.id))]


def test_a_ballot_opens_with_the_terms_of_that_moment(session: Session) -> None:
    idea = a_live_idea(ladder=((3, 30), (5, 60)), certification_hours=48, vote_again_hours=6)
    ballot = the_ballot(idea)
    assert (ballot.goal, ballot.tier, ballot.votes, ballot.attempt) == (5, 0, 0, 1)
    assert (ballot.certification_hours, ballot.vote_again_hours) == (48, 6)
    assert (ballot.opened_at, ballot.closes_at) == (NOON, NOON + timedelta(days=30))
    adam = a_person("Adam", Role.ADMIN)
    publish_terms(the_campaign(), ladder_from([(9, 9)]), by=adam, reason="Higher")
    session.commit()
    assert the_ballot(idea).ladder == [[3, 30], [5, 60]]


def test_a_tier_adds_its_days_and_keeps_what_was_left(session: Session, clock: Clock) -> None:
    idea = a_live_idea(ladder=((3, 30), (5, 60)), votes=2)
    clock.go(days=10)
    votes_for(idea, 1)
    ballot = the_ballot(idea)
    assert (ballot.tier, ballot.closes_at) == (1, NOON + timedelta(days=90))
    assert crossings(session, idea) == [(1, 1)]
    assert reached(session) == [1]
    assert stage_of(idea) is Stage.LIVE


def test_falling_back_and_rising_again_crosses_nothing_twice(
    session: Session, clock: Clock
) -> None:
    idea = a_live_idea(ladder=((3, 30), (9, 60)))
    voters = votes_for(idea, 3)
    take_back_vote(idea, by=voters[0])
    session.commit()
    ballot = the_ballot(idea)
    assert (ballot.votes, ballot.tier) == (2, 1)
    votes_for(idea, 1)
    assert the_ballot(idea).closes_at == NOON + timedelta(days=90)
    assert crossings(session, idea) == [(1, 1)]


def test_the_goal_opens_the_certification_window(session: Session, clock: Clock) -> None:
    idea = a_live_idea(ladder=((2, 30), (3, 60)), votes=3)
    assert stage_of(idea) is Stage.CERTIFYING
    assert the_ballot(idea).certify_at == NOON + timedelta(hours=72)
    assert crossings(session, idea) == [(1, 1), (1, 2)]
    votes_for(idea, 1)
    assert the_ballot(idea).votes == 4
    clock.go(hours=71, minutes=59)
    certify_due()
    session.commit()
    assert stage_of(idea) is Stage.CERTIFYING
    clock.go(minutes=1)
    certify_due()
    certify_due()
    session.commit()
    assert stage_of(idea) is Stage.QUALIFIED
    assert the_ballot(idea).closed_at == clock.moment
    assert [move.reason for move in moves_of(idea.id)][1:] == ["goal_reached", "certified"]


def test_without_a_window_the_goal_qualifies_at_once(session: Session) -> None:
    idea = a_live_idea(ladder=((1, 30),), certification_hours=0, votes=1)
    assert [move.to_stage for move in moves_of(idea.id)] == [
        Stage.LIVE,
        Stage.CERTIFYING,
        Stage.QUALIFIED,
    ]


def test_an_idea_expires_at_its_deadline(session: Session, clock: Clock) -> None:
    idea = a_live_idea(votes=2)
    clock.go(days=30, seconds=-1)
    expire_due()
    session.commit()
    assert stage_of(idea) is Stage.LIVE
    clock.go(seconds=1)
    expire_due()
    expire_due()
    session.commit()
    assert stage_of(idea) is Stage.EXPIRED
    assert the_ballot(idea).closed_at == clock.moment


def test_an_idea_past_its_goal_does_not_expire(session: Session, clock: Clock) -> None:
    idea = a_live_idea(ladder=((1, 30),), certification_hours=24 * 40, votes=1)
    clock.go(days=39)
    expire_due()
    session.commit()
    assert stage_of(idea) is Stage.CERTIFYING


def test_expiry_waits_for_votes_that_could_still_reach_the_tier(
    session: Session, clock: Clock
) -> None:
    idea = a_live_idea(ladder=((3, 30), (5, 60)), votes=2)
    uma = a_person("Uma", confirmed=False)
    cast_vote(idea, by=uma)
    session.commit()
    clock.go(days=32)
    expire_due()
    session.commit()
    assert stage_of(idea) is Stage.LIVE
    take_write_lock()
    uma.email_confirmed_at = clock.moment
    count_pending_votes(uma)
    session.commit()
    ballot = the_ballot(idea)
    assert (ballot.tier, ballot.closes_at) == (1, NOON + timedelta(days=90))


def test_expiry_waits_no_longer_than_72_hours(session: Session, clock: Clock) -> None:
    idea = a_live_idea(votes=2)
    cast_vote(idea, by=a_person("Uma", confirmed=False))
    session.commit()
    clock.go(days=33)
    expire_due()
    session.commit()
    assert stage_of(idea) is Stage.EXPIRED
    states = session.scalars(sa.select(Vote.state).order_by(Vote.person_id)).all()
    assert states == [VoteState.COUNTED, VoteState.COUNTED, VoteState.LAPSED]


def test_expiry_does_not_wait_for_votes_that_are_too_few(session: Session, clock: Clock) -> None:
    idea = a_live_idea(votes=1)
    cast_vote(idea, by=a_person("Uma", confirmed=False))
    session.commit()
    clock.go(days=30)
    expire_due()
    session.commit()
    assert stage_of(idea) is Stage.EXPIRED


def test_a_restored_idea_gets_its_time_back(session: Session, clock: Clock) -> None:
    idea = a_live_idea()
    clock.go(days=10)
    advance(idea, Stage.ARCHIVED, by=None)
    session.commit()
    assert the_ballot(idea).closed_at == clock.moment
    clock.go(days=7)
    expire_due()
    advance(idea, Stage.LIVE, by=None)
    session.commit()
    ballot = the_ballot(idea)
    assert (ballot.closed_at, ballot.closes_at) == (None, NOON + timedelta(days=37))


def test_a_restored_certification_goes_on_where_it_stopped(session: Session, clock: Clock) -> None:
    idea = a_live_idea(ladder=((1, 30),), votes=1)
    clock.go(hours=24)
    advance(idea, Stage.ARCHIVED, by=None)
    clock.go(days=5)
    certify_due()
    assert stage_of(idea) is Stage.ARCHIVED
    advance(idea, Stage.CERTIFYING, by=None)
    session.commit()
    assert the_ballot(idea).certify_at == NOON + timedelta(hours=72, days=5)


def test_votes_that_do_not_stand_the_check_begin_another_attempt(
    session: Session, clock: Clock
) -> None:
    idea = a_live_idea(ladder=((2, 30), (3, 60)), votes=3)
    clock.go(hours=48)
    advance(idea, Stage.LIVE, by=None, reason="checked")
    session.commit()
    ballot = the_ballot(idea)
    assert (ballot.attempt, ballot.tier, ballot.reached_at) == (2, 1, None)
    assert ballot.closes_at == NOON + timedelta(days=92)
    votes_for(idea, 1)
    assert stage_of(idea) is Stage.CERTIFYING
    assert crossings(session, idea) == [(1, 1), (1, 2), (2, 2)]


def test_an_idea_that_was_never_live_has_no_ballot_to_close(session: Session) -> None:
    idea = a_live_idea()
    assert stage_of(idea) is Stage.LIVE
    advance(idea, Stage.WITHDRAWN, by=None)
    session.commit()
    ballot = the_ballot(idea)
    assert ballot.closed_at is not None


def test_one_bad_idea_keeps_no_other_from_its_end(
    session: Session, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad, good = a_live_idea("Bad"), a_live_idea("Good")
    clock.go(days=400)

    def stumble(idea: Idea, to: Stage, **told: Any) -> Any:
        if idea.title == "Bad":
            raise ValueError(idea.title)
        return advance(idea, to, **told)

    monkeypatch.setattr("ideas.voting.ballots.actions.advance", stumble)
    with pytest.raises(ExceptionGroup) as caught:
        expire_due()
    assert [str(each) for each in caught.value.exceptions] == ["Bad"]
    assert [stage_of(bad), stage_of(good)] == [Stage.LIVE, Stage.EXPIRED]
