"""Many votes in one transaction, with about as many statements as one of them takes."""

import functools
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from ideas import clock
from ideas.campaigns.ladder import ladder_from
from ideas.db import session, writes
from ideas.journey.queries import locked_idea
from ideas.refusals import Refusal
from ideas.voting import rules
from ideas.voting.ballots.actions import settle
from ideas.voting.casting.queries import Cast, Pair, Seen, look
from ideas.voting.models import Ballot, Vote, VoteEvent, VoteReason, VoteState
from ideas.voting.queries import CAST
from ideas.voting.referrals.gathering import note_vote

COUNTED, WITHDRAWN = VoteState.COUNTED, VoteState.WITHDRAWN
WRITTEN = ("state", "cast_at", "counted_at", "changed_at")

_TOLD = sa.insert(VoteEvent.__table__)  # type: ignore[arg-type]
_COUNTED = (
    sa.update(Ballot.__table__)  # type: ignore[arg-type]
    .where(Ballot.idea_id == sa.bindparam("idea"))
    .values(
        votes=Ballot.votes + sa.bindparam("more"),
        heat=sa.bindparam("warmer"),
        changed_at=sa.bindparam("moment"),
    )
)


@dataclass(frozen=True)
class Outcome:
    """The state of the vote, or why there is none; ``is_new`` when it was cast just now."""

    state: VoteState | None = None
    refusal: Refusal | None = None
    is_new: bool = False


@writes
def cast_votes(casts: Sequence[Cast]) -> list[Outcome]:
    """Cast each vote once, however often it is asked for; answers the outcomes in their order."""
    seen, moment = look(casts), clock.now()
    pairs = [seen.pair_of(cast) for cast in casts]
    outcomes: dict[Pair | None, Outcome] = {None: Outcome(refusal=Refusal("vote.no_idea"))}
    for cast, pair in zip(casts, pairs, strict=True):
        if pair is None or pair in outcomes:
            continue
        outcomes[pair] = _decided(cast, pair, seen, moment)
        if outcomes[pair].is_new:
            note_vote(pair[0], cast.via, on=moment.date())
    new = {pair: outcome.state for pair, outcome in outcomes.items() if pair and outcome.is_new}
    if new:
        written = _write(new, moment)
        _tell(written, new, seen, moment)
        _count(Counter(pair[0] for pair in written if new[pair] is COUNTED), seen, moment)
    return [outcomes[pair] for pair in pairs]


def _decided(cast: Cast, pair: Pair, seen: Seen, moment: datetime) -> Outcome:
    """Cast, kept as it is, or refused; a person who has voted already keeps that vote."""
    kept, ballot = seen.votes.get(pair), seen.ballots.get(pair[0])
    if kept is not None and kept.state in CAST:
        return Outcome(kept.state)
    voter = seen.voter_of(cast)
    refusal = rules.refusal_to_vote(seen.opening_of(cast), voter, moment)
    if refusal is None and ballot is not None and kept is not None and kept.state is WITHDRAWN:
        hours = ballot.vote_again_hours
        refusal = rules.refusal_to_vote_again(kept.withdrawn_at, hours, moment)
    if refusal is not None:
        return Outcome(refusal=refusal)
    is_verified = seen.people[pair[1]].is_confirmed
    return Outcome(COUNTED if is_verified else VoteState.PENDING, is_new=True)


def _write(new: Mapping[Pair, VoteState | None], moment: datetime) -> list[Pair]:
    """Write the votes, over what was taken back or lapsed and over nothing else; answers which."""
    votes = [
        {
            "idea_id": idea_id,
            "person_id": person_id,
            "state": state,
            "cast_at": moment,
            "counted_at": moment if state is COUNTED else None,
            "changed_at": moment,
        }
        for (idea_id, person_id), state in new.items()
    ]
    upsert = _upsert(session().get_bind().dialect.name)
    return [(row[0], row[1]) for row in session().connection().execute(upsert, votes)]


@functools.cache
def _upsert(dialect: str) -> sa.Executable:
    insert: Callable[[Any], Any] = postgresql.insert if dialect == "postgresql" else sqlite.insert
    votes = insert(Vote.__table__)
    upsert: sa.Executable = votes.on_conflict_do_update(
        index_elements=[Vote.idea_id, Vote.person_id],
        set_={name: votes.excluded[name] for name in WRITTEN},
        where=sa.or_(Vote.state == WITHDRAWN, Vote.state == VoteState.LAPSED),
    ).returning(Vote.idea_id, Vote.person_id)
    return upsert


def _tell(
    written: Sequence[Pair], new: Mapping[Pair, VoteState | None], seen: Seen, moment: datetime
) -> None:
    """Write down what became of each."""
    events = [
        {
            "idea_id": pair[0],
            "person_id": pair[1],
            "from_state": seen.votes[pair].state if pair in seen.votes else None,
            "to_state": new[pair],
            "reason": VoteReason.CAST_AGAIN if pair in seen.votes else VoteReason.CAST,
            "actor_id": pair[1],
            "at": moment,
        }
        for pair in written
    ]
    session().connection().execute(_TOLD, events)


def _count(more: Mapping[int, int], seen: Seen, moment: datetime) -> None:
    """Change the counts, and cross what they reach; the ballots lie still under our locks."""
    counts = [
        {
            "idea": idea_id,
            "more": number,
            "warmer": rules.heated(seen.ballots[idea_id].heat, moment, votes=number),
            "moment": moment,
        }
        for idea_id, number in sorted(more.items())
    ]
    if counts:
        session().connection().execute(_COUNTED, counts)
    for idea_id, number in more.items():
        ballot = seen.ballots[idea_id]
        reached = rules.tiers_reached(ladder_from(ballot.ladder), ballot.votes + number)
        if reached > ballot.tier:
            fresh = session().get_one(Ballot, idea_id, populate_existing=True)
            settle(locked_idea(idea_id), fresh, moment)
