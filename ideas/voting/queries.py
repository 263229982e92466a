"""Finding ballots, ladders and votes."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from ideas import clock
from ideas.db import session
from ideas.journey.models import Idea
from ideas.journey.stages import Stage
from ideas.refusals import Refusal
from ideas.settings.queries import dials
from ideas.settings.settings import Site
from ideas.voting import rules
from ideas.voting.ladder import LadderView, view_of
from ideas.voting.models import IS_ASIDE, Ballot, Entry, TierCrossing, Vote, VoteState
from ideas.voting.pauses.queries import standstill
from ideas.voting.settings import Voting

CAST = frozenset({VoteState.PENDING, VoteState.COUNTED, VoteState.HELD, VoteState.VOID})
SUPPORTS = frozenset({VoteState.PENDING, VoteState.COUNTED, VoteState.HELD})
WAITING = frozenset({VoteState.PENDING, VoteState.HELD})


class Choice(StrEnum):
    """What the vote panel offers its reader."""

    SIGN_UP = "sign_up"
    VOTE = "vote"
    WAIT = "wait"
    VOTED = "voted"
    CONFIRM = "confirm"
    HELD = "held"
    VOID = "void"
    OWN = "own"
    STAFF = "staff"
    CLOSED = "closed"
    EARLY = "early"
    PAUSED = "paused"


CHOICES = {
    VoteState.COUNTED: Choice.VOTED,
    VoteState.PENDING: Choice.CONFIRM,
    VoteState.HELD: Choice.HELD,
    VoteState.VOID: Choice.VOID,
}


@dataclass(frozen=True)
class VoteView:
    """A reader and their vote for one idea; ``again_at`` is when a vote taken back may return."""

    choice: Choice
    can_take_back: bool = False
    again_at: datetime | None = None


def ballot_of(idea_id: int) -> Ballot | None:
    """An idea's ballot; None before it was ever live."""
    return session().get(Ballot, idea_id)


def fresh_ballot(idea_id: int) -> Ballot | None:
    """The ballot, read anew; for whoever holds the lock on the idea."""
    return session().get(Ballot, idea_id, populate_existing=True)


def opening_of(idea: Idea, ballot: Ballot | None, pause: Refusal | None = None) -> rules.Opening:
    """What the rules ask of an idea and its ballot; ``pause`` is for whoever wants to vote."""
    entry = ballot.entry if ballot else None
    return rules.Opening(
        stage=idea.stage,
        is_hidden=idea.hidden_at is not None,
        closes_at=ballot.closes_at if ballot else None,
        is_reached=ballot is not None and ballot.reached_at is not None and entry is None,
        pause=pause,
        opens_at=ballot.opened_at if ballot and entry else None,
        is_awaited=entry is Entry.AWAITED,
    )


def pause() -> Refusal | None:
    """Why no votes are taken just now."""
    is_open, is_read_only = dials(Voting).is_open, dials(Site).is_read_only
    return rules.pause_of(is_open=is_open, is_read_only=is_read_only)


def ladder_of(idea: Idea, *, review_due: datetime | None = None) -> LadderView | None:
    """An idea's ladder; None before it was ever live, and in a closed vote."""
    ballot = ballot_of(idea.id)
    if ballot is None or ballot.entry is not None:
        return None
    reached = _reached([idea.id])[idea.id] if ballot.tier else {}
    return view_of(ballot, idea.stage, reached, review_due=review_due, still=standstill())


def ladders_of(ideas: Iterable[Idea]) -> dict[int, LadderView]:
    """The ladders of a list of ideas in two queries, by idea."""
    stages = {idea.id: idea.stage for idea in ideas}
    if not stages:
        return {}
    climbing = sa.select(Ballot).where(Ballot.idea_id.in_(stages), Ballot.entry.is_(None))
    ballots = session().scalars(climbing)
    reached, still = _reached(stages), standstill()
    return {
        each.idea_id: view_of(each, stages[each.idea_id], reached[each.idea_id], still=still)
        for each in ballots
    }


