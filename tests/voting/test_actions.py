"""Casting, taking back, confirming: one vote per person, counted once."""

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from ideas.accounts.models import Person, RoleGrant
from ideas.db import take_write_lock
from ideas.journey.events import TeamAnswered
from ideas.journey.models import Idea
from ideas.journey.stages import Stage
from ideas.policy import Role
from ideas.refusals import Refused
from ideas.voting.actions import (
    cast_vote,
    cast_vote_by_errand,
    count_pending_votes,
    take_back_vote,
)
from ideas.voting.listeners import take_back_on_joining
from ideas.voting.models import Ballot, Vote, VoteEvent, VoteReason, VoteState
from ideas.voting.queries import ballot_of, cast_by, voted_ideas, voters_of
from tests.conftest import Clock
from tests.factories import a_live_idea, a_person, an_idea, votes_for

pytestmark = pytest.mark.usefixtures("clock")


def count_of(idea: Idea) -> int:
    ballot = ballot_of(idea.id)
    assert ballot is not None
    return ballot.votes


def events_of(session: Session, idea: Idea) -> list[tuple[str | None, str, str]]:
    rows = session.scalars(
        sa.select(VoteEvent).where(VoteEvent.idea_id == idea.id).order_by(VoteEvent.id)
    )
    return [(row.from_state, row.to_state, row.reason) for row in rows]


def confirm(person: Person, moment: Clock) -> None:
    take_write_lock()
    person.email_confirmed_at = moment.moment
    count_pending_votes(person)


def test_a_vote_is_counted_and_told(session: Session, clock: Clock) -> None:
    vera, idea = a_person("Vera"), a_live_idea()
    vote = cast_vote(idea, by=vera)
    session.commit()
    assert (vote.state, vote.cast_at, vote.counted_at) == (
        VoteState.COUNTED,
        clock.moment,
        clock.moment,
    )
    assert count_of(idea) == 1
    assert events_of(session, idea) == [(None, "counted", "cast")]
    assert voted_ideas(vera.id, [idea.id]) == {idea.id}
    assert session.scalars(voters_of(idea.id)).all() == [vera.id]


def test_twice_is_once(session: Session) -> None:
    vera, idea = a_person("Vera"), a_live_idea()
    first = cast_vote(idea, by=vera)
    session.commit()
    assert cast_vote(idea, by=vera) is first
    session.commit()
    assert count_of(idea) == 1
    assert len(events_of(session, idea)) == 1


def test_having_voted_stays_true_when_the_ballot_has_closed(session: Session, clock: Clock) -> None:
    idea = a_live_idea(votes=1)
    voter = session.scalars(sa.select(Vote)).one()
    clock.go(days=40)
    assert cast_vote(idea, by=session.get_one(Person, voter.person_id)).state is VoteState.COUNTED
    with pytest.raises(Refused, match=r"vote\.too_late"):
        cast_vote(idea, by=a_person("Late"))


def test_the_team_and_the_staff_do_not_vote(session: Session) -> None:
    ada, ben = a_person("Ada"), a_person("Ben")
    idea = a_live_idea(by=ada, team=(ben,))
    for person in (ada, ben):
        with pytest.raises(Refused, match=r"vote\.own_idea"):
            cast_vote(idea, by=person)
    with pytest.raises(Refused, match=r"vote\.staff"):
        cast_vote(idea, by=a_person("Fay", Role.FINANCE))
    assert session.scalars(sa.select(Vote)).all() == []


@pytest.mark.parametrize("stage", [Stage.DRAFT, Stage.QUALIFIED, Stage.EXPIRED, Stage.ARCHIVED])
def test_only_what_is_open_takes_votes(session: Session, stage: Stage) -> None:
    idea = an_idea(stage=stage)
    with pytest.raises(Refused, match=r"vote\.not_open"):
        cast_vote(idea, by=a_person())


def test_a_hidden_idea_takes_no_votes(session: Session, clock: Clock) -> None:
    idea = a_live_idea()
    idea.hidden_at = clock.moment
    session.commit()
    with pytest.raises(Refused, match=r"vote\.not_open"):
        cast_vote(idea, by=a_person())


def test_a_suspended_person_does_not_vote(session: Session, clock: Clock) -> None:
    idea = a_live_idea()
    eve = a_person("Eve", suspended_at=clock.moment)
    with pytest.raises(Refused, match=r"vote\.suspended"):
        cast_vote(idea, by=eve)


