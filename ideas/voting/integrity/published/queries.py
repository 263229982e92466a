"""Counting by the month."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import sqlalchemy as sa

from ideas import clock
from ideas.db import session
from ideas.voting.integrity.appeals.models import Appeal
from ideas.voting.integrity.appeals.rules import AppealOutcome
from ideas.voting.integrity.models import Sweep
from ideas.voting.integrity.rules import Verb
from ideas.voting.models import Ballot

MONTHS = 12


@dataclass(frozen=True)
class Month:
    """What happened in a month that begins on this day."""

    begins_on: date
    held: int = 0
    released: int = 0
    voided: int = 0
    undone: int = 0
    appeals: int = 0
    overturned: int = 0


def totals() -> dict[str, int]:
    """All votes of the site as they stand now."""
    sums = [sa.func.sum(column) for column in (Ballot.votes, Ballot.held, Ballot.void)]
    row = session().execute(sa.select(*sums)).one()
    return dict(zip(("counted", "held", "void"), (int(each or 0) for each in row), strict=True))


def months() -> list[Month]:
    """The last twelve months, the newest first; those before anything happened are left out."""
    now = clock.now()
    begins = [_months_before(now, number) for number in range(MONTHS)]
    counts: dict[date, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for name, day, number in (*_swept(begins[-1]), *_appealed(begins[-1])):
        counts[day.replace(day=1)][name] += number
    first = min(counts, default=now.date().replace(day=1))
    return [
        Month(begin.date(), **counts[begin.date()]) for begin in begins if begin.date() >= first
    ]


def _months_before(now: datetime, number: int) -> datetime:
    count = now.year * 12 + now.month - 1 - number
    return datetime(count // 12, count % 12 + 1, 1, tzinfo=UTC)


def _swept(since: datetime) -> list[tuple[str, date, int]]:
    names = {Verb.HOLD: "held", Verb.RELEASE: "released", Verb.VOID: "voided", Verb.UNDO: "undone"}
    found = sa.select(Sweep.verb, Sweep.finished_at, Sweep.done)
    found = found.where(Sweep.finished_at >= since, Sweep.done > 0)
    return [(names[verb], at.date(), done) for verb, at, done in session().execute(found) if at]


def _appealed(since: datetime) -> list[tuple[str, date, int]]:
    columns: tuple[Any, ...] = (Appeal.made_at, Appeal.decided_at, Appeal.outcome)
    old = sa.or_(Appeal.made_at >= since, Appeal.decided_at >= since)
    rows = session().execute(sa.select(*columns).where(old)).all()
    made = [("appeals", row.made_at.date(), 1) for row in rows if row.made_at >= since]
    return made + [
        ("overturned", row.decided_at.date(), 1)
        for row in rows
        if row.outcome is AppealOutcome.UPHELD and row.decided_at >= since
    ]