def _reached(idea_ids: Collection[int]) -> defaultdict[int, dict[int, datetime]]:
    """When each tier was reached first, by idea and tier."""
    found = sa.select(TierCrossing.idea_id, TierCrossing.tier, TierCrossing.crossed_at)
    found = found.where(TierCrossing.idea_id.in_(idea_ids)).order_by(TierCrossing.attempt)
    reached: defaultdict[int, dict[int, datetime]] = defaultdict(dict)
    for idea_id, tier, moment in session().execute(found):
        reached[idea_id].setdefault(tier, moment)
    return reached


def cast_by(person_id: int, idea_id: int) -> Vote | None:
    """A person's vote for an idea as it stands in the table, withdrawn or not."""
    return session().get(Vote, (idea_id, person_id), populate_existing=True)


_OWN = sa.select(Vote.__table__.c.idea_id).where(
    Vote.__table__.c.person_id == sa.bindparam("person_id"),
    Vote.__table__.c.idea_id.in_(sa.bindparam("idea_ids", expanding=True)),
    Vote.__table__.c.state.in_(CAST),
)


def voted_among(
    connection: sa.Connection, person_id: int, idea_ids: Collection[int]
) -> Sequence[int]:
    """Which of these ideas a person has voted for, asked in as few steps as there can be."""
    if not idea_ids:
        return ()
    asked = {"person_id": person_id, "idea_ids": list(idea_ids)}
    return connection.execute(_OWN, asked).scalars().all()


def voted_ideas(person_id: int | None, idea_ids: Collection[int]) -> set[int]:
    """Which of these ideas a person has voted for."""
    if person_id is None:
        return set()
    return set(voted_among(session().connection(), person_id, idea_ids))


def votes_of(person_id: int) -> sa.Select[Vote]:
    """A select of the votes a person stands by, for their own page and export."""
    return sa.select(Vote).where(Vote.person_id == person_id, Vote.state.in_(CAST))


def voters_of(idea_id: int) -> sa.Select[Any]:
    """A select of the ids of those who voted for an idea, to tell them what becomes of it."""
    return sa.select(Vote.person_id).where(Vote.idea_id == idea_id, Vote.state.in_(SUPPORTS))


def vote_of(idea: Idea, actor: Any) -> VoteView:
    """What the vote panel shows this reader; pass it to ``voting/_ballot.html`` as ``vote``."""
    ballot, moment = ballot_of(idea.id), clock.now()
    opening = opening_of(idea, ballot)
    vote = cast_by(actor.id, idea.id) if actor.is_authenticated else None
    if vote is not None and vote.state in CAST:
        is_free = vote.state in {VoteState.PENDING, VoteState.COUNTED}
        refusal = rules.refusal_to_take_back(opening, moment)
        return VoteView(CHOICES[vote.state], can_take_back=is_free and refusal is None)
    if ballot is None or not opening.is_open(moment):
        is_early = opening.stage is Stage.LIVE and opening.is_early(moment)
        return VoteView(Choice.EARLY if is_early else Choice.CLOSED)
    if actor.is_authenticated and (actor.is_staff or actor.id in idea.team_ids):
        return VoteView(Choice.STAFF if actor.is_staff else Choice.OWN)
    if pause() is not None:
        return VoteView(Choice.PAUSED)
    if not actor.is_authenticated:
        return VoteView(Choice.SIGN_UP)
    withdrawn_at = vote.withdrawn_at if vote else None
    wait = rules.wait_to_vote_again(withdrawn_at, ballot.vote_again_hours, moment)
    return VoteView(Choice.WAIT, again_at=moment + wait) if wait else VoteView(Choice.VOTE)


def waiting_votes(idea_id: int) -> int:
    """How many votes could still come to count."""
    waiting = sa.select(sa.func.count()).select_from(Vote)
    waiting = waiting.where(Vote.idea_id == idea_id, Vote.state.in_(WAITING), IS_ASIDE)
    return session().scalar(waiting) or 0