def test_a_vote_taken_back_cools_down_for_a_day(session: Session, clock: Clock) -> None:
    vera, idea = a_person("Vera"), a_live_idea()
    cast_vote(idea, by=vera)
    session.commit()
    take_back_vote(idea, by=vera)
    take_back_vote(idea, by=vera)
    session.commit()
    assert count_of(idea) == 0
    clock.go(hours=23, minutes=59)
    with pytest.raises(Refused, match=r"vote\.cooling"):
        cast_vote(idea, by=vera)
    assert count_of(idea) == 0
    clock.go(minutes=1)
    assert cast_vote(idea, by=vera).state is VoteState.COUNTED
    session.commit()
    assert count_of(idea) == 1
    assert [event[2] for event in events_of(session, idea)] == ["cast", "taken_back", "cast_again"]


def test_taking_back_without_a_vote_is_nothing(session: Session) -> None:
    idea = a_live_idea()
    take_back_vote(idea, by=a_person())
    assert events_of(session, idea) == []


def test_a_vote_stays_while_votes_are_checked(session: Session) -> None:
    idea = a_live_idea(ladder=((1, 30),))
    (voter,) = votes_for(idea, 1)
    assert idea.stage is Stage.CERTIFYING
    with pytest.raises(Refused, match=r"vote\.being_checked"):
        take_back_vote(idea, by=voter)


@pytest.mark.parametrize("state", [VoteState.HELD, VoteState.VOID])
def test_what_is_under_review_is_untouched(session: Session, state: VoteState) -> None:
    idea = a_live_idea()
    (voter,) = votes_for(idea, 1)
    vote = cast_by(voter.id, idea.id)
    assert vote is not None
    vote.state = state
    session.commit()
    assert cast_vote(idea, by=voter).state is state
    with pytest.raises(Refused, match=r"vote\.being_checked"):
        take_back_vote(idea, by=voter)


def test_an_unconfirmed_vote_waits_and_then_counts(session: Session, clock: Clock) -> None:
    uma, idea = a_person("Uma", confirmed=False), a_live_idea()
    assert cast_vote(idea, by=uma).state is VoteState.PENDING
    session.commit()
    assert count_of(idea) == 0
    clock.go(days=2)
    confirm(uma, clock)
    confirm(uma, clock)
    session.commit()
    assert count_of(idea) == 1
    assert events_of(session, idea)[1:] == [("pending", "counted", VoteReason.CONFIRMED)]


def test_a_pending_vote_can_be_taken_back(session: Session, clock: Clock) -> None:
    uma, idea = a_person("Uma", confirmed=False), a_live_idea()
    cast_vote(idea, by=uma)
    session.commit()
    take_back_vote(idea, by=uma)
    confirm(uma, clock)
    session.commit()
    assert count_of(idea) == 0


@pytest.mark.parametrize(("hours", "votes"), [(71, 1), (72, 0)])
def test_a_confirmation_counts_up_to_72_hours_after_the_deadline(
    session: Session, clock: Clock, hours: int, votes: int
) -> None:
    uma, idea = a_person("Uma", confirmed=False), a_live_idea()
    cast_vote(idea, by=uma)
    session.commit()
    clock.go(days=30, hours=hours)
    confirm(uma, clock)
    session.commit()
    assert count_of(idea) == votes
    state = cast_by(uma.id, idea.id)
    assert state is not None
    assert state.state is (VoteState.COUNTED if votes else VoteState.LAPSED)


def test_who_joined_the_staff_meanwhile_is_not_counted(session: Session, clock: Clock) -> None:
    uma, idea = a_person("Uma", confirmed=False), a_live_idea()
    cast_vote(idea, by=uma)
    take_write_lock()
    uma.grants.append(RoleGrant(role=Role.MODERATOR, granted_at=clock.moment))
    session.commit()
    confirm(uma, clock)
    assert count_of(idea) == 0


def test_joining_the_team_takes_the_vote_back(session: Session) -> None:
    ben, idea = a_person("Ben"), a_live_idea()
    cast_vote(idea, by=ben)
    session.commit()
    for accepted in (False, True, True):
        take_back_on_joining(TeamAnswered(idea.id, ben.id, accepted=accepted))
        session.commit()
    assert count_of(idea) == 0
    assert [event[2] for event in events_of(session, idea)] == ["cast", "joined_team"]


