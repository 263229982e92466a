"""Counting what an idea's votes share.

An idea's own votes are all read; of the site and of who votes for what else, the newest are, so
that the page is as quick with a hundred thousand votes as with a hundred.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from ideas import clock
from ideas.db import session
from ideas.journey.models import Idea
from ideas.voting.integrity.signals.models import VoteSignal
from ideas.voting.models import IS_ASIDE, Vote, VoteState

OF_SITE, OF_VOTERS, TOP = 20_000, 1_000, 6
HOURS = 48
SHARED = ("network", "domain", "device")
HOUR, DAY, HASTY = 3_600, 86_400, 3
MIX: dict[str, Callable[[Any], Any]] = {
    "young": lambda signal: signal.age < DAY,
    "throwaway": lambda signal: signal.is_disposable.is_(True),
    "hasty": lambda signal: signal.dwell < HASTY,
    "late": lambda signal: signal.latency >= HOUR,
    "direct": lambda signal: signal.referrer == "direct",
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
    columns = [getattr(VoteSignal, kind) for kind in SHARED]
    own = sa.select(*columns).where(VoteSignal.idea_id == idea_id)
    rows = session().connection().execute(own).all()
    counts = [Counter(values) for values in zip(*rows, strict=True)]
    pairs = zip(SHARED, counts, strict=False)
    return {kind: _common(idea_id, kind, count) for kind, count in pairs}


def _common(idea_id: int, kind: str, counts: Counter[str]) -> list[Common]:
    total = counts.total()
    top = [each for each in counts.most_common(TOP + 1) if each[0] and each[1] > 1][:TOP]
    held = _held(idea_id, kind) if top else {}
    usual = _usual(kind, [value for value, _ in top], but=idea_id)
    return [
        Common(kind, value, number, held.get(value, 0), _points(number, total), usual[value])
        for value, number in top
    ]


def _held(idea_id: int, kind: str) -> dict[str, int]:
    """How many held votes there are with each value; held ones are few."""
    column = getattr(VoteSignal, kind)
    same = sa.and_(Vote.idea_id == VoteSignal.idea_id, Vote.person_id == VoteSignal.person_id)
    found = sa.select(column, sa.func.count()).join(Vote, same)
    found = found.where(Vote.idea_id == idea_id, Vote.state == VoteState.HELD, IS_ASIDE)
    return {row[0]: row[1] for row in session().execute(found.group_by(column))}


def _newest(but: int) -> sa.Subquery:
    """Of the newest signals of the site, those of other ideas."""
    newest = sa.select(VoteSignal).order_by(VoteSignal.seen_at.desc()).limit(OF_SITE).subquery()
    return sa.select(newest).where(newest.c.idea_id != but).subquery()


def _usual(kind: str, values: Sequence[str], *, but: int) -> dict[str, int]:
    """Which part of the votes for other ideas has each of these values."""
    if not values:
        return {}
    newest = _newest(but)
    column = newest.c[kind]
    total = session().scalar(sa.select(sa.func.count()).select_from(newest)) or 1
    found = sa.select(column, sa.func.count()).where(column.in_(values)).group_by(column)
    shares = {row[0]: _points(row[1], total) for row in session().execute(found)}
    return {value: shares.get(value, 0) for value in values}


def _points(part: int, whole: int) -> int:
    """To the whole percent."""
    return round(part * 100 / whole) * 100


def traits_of(idea_id: int) -> list[Trait]:
    """The mix of an idea's voters against the site's; nothing before there is anything."""
    own = sa.select(VoteSignal).where(VoteSignal.idea_id == idea_id).subquery()
    here, usual = _mix(own), _mix(_newest(idea_id))
    return [Trait(name, here[name], usual.get(name, 0)) for name in here]


def _mix(rows: sa.Subquery) -> dict[str, int]:
    sums = [sa.func.sum(sa.case((is_so(rows.c), 1), else_=0)) for is_so in MIX.values()]
    total, *numbers = session().execute(sa.select(sa.func.count(), *sums).select_from(rows)).one()
    if not total:
        return {}
    pairs = zip(MIX, numbers, strict=True)
    return {name: _points(int(number or 0), total) for name, number in pairs}


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
