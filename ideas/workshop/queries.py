"""Numbers about one's own ideas and votes."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import pairwise
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from ideas import clock
from ideas.db import session
from ideas.journey.models import Idea
from ideas.journey.stages import Stage
from ideas.review.models import Case, Round
from ideas.voting.models import Ballot, Vote, VoteState
from ideas.voting.queries import CAST

DAYS = 30
PAGE = 24


@dataclass(frozen=True)
class OwnVote:
    """A vote of one's own and the idea it is for; ``cast_at`` is None when nobody knows."""

    idea: Idea
    ballot: Ballot
    state: VoteState
    cast_at: datetime | None


@dataclass(frozen=True)
class OpenRound:
    """When a round takes ideas in, and by when it answers."""

    cutoff_at: datetime
    decision_due_on: date


def votes_by_day(
    idea_ids: Collection[int], days: int = DAYS, zone: tzinfo = UTC
) -> Mapping[int, list[int]]:
    """Counted votes by the day they were cast, oldest first, of the ideas that have any.

    A day goes from midnight to midnight in ``zone``; of imported votes nobody knows the day.
    """
    spans = _days(last_days(days, zone), zone)
    counted = sa.select(sa.func.count()).where(
        Vote.idea_id == Ballot.idea_id,
        Vote.state == VoteState.COUNTED,
        Vote.cast_at >= spans.c.start,
        Vote.cast_at < spans.c.end,
    )
    number = counted.scalar_subquery().label("number")
    each_day = sa.join(Ballot, spans, sa.true())
    found = sa.select(Ballot.idea_id, spans.c.day, number).select_from(each_day)
    found = found.where(Ballot.idea_id.in_(idea_ids))
    counts: dict[int, list[int]] = {}
    for idea_id, day, votes in session().execute(found):
        counts.setdefault(idea_id, [0] * days)[day] = votes
    return {idea_id: votes for idea_id, votes in counts.items() if any(votes)}


def last_days(days: int, zone: tzinfo = UTC) -> list[date]:
    """The last days, oldest first, up to today."""
    today = clock.now().astimezone(zone).date()
    return [today - timedelta(days=ago) for ago in reversed(range(days))]


def _days(dates: Sequence[date], zone: tzinfo) -> sa.CTE:
    """A row for each day: its number, and the moments it goes from and to."""
    moment = Vote.__table__.c.cast_at.type
    ends = [*dates, dates[-1] + timedelta(days=1)]
    midnights = [datetime.combine(each, time(), zone).astimezone(UTC) for each in ends]
    rows = (
        sa.select(
            sa.literal(number).label("day"),
            sa.literal(start, moment).label("start"),
            sa.literal(end, moment).label("end"),
        )
        for number, (start, end) in enumerate(pairwise(midnights))
    )
    return sa.union_all(*rows).cte("days")


def own_votes(
    person_id: int, stages: Collection[Stage] = (), before: int | None = None
) -> Sequence[OwnVote]:
    """A page of the votes one stands by, the newest ideas first; one more than fits is found.

    With ``stages``, only for ideas that stand there.
    """
    own = aliased(Vote)
    found = sa.select(Idea, Ballot, own.state, own.cast_at).join(own, own.idea_id == Idea.id)
    found = found.join(Ballot, Ballot.idea_id == Idea.id)
    found = found.where(own.person_id == person_id, own.state.in_(CAST), Idea.hidden_at.is_(None))
    if stages:
        found = found.where(Idea.stage.in_(stages))
    if before is not None:
        found = found.where(own.idea_id < before)
    rows = session().execute(found.order_by(own.idea_id.desc()).limit(PAGE + 1))
    return [OwnVote(idea, ballot, state, cast_at) for idea, ballot, state, cast_at in rows]


def rounds_ahead(idea_ids: Collection[int]) -> Mapping[int | None, OpenRound]:
    """The unanswered rounds these ideas are in; under None the one that takes ideas in next."""
    mine = sa.and_(Case.round_id == Round.id, Case.idea_id.in_(idea_ids))
    columns: tuple[Any, ...] = (
        Case.idea_id,
        Round.cutoff_at,
        Round.cut_off_at,
        Round.decision_due_on,
    )
    found = sa.select(*columns).select_from(Round).outerjoin(Case, mine)
    found = found.where(Round.published_at.is_(None)).order_by(Round.cutoff_at.desc(), Round.id)
    ahead: dict[int | None, OpenRound] = {}
    for idea_id, cutoff_at, cut_off_at, due_on in session().execute(found):
        if idea_id is not None or cut_off_at is None:
            ahead[idea_id] = OpenRound(cutoff_at, due_on)
    return ahead
