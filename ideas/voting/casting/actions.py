"""Many votes in one transaction, with about as many statements as one of them takes."""

import functools
import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from ideas import clock
from ideas.campaigns.ladder import Tier, ladder_from
from ideas.db import session, writes
from ideas.given import given, run
from ideas.journey.queries import locked_idea
from ideas.refusals import Refusal
from ideas.voting import rules
from ideas.voting.ballots.actions import settle
from ideas.voting.casting.queries import Cast, Pair, Seen, look
from ideas.voting.integrity.signals.gathering import write_with_votes
from ideas.voting.models import Ballot, Vote, VoteEvent, VoteReason, VoteState
from ideas.voting.queries import CAST
from ideas.voting.referrals.gathering import note_vote

COUNTED, WITHDRAWN = VoteState.COUNTED, VoteState.WITHDRAWN
WRITTEN = ("state", "cast_at", "counted_at", "changed_at")


@dataclass(frozen=True)
class Outcome:
    """The state of the vote, or why there is none; ``reason`` when it was cast just now."""

    state: VoteState | None = None
    refusal: Refusal | None = None
    reason: VoteReason | None = None


@writes
def cast_votes(casts: Sequence[Cast]) -> list[Outcome]:
    """Cast each vote once, however often it is asked for; answers the outcomes in their order."""
    seen, moment = look(casts), clock.now()
    pairs = [seen.pair_of(cast) for cast in casts]
    outcomes: dict[Pair | None, Outcome] = {None: Outcome(refusal=Refusal("vote.no_idea"))}
    first: dict[Pair, Cast] = {}
    for cast, pair in zip(casts, pairs, strict=True):
        if pair is None or pair in outcomes:
            continue
        outcomes[pair] = _decided(cast, pair, seen, moment)
        if outcomes[pair].reason:
            first[pair] = cast
    new = {pair: outcomes[pair] for pair in first}
    if new:
        _write(new, seen, moment)
        _count(Counter(pair[0] for pair in new if new[pair].state is COUNTED), seen, moment)
        _note(first, seen, moment)
    return [outcomes[pair] for pair in pairs]


def _decided(cast: Cast, pair: Pair, seen: Seen, moment: datetime) -> Outcome:
    """Cast, kept as it is, or refused; a person who has voted already keeps that vote."""
    kept, ballot = seen.votes.get(pair), seen.ballots.get(pair[0])
    if kept is not None and kept.state in CAST:
        return Outcome(kept.state)
    voter = seen.voter_of(cast)
    refusal = rules.refusal_to_vote(seen.openings[cast.slug], voter, moment)
    if refusal is None and ballot is not None and kept is not None and kept.state is WITHDRAWN:
        hours = ballot.vote_again_hours
        refusal = rules.refusal_to_vote_again(kept.withdrawn_at, hours, moment)
    if refusal is not None:
        return Outcome(refusal=refusal)
    is_verified = seen.people[pair[1]].is_confirmed
    reason = VoteReason.CAST if kept is None else VoteReason.CAST_AGAIN
    return Outcome(COUNTED if is_verified else VoteState.PENDING, reason=reason)


def _write(new: Mapping[Pair, Outcome], seen: Seen, moment: datetime) -> None:
    """Write the votes, over what was taken back or lapsed, and what became of each."""
    written = [
        {
            "idea": pair[0],
            "person": pair[1],
            "state": outcome.state,
            "reason": outcome.reason,
            "was": seen.votes[pair].state if pair in seen.votes else None,
        }
        for pair, outcome in new.items()
    ]
    if run(_upsert, votes=written, moment=moment) != len(written):
        raise LookupError("a vote changed under the lock of its idea")
    run(_told, votes=written, moment=moment)


def _note(first: Mapping[Pair, Cast], seen: Seen, moment: datetime) -> None:
    """How these new votes came in, and by which channels."""
    write_with_votes(
        [
            (pair, cast.noticed, seen.people[pair[1]], moment)
            for pair, cast in first.items()
            if cast.noticed
        ]
    )
    by_channel = Counter((pair[0], cast.via) for pair, cast in first.items())
    for (idea_id, via), votes in by_channel.items():
        note_vote(idea_id, via, on=moment.date(), votes=votes)


def _votes(dialect: str) -> sa.FromClause:
    kinds = Vote.__table__.c
    return given(
        dialect,
        "votes",
        {
            "idea": kinds.idea_id.type,
            "person": kinds.person_id.type,
            **{name: sa.Text() for name in ("state", "was", "reason")},
        },
    )


def _upsert(dialect: str) -> sa.Executable:
    votes, moment = _votes(dialect).c, sa.bindparam("moment", type_=Vote.cast_at.type)
    counted = sa.case((votes.state == COUNTED.value, moment))
    rows = sa.select(votes.idea, votes.person, votes.state, moment, counted, moment)
    into = ("idea_id", "person_id", *WRITTEN)
    insert: Callable[[Any], Any] = postgresql.insert if dialect == "postgresql" else sqlite.insert
    made = insert(Vote.__table__).from_select(into, rows.where(sa.true()))
    upsert: sa.Executable = made.on_conflict_do_update(
        index_elements=[Vote.idea_id, Vote.person_id],
        set_={name: made.excluded[name] for name in WRITTEN},
        where=sa.or_(Vote.state == WITHDRAWN, Vote.state == VoteState.LAPSED),
    )
    return upsert


def _told(dialect: str) -> sa.Executable:
    votes, moment = _votes(dialect).c, sa.bindparam("moment", type_=VoteEvent.at.type)
    into = ("idea_id", "person_id", "from_state", "to_state", "reason", "actor_id", "at")
    told = (votes.idea, votes.person, votes.was, votes.state, votes.reason, votes.person, moment)
    return sa.insert(VoteEvent.__table__).from_select(into, sa.select(*told))  # type: ignore[arg-type]


def _count(more: Mapping[int, int], seen: Seen, moment: datetime) -> None:
    """Change the counts, and cross what they reach; the ballots lie still under our locks."""
    counts = [
        {
            "idea": idea_id,
            "more": number,
            "heat": rules.heated(seen.ballots[idea_id].heat, moment, votes=number),
        }
        for idea_id, number in more.items()
    ]
    if counts:
        run(_counted, counts=counts, moment=moment)
    for idea_id, number in more.items():
        ballot = seen.ballots[idea_id]
        reached = rules.tiers_reached(_ladder(ballot.ladder), ballot.votes + number)
        if reached > ballot.tier:
            fresh = session().get_one(Ballot, idea_id, populate_existing=True)
            settle(locked_idea(idea_id), fresh, moment)


@functools.lru_cache(maxsize=256)
def _ladder(text: str) -> tuple[Tier, ...]:
    """A ladder from its text: most ideas have one of a few."""
    return ladder_from(json.loads(text))


def _counted(dialect: str) -> sa.Executable:
    kind = Ballot.votes.type
    counts = given(dialect, "counts", {"idea": kind, "more": kind, "heat": kind}).c
    moment = sa.bindparam("moment", type_=Ballot.changed_at.type)
    changed = sa.update(Ballot.__table__).where(Ballot.idea_id == counts.idea)  # type: ignore[arg-type]
    return changed.values(votes=Ballot.votes + counts.more, heat=counts.heat, changed_at=moment)
