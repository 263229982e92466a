"""Reading measures for everybody: without a name, a thing, or a word that was taken."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from ideas import clock
from ideas.db import session
from ideas.moderation.appeals.models import MeasureAppeal
from ideas.moderation.appeals.rules import Outcome
from ideas.moderation.measures.models import Measure
from ideas.moderation.measures.rules import Basis, MeasureKind, Source, ThingKind, basis_of

PORTION = 1_000
LATELY = timedelta(days=30)


@dataclass(frozen=True)
class Line:
    """One measure as everybody may know it."""

    id: int
    day: date
    kind: MeasureKind
    thing: ThingKind
    ground: str
    source: Source
    is_automatic: bool
    is_appealed: bool
    outcome: Outcome | None

    @property
    def basis(self) -> Basis:
        """What asks for it."""
        return basis_of(self.ground)


def lines_before(measure_id: int | None, *, limit: int) -> list[Line]:
    """The newest first, those older than this one."""
    found = _lines().order_by(Measure.id.desc()).limit(limit)
    if measure_id is not None:
        found = found.where(Measure.id < measure_id)
    return [_line(row) for row in session().execute(found)]


def lines_of_year(year: int) -> Iterator[Line]:
    """A year's, the oldest first, read a portion at a time."""
    begin, end = datetime(year, 1, 1, tzinfo=UTC), datetime(year + 1, 1, 1, tzinfo=UTC)
    in_year = (Measure.made_at >= begin, Measure.made_at < end)
    last_id = 0
    while True:
        found = _lines().where(*in_year, Measure.id > last_id).order_by(Measure.id).limit(PORTION)
        rows = session().execute(found).all()
        if not rows:
            return
        yield from map(_line, rows)
        last_id = rows[-1].id


def _lines() -> sa.Select[Any]:
    columns: tuple[Any, ...] = (
        *(Measure.id, Measure.made_at, Measure.kind, Measure.thing, Measure.ground),
        *(Measure.source, Measure.by_id, MeasureAppeal.id, MeasureAppeal.outcome),
    )
    return sa.select(*columns).outerjoin(MeasureAppeal, MeasureAppeal.measure_id == Measure.id)


def _line(row: Sequence[Any]) -> Line:
    measure_id, made_at, kind, thing, ground, source, by_id, appeal_id, outcome = row
    told = (source, by_id is None, appeal_id is not None, outcome)
    return Line(measure_id, made_at.date(), kind, thing, ground, *told)


@dataclass(frozen=True)
class Lately:
    """How much was done in the last 30 days, how much of it after a report, and what was undone."""

    measures: int
    reported: int
    restored: int


def lately() -> Lately:
    """The numbers above the log."""
    given_back = Measure.kind == MeasureKind.RESTORED
    counts = (
        sa.func.count().filter(sa.not_(given_back)),
        sa.func.count().filter(sa.not_(given_back), Measure.source == Source.REPORT),
        sa.func.count().filter(given_back),
    )
    found = sa.select(*counts).where(Measure.made_at >= clock.now() - LATELY)
    return Lately(*session().execute(found).one())


def years() -> list[int]:
    """The years in which anything was done, the newest first."""
    ends = sa.select(sa.func.min(Measure.made_at), sa.func.max(Measure.made_at))
    first, last = session().execute(ends).one()
    return list(range(last.year, first.year - 1, -1)) if first and last else []