def test_joining_after_the_ballot_closed_changes_nothing(session: Session, clock: Clock) -> None:
    idea = a_live_idea(ladder=((1, 30),), certification_hours=0)
    (voter,) = votes_for(idea, 1)
    assert idea.stage is Stage.QUALIFIED
    take_back_on_joining(TeamAnswered(idea.id, voter.id, accepted=True))
    assert count_of(idea) == 1


def test_joining_a_draft_that_is_gone_changes_nothing(session: Session) -> None:
    take_back_on_joining(TeamAnswered(404, a_person("Ben").id, accepted=True))
    assert session.query(Vote).count() == session.query(VoteEvent).count() == 0


def test_an_errand_casts_the_vote_a_visitor_came_for(session: Session) -> None:
    vera, idea = a_person("Vera"), a_live_idea()
    assert cast_vote_by_errand(idea.slug, by=vera).state is VoteState.COUNTED
    draft = an_idea(stage=Stage.DRAFT)
    for slug in (draft.slug, "nothing-here"):
        with pytest.raises(Refused, match=r"vote\.no_idea"):
            cast_vote_by_errand(slug, by=vera)


def test_the_database_itself_refuses_what_must_not_be(session: Session, clock: Clock) -> None:
    idea = a_live_idea()
    (voter,) = votes_for(idea, 1)
    key = {"idea": idea.id, "person": voter.id}
    for statement in (
        "INSERT INTO votes (idea_id, person_id, state, changed_at) "
        "VALUES (:idea, :person, 'pending', '2026-03-02 12:00:00')",
        "UPDATE votes SET state = 'sold' WHERE person_id = :person",
        "UPDATE votes SET counted_at = NULL WHERE person_id = :person",
        "UPDATE ballots SET votes = -1 WHERE idea_id = :idea",
        "UPDATE vote_events SET reason = 'confirmed' WHERE person_id = :person",
        "DELETE FROM vote_events WHERE person_id = :person",
        "DELETE FROM votes WHERE person_id = :person",
        "UPDATE votes SET person_id = person_id + 1 WHERE person_id = :person",
        "UPDATE votes SET cast_at = '2026-03-02 12:00:01' WHERE person_id = :person",
    ):
        with pytest.raises(DatabaseError):
            session.execute(sa.text(statement), key)
        session.rollback()
    assert count_of(idea) == 1


@pytest.mark.parametrize("state", [VoteState.HELD, VoteState.VOID])
def test_the_database_itself_lets_no_cast_change_what_is_set_aside(
    session: Session, state: VoteState
) -> None:
    idea = a_live_idea()
    (voter,) = votes_for(idea, 1)
    key = {"idea": idea.id, "person": voter.id, "state": state.value}
    session.execute(sa.text("UPDATE votes SET state = :state WHERE person_id = :person"), key)
    session.commit()
    careless = sa.text(
        "INSERT INTO votes (idea_id, person_id, state, cast_at, counted_at, changed_at) "
        "VALUES (:idea, :person, 'counted', :at, :at, :at) ON CONFLICT (idea_id, person_id) "
        "DO UPDATE SET state = excluded.state, cast_at = excluded.cast_at"
    )
    with pytest.raises(DatabaseError, match="cast again"):
        session.execute(careless, key | {"at": datetime(2026, 3, 3, tzinfo=UTC)})
    session.rollback()
    assert session.scalars(sa.select(Vote.state)).all() == [state]


def test_the_database_itself_keeps_what_was_reached(session: Session) -> None:
    idea = a_live_idea(votes=3)
    fall = sa.update(Ballot).where(Ballot.idea_id == idea.id).values(tier=0)
    with pytest.raises(DatabaseError, match="stays reached"):
        session.execute(fall)
    session.rollback()
    session.execute(fall.values(attempt=Ballot.attempt + 1))


def test_deadlines_are_exact_to_the_moment(session: Session, clock: Clock) -> None:
    idea, ballot = a_live_idea(), None
    ballot = ballot_of(idea.id)
    assert ballot is not None
    clock.stand_at(ballot.closes_at - timedelta(microseconds=1))
    cast_vote(idea, by=a_person("Punctual"))
    session.commit()
    clock.go(seconds=0.000001)
    with pytest.raises(Refused, match=r"vote\.too_late"):
        cast_vote(idea, by=a_person("Late"))
