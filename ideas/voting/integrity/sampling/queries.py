"""Finding the sample of an idea, and what is known of each account in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from ideas.accounts.models import Person
from ideas.db import session
from ideas.journey.models import Idea
from ideas.voting.integrity.models import Sweep
from ideas.voting.integrity.rules import SweepState
from ideas.voting.integrity.sampling.models import Sampled
from ideas.voting.integrity.signals.models import VoteSignal
from ideas.voting.models import Ballot, Vote, VoteState

SHARED = ("network", "domain", "device")


@dataclass(frozen=True)
class Account:
    """What a moderator sees of an account in the sample: no name, no address.

    ``shared`` says how many other voters of this idea have the same network, domain and device.
    """

    row: Sampled
    joined_at: datetime
    confirmed_at: datetime | None
    votes: int
    state: VoteState
    signal: VoteSignal | None
    shared: Mapping[str, int]


def to_be_drawn() -> Sequence[int]:
    """The ideas that reached their goal and have no sample for this attempt yet."""
    drawn = sa.exists().where(Sampled.idea_id == Ballot.idea_id, Sampled.attempt == Ballot.attempt)
    open_ = (Ballot.closed_at.is_(None), Ballot.reached_at.is_not(None))
    found = sa.select(Ballot.idea_id).where(*open_, ~drawn).order_by(Ballot.idea_id)
    return session().scalars(found).all()


def ideas_in_check() -> Sequence[Any]:
    """Ideas whose votes are being checked: with when it ends, how many are drawn and checked."""
    same = sa.and_(Sampled.idea_id == Ballot.idea_id, Sampled.attempt == Ballot.attempt)
    numbers = sa.func.count(Sampled.place), sa.func.count(Sampled.checked_at)
    columns: tuple[Any, ...] = (Idea.slug, Idea.title, Idea.language, Ballot.certify_at, *numbers)
    found = sa.select(*columns).join(Ballot, Ballot.idea_id == Idea.id).outerjoin(Sampled, same)
    found = found.where(Ballot.closed_at.is_(None), Ballot.reached_at.is_not(None))
    return session().execute(found.group_by(Idea.id, Ballot.idea_id).order_by(Idea.id)).all()


def voters_counted(idea_id: int) -> Sequence[int]:
    """Everybody whose vote counts for an idea."""
    found = sa.select(Vote.person_id).where(
        Vote.idea_id == idea_id, Vote.state == VoteState.COUNTED
    )
    return session().scalars(found).all()


def sample_of(ballot: Ballot) -> Sequence[Sampled]:
    """The sample of a ballot's present attempt, in the order it was drawn."""
    found = sa.select(Sampled).where(
        Sampled.idea_id == ballot.idea_id, Sampled.attempt == ballot.attempt
    )
    return session().scalars(found.order_by(Sampled.place)).all()


def is_being_checked(ballot: Ballot) -> bool:
    """Is somebody in the sample still unchecked, or a decision about votes under way?"""
    unchecked = sa.exists().where(
        Sampled.idea_id == ballot.idea_id,
        Sampled.attempt == ballot.attempt,
        Sampled.checked_at.is_(None),
    )
    sweeping = sa.exists().where(
        Sweep.idea_id == ballot.idea_id,
        Sweep.state.in_((SweepState.PROPOSED, SweepState.RUNNING)),
    )
    return bool(session().scalar(sa.select(sa.or_(unchecked, sweeping))))


def accounts_in(rows: Sequence[Sampled]) -> list[Account]:
    """What is known of each account of a sample."""
    people = [row.person_id for row in rows]
    known = {person.id: person for person in _people(people)}
    votes, states = _votes_of(people), _states(rows)
    signals = _signals(rows)
    sharing = {name: _sharing(name, list(signals.values())) for name in SHARED}
    return [
        Account(
            row=row,
            joined_at=known[row.person_id].created_at,
            confirmed_at=known[row.person_id].email_confirmed_at,
            votes=votes.get(row.person_id, 0),
            state=states[row.person_id],
            signal=signals.get(row.person_id),
            shared=_shared(signals.get(row.person_id), sharing),
        )
        for row in rows
    ]


def _people(ids: Sequence[int]) -> Sequence[Any]:
    columns = (Person.id, Person.created_at, Person.email_confirmed_at)
    return session().execute(sa.select(*columns).where(Person.id.in_(ids))).all()


def _votes_of(ids: Sequence[int]) -> dict[int, int]:
    found = sa.select(Vote.person_id, sa.func.count()).where(Vote.person_id.in_(ids))
    return {row[0]: row[1] for row in session().execute(found.group_by(Vote.person_id))}


def _states(rows: Sequence[Sampled]) -> dict[int, VoteState]:
    pairs = [(row.idea_id, row.person_id) for row in rows]
    found = sa.select(Vote.person_id, Vote.state)
    found = found.where(sa.tuple_(Vote.idea_id, Vote.person_id).in_(pairs))
    return {row[0]: row[1] for row in session().execute(found)}


def _signals(rows: Sequence[Sampled]) -> dict[int, VoteSignal]:
    pairs = [(row.idea_id, row.person_id) for row in rows]
    found = sa.select(VoteSignal)
    found = found.where(sa.tuple_(VoteSignal.idea_id, VoteSignal.person_id).in_(pairs))
    return {signal.person_id: signal for signal in session().scalars(found)}


def _sharing(name: str, signals: Sequence[VoteSignal]) -> Mapping[str, int]:
    """How many of the idea's voters have each value that comes in the sample."""
    column = getattr(VoteSignal, name)
    values = {getattr(signal, name) for signal in signals} - {""}
    found = sa.select(column, sa.func.count()).where(
        VoteSignal.idea_id.in_({signal.idea_id for signal in signals}), column.in_(values)
    )
    return {row[0]: row[1] for row in session().execute(found.group_by(column))} if values else {}


def _shared(
    signal: VoteSignal | None, sharing: Mapping[str, Mapping[str, int]]
) -> Mapping[str, int]:
    if signal is None:
        return {}
    values = {name: getattr(signal, name) for name in SHARED}
    return {name: sharing[name][value] - 1 for name, value in values.items() if value}
