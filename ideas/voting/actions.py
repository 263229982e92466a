"""Casting a vote, taking it back, and counting it once its address is confirmed.

A vote is one statement on its key: whoever presses twice, or races themself, has one vote. Locks
are taken in one order everywhere: the person, then the idea.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from ideas import clock
from ideas.accounts.models import Person
from ideas.db import session, writes
from ideas.journey.models import Idea
from ideas.journey.queries import locked_idea, public_idea
from ideas.refusals import Refusal, Refused, refuse
from ideas.voting import rules
from ideas.voting.ballots.actions import count
from ideas.voting.integrity.signals.gathering import notice_vote
from ideas.voting.models import Ballot, Vote, VoteEvent, VoteReason, VoteState
from ideas.voting.queries import CAST, cast_by, fresh_ballot, opening_of, pause
from ideas.voting.referrals.gathering import note_vote
from ideas.voting.spent.queries import is_spent


@writes
def cast_vote(idea: Idea, *, by: Person, via: str = "") -> Vote:
    """Vote for an idea; a person who has voted already keeps that vote. Answers the vote.

    Pending until the person confirms their address, counted at once when they have. ``via`` is the
    word of the channel they came by.
    """
    voter = _settled(by)
    idea = locked_idea(idea.id)
    ballot, moment = fresh_ballot(idea.id), clock.now()
    refusal = rules.refusal_to_vote(
        opening_of(idea, ballot, pause()), voter_of(voter, idea), moment
    )
    if refusal is not None or ballot is None:
        return _kept_vote(voter, idea.id, refusal)
    state = VoteState.COUNTED if voter.is_verified else VoteState.PENDING
    kept = cast_by(voter.id, idea.id)
    was, back_at = (kept.state, kept.withdrawn_at) if kept else (None, None)
    vote: Vote | None = session().scalar(_cast(ballot, voter.id, state, moment))
    if vote is None:
        cooling = rules.refusal_to_vote_again(back_at, ballot.vote_again_hours, moment)
        return _kept_vote(voter, idea.id, cooling)
    _tell(vote, was, VoteReason.CAST_AGAIN if was else VoteReason.CAST, moment, by=voter)
    note_vote(idea.id, via, on=moment.date())
    notice_vote(idea.id, voter.id, via)
    if state is VoteState.COUNTED:
        count(idea, 1, rules.heated(ballot.heat, moment), moment)
    return vote


def _settled(person: Person) -> Person:
    """The person, who can neither leave nor be confirmed meanwhile."""
    held = sa.select(Person).where(Person.id == person.id).with_for_update(read=True)
    return session().scalars(held.execution_options(populate_existing=True)).one()


def voter_of(person: Person, idea: Idea) -> rules.Voter:
    """What the rules ask of a person before an idea.

    Only to whom an address belongs for certain is it told that it has voted.
    """
    return rules.Voter(
        is_active=person.is_active,
        is_staff=person.is_staff,
        is_on_team=person.id in idea.team_ids,
        has_spent=person.is_verified and is_spent(person.email, idea.id),
    )


def _kept_vote(voter: Person, idea_id: int, refusal: Refusal | None) -> Vote:
    """Pressing twice is no error; for whoever has no vote here it is the refusal."""
    vote = cast_by(voter.id, idea_id)
    if vote is None or vote.state not in CAST:
        refuse(refusal)
    return session().get_one(Vote, (idea_id, voter.id))


def _cast(ballot: Ballot, person_id: int, state: VoteState, moment: datetime) -> sa.Executable:
    """The one statement: a new row, or one taken back long enough ago; else nothing."""
    is_postgres = session().get_bind().dialect.name == "postgresql"
    insert: Callable[[Any], Any] = postgresql.insert if is_postgres else sqlite.insert
    values = {
        "state": state,
        "cast_at": moment,
        "counted_at": moment if state is VoteState.COUNTED else None,
        "changed_at": moment,
    }
    rested = Vote.withdrawn_at <= moment - timedelta(hours=ballot.vote_again_hours)
    may_return = sa.and_(Vote.state == VoteState.WITHDRAWN, rested)
    statement = insert(Vote).values(idea_id=ballot.idea_id, person_id=person_id, **values)
    upsert: sa.Executable = statement.on_conflict_do_update(
        index_elements=[Vote.idea_id, Vote.person_id],
        set_=values,
        where=sa.or_(may_return, Vote.state == VoteState.LAPSED),
    ).returning(Vote)
    return upsert.execution_options(populate_existing=True)


def _tell(
    vote: Vote, was: VoteState | None, reason: VoteReason, at: datetime, *, by: Person | None
) -> None:
    """Write down a vote's change of state."""
    event = VoteEvent(
        idea_id=vote.idea_id,
        person_id=vote.person_id,
        from_state=was,
        to_state=vote.state,
        reason=reason,
        actor_id=by.id if by else None,
        at=at,
    )
    session().add(event)


