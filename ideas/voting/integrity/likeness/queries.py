"""Counting what an idea's votes share.

An idea's own votes are all read; of the site and of who votes for what else, the newest are, so
that the page is as quick with a hundred thousand votes as with a hundred.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from ideas import clock
from ideas.db import session
from ideas.journey.models import Idea
from ideas.voting.integrity.signals.models import VoteSignal
from ideas.voting.models import Vote, VoteState

OF_SITE, OF_VOTERS, TOP = 20_000, 1_000, 6
HOURS = 48
SHARED = ("network", "domain", "device")
HOUR, DAY = 3_600, 86_400
MIX = {
    "young": VoteSignal.age < DAY,
    "throwaway": VoteSignal.is_disposable.is_(True),
    "hasty": VoteSignal.dwell < 3,
    "late": VoteSignal.latency >= HOUR,
    "direct": VoteSignal.referrer == "direct",
}


@dataclass(frozen=True)
class Common:
    """A value that several votes of an idea share; shares are in basis points.

    ``usual`` is its share of the site's newest.
    """

    kind: str
    value: str
    votes: int
    held: int
    share: int
    usual: int


@dataclass(frozen=True)
class Trait:
    """Which part of an idea's votes, and of the site's, is so; in basis points."""

    name: str
    here: int
    usual: int


def commons_of(idea_id: int) -> dict[str, list[Common]]:
    """The largest groups by network, domain and device."""
    return {kind: _common(idea_id, kind) for kind in SHARED}


def _common(idea_id: int, kind: str) -> list[Common]:
    column = getattr(VoteSignal, kind)
    same = sa.and_(Vote.idea_id == VoteSignal.idea_id, Vote.person_id == VoteSignal.person_id)
    held = sa.func.sum(sa.case((Vote.state == VoteState.HELD, 1), else_=0))
    found = sa.select(column, sa.func.count(), held).join(Vote, same)
    found = found.where(VoteSignal.idea_id == idea_id, Vote.state != VoteState.WITHDRAWN)
    rows = session().execute(found.group_by(column).order_by(sa.func.count().desc())).all()
    total = sum(row[1] for row in rows) or 1
    top = [row for row in rows if row[0]][:TOP]
    usual = _usual(kind, [row[0] for row in top], but=idea_id)
    return [
        Common(kind, row[0], row[1], int(row[2]), _points(row[1], total), usual.get(row[0], 0))
        for row in top
        if row[1] > 1
    ]


def _newest(but: int) -> sa.Subquery:
    """The newest signals of all other ideas."""
    newest = sa.select(VoteSignal).where(VoteSignal.idea_id != but)
    return newest.order_by(VoteSignal.seen_at.desc()).limit(OF_SITE).subquery()


def _usual(kind: str, values: Sequence[str], *, but: int) -> dict[str, int]:
    if not values:
        return {}
    newest = _newest(but)
    column = newest.c[kind]
    total = session().scalar(sa.select(sa.func.count()).select_from(newest)) or 1
    found = sa.select(column, sa.func.count()).where(column.in_(values)).group_by(column)
    return {value: _points(number, total) for value, number in session().execute(found)}


def _points(part: int, whole: int) -> int:
    """To the whole percent."""
    return round(part * 100 / whole) * 100


def traits_of(idea_id: int) -> list[Trait]:
    """The mix of an idea's voters against the site's; nothing before there is anything."""
    here = _mix(sa.select(VoteSignal.idea_id).where(VoteSignal.idea_id == idea_id))
    people = sa.select(VoteSignal.idea_id).where(VoteSignal.idea_id != idea_id)
    usual = _mix(people.order_by(VoteSignal.seen_at.desc()).limit(OF_SITE))
    return [Trait(name, here[name], usual.get(name, 0)) for name in here]


def _mix(of: sa.Select[Any]) -> dict[str, int]:
    flags = [sa.case((condition, 1), else_=0).label(name) for name, condition in MIX.items()]
    rows = of.add_columns(*flags).subquery()
    sums = [sa.func.sum(rows.c[name]) for name in MIX]
    total, *numbers = session().execute(sa.select(sa.func.count(), *sums)).one()
    if not total:
        return {}
    return {
        name: _points(int(number or 0), total) for name, number in zip(MIX, numbers, strict=True)
    }


def hours_of(idea_id: int) -> list[tuple[datetime, int]]:
    """The votes cast for an idea in each of the last 48 hours, the oldest first."""
    now = clock.now().replace(minute=0, second=0, microsecond=0)
    first = now - timedelta(hours=HOURS - 1)
    is_postgres = session().get_bind().dialect.name == "postgresql"
    epoch = sa.extract("epoch", Vote.cast_at) if is_postgres else sa.func.unixepoch(Vote.cast_at)
    hour = sa.cast(sa.func.floor(epoch / HOUR) if is_postgres else epoch / HOUR, sa.BigInteger)
    found = sa.select(hour, sa.func.count()).where(Vote.idea_id == idea_id, Vote.cast_at >= first)
    counts = {int(row[0]): row[1] for row in session().execute(found.group_by(hour))}
    moments = [first + timedelta(hours=number) for number in range(HOURS)]
    return [(moment, counts.get(int(moment.timestamp()) // HOUR, 0)) for moment in moments]


def also_voted_for(idea_id: int) -> list[tuple[Idea, int, int]]:
    """Ideas the last voters voted for as well: which part, in basis points, of how many."""
    last = (
        sa.select(Vote.person_id)
        .where(Vote.idea_id == idea_id, Vote.cast_at.is_not(None))
        .order_by(Vote.cast_at.desc())
        .limit(OF_VOTERS)
    ).subquery()
    number = session().scalar(sa.select(sa.func.count()).select_from(last)) or 0
    others = sa.func.count()
    found = (
        sa.select(Vote.idea_id, others)
        .join(last, last.c.person_id == Vote.person_id)
        .where(Vote.idea_id != idea_id, Vote.state != VoteState.WITHDRAWN)
        .group_by(Vote.idea_id)
        .order_by(others.desc(), Vote.idea_id)
        .limit(TOP)
    )
    rows = session().execute(found).all()
    ideas = sa.select(Idea).where(Idea.id.in_([row[0] for row in rows]))
    known = {idea.id: idea for idea in session().scalars(ideas)}
    return [
        (known[idea], _points(common, number), number) for idea, common in rows if idea in known
    ]