@writes
def cast_vote_by_errand(subject: str, *, by: Person) -> Vote:
    """What a visitor wanted before they had an account: ``a-slug``, or ``a-slug:qr``."""
    slug, _, via = subject.partition(":")
    idea = public_idea(slug)
    if idea is None:
        raise Refused(Refusal("vote.no_idea"))
    return cast_vote(idea, by=by, via=via)


@writes
def take_back_vote(idea: Idea, *, by: Person) -> None:
    """Take one's vote back while the idea is live; without a vote nothing happens."""
    idea = locked_idea(idea.id)
    vote, moment = cast_by(by.id, idea.id), clock.now()
    if vote is None or vote.state not in CAST:
        return
    if vote.state not in {VoteState.PENDING, VoteState.COUNTED}:
        refuse(Refusal("vote.being_checked"))
    refuse(rules.refusal_to_take_back(opening_of(idea, fresh_ballot(idea.id)), moment))
    _withdraw(idea, vote, VoteReason.TAKEN_BACK, moment, by=by)


def _withdraw(
    idea: Idea, vote: Vote, reason: VoteReason, moment: datetime, *, by: Person | None
) -> None:
    """Set the vote aside; the count changes only when a counted row did."""
    vote.withdrawn_at = moment
    was = _change(vote, VoteState.WITHDRAWN, moment)
    _tell(vote, was, reason, moment, by=by)
    ballot = fresh_ballot(idea.id)
    if was is VoteState.COUNTED and ballot is not None:
        heat = rules.cooled(ballot.heat, vote.cast_at) if vote.cast_at else ballot.heat
        count(idea, -1, heat, moment)


def _change(vote: Vote, to: VoteState, moment: datetime) -> VoteState:
    """Change the state of a vote whose idea is locked; answers the state it had."""
    was = vote.state
    vote.state, vote.changed_at = to, moment
    return was


@writes
def take_back_vote_of_member(
    idea_id: int, person_id: int, reason: VoteReason = VoteReason.JOINED_TEAM
) -> bool:
    """Whoever joins a team no longer votes for its idea; what is decided stays decided.

    True when a vote was taken back.
    """
    if cast_by(person_id, idea_id) is None:
        return False  # as for a draft, which may even be gone by now
    idea, moment = locked_idea(idea_id), clock.now()
    vote, ballot = cast_by(person_id, idea_id), fresh_ballot(idea_id)
    if vote is None or ballot is None or ballot.closed_at is not None:
        return False
    if vote.state not in {VoteState.PENDING, VoteState.COUNTED}:
        return False
    _withdraw(idea, vote, reason, moment, by=None)
    return True


@writes
def count_pending_votes(person: Person) -> None:
    """The address is confirmed: count the votes that waited for it, each if it was cast in time."""
    waiting = sa.select(Vote.idea_id).where(
        Vote.person_id == person.id, Vote.state == VoteState.PENDING
    )
    for idea_id in session().scalars(waiting.order_by(Vote.idea_id)).all():
        _count_pending_vote(locked_idea(idea_id), person)


def _count_pending_vote(idea: Idea, person: Person) -> None:
    vote, ballot, moment = cast_by(person.id, idea.id), fresh_ballot(idea.id), clock.now()
    if vote is None or ballot is None or vote.state is not VoteState.PENDING:
        return
    in_time = rules.may_still_count(opening_of(idea, ballot), moment)
    if not in_time or rules.refusal_to_count(voter_of(person, idea)) is not None:
        was = _change(vote, VoteState.LAPSED, moment)
        _tell(vote, was, VoteReason.NOT_CONFIRMED, moment, by=None)
        return
    vote.counted_at = moment
    was = _change(vote, VoteState.COUNTED, moment)
    _tell(vote, was, VoteReason.CONFIRMED, moment, by=person)
    count(idea, 1, rules.heated(ballot.heat, vote.cast_at or moment), moment)
