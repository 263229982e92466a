"""Counting a year from rows. Each count is by the day on which it was done or asked for."""

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from ideas.db import session
from ideas.journey.models import Move
from ideas.journey.stages import Stage
from ideas.moderation.appeals.models import MeasureAppeal
from ideas.moderation.complaints.models import Complaint
from ideas.moderation.measures.models import Measure
from ideas.moderation.measures.rules import basis_of
from ideas.moderation.reports.models import Report
from ideas.transparency.rules import Figure, Section, counted, median_hours
from ideas.voting.integrity.appeals.models import Appeal
from ideas.voting.integrity.models import Sweep

Asked = type[MeasureAppeal] | type[Appeal] | type[Complaint]
DECIDED = (Stage.LIVE, Stage.NEEDS_WORK, Stage.DECLINED)


def figures_of(year: int) -> list[Figure]:
    """Everything that is told of a year, always in the same order."""
    return [
        *_reports(year),
        *_ideas(year),
        *_measures(year),
        *_appeals(year, Section.APPEALS, MeasureAppeal),
        *_appeals(year, Section.COMPLAINTS, Complaint),
        *_votes(year),
        *_appeals(year, Section.VOTE_APPEALS, Appeal),
    ]


def _within(column: Any, year: int) -> sa.ColumnElement[bool]:
    begin, end = datetime(year, 1, 1, tzinfo=UTC), datetime(year + 1, 1, 1, tzinfo=UTC)
    return sa.and_(column >= begin, column < end)


def _counts(column: Any, *where: Any) -> dict[str, int]:
    rows = session().execute(sa.select(column, sa.func.count()).where(*where).group_by(column))
    return {_word(word): number for word, number in rows}


def _word(word: Any) -> str:
    return str(getattr(word, "value", word))


def _total(section: Section, item: str, number: int) -> Figure:
    return Figure(section, item, "", number)


def _hours(section: Section, spans: Iterable[Any]) -> list[Figure]:
    middle = median_hours([end - begin for begin, end in spans])
    return [] if middle is None else [_total(section, "median_hours", middle)]


def _reports(year: int) -> list[Figure]:
    of, made = Section.REPORTS, _within(Report.made_at, year)
    reasons = _counts(Report.reason, made)
    decided = _within(Report.decided_at, year)
    spans = session().execute(sa.select(Report.made_at, Report.decided_at).where(decided))
    return [
        _total(of, "received", sum(reasons.values())),
        *counted(of, "reason", reasons),
        *counted(of, "outcome", _counts(Report.outcome, decided)),
        *_hours(of, [tuple(row) for row in spans]),
    ]


def _ideas(year: int) -> list[Figure]:
    """What moderators decided about ideas that were handed in, and how long these had waited."""
    before = sa.func.lag(Move.moved_at, type_=Move.moved_at.type).over(
        partition_by=Move.idea_id, order_by=Move.id
    )
    columns: tuple[Any, ...] = (
        *(Move.from_stage, Move.to_stage, Move.by_id, Move.moved_at),
        before.label("handed_in_at"),
    )
    moves = sa.select(*columns).subquery()
    asked = sa.select(moves.c.to_stage, moves.c.handed_in_at, moves.c.moved_at).where(
        moves.c.from_stage == Stage.SUBMITTED,
        moves.c.to_stage.in_(DECIDED),
        moves.c.by_id.is_not(None),
        _within(moves.c.moved_at, year),
    )
    rows = session().execute(asked).all()
    spans = [(begin, end) for _, begin, end in rows if begin is not None]
    to = Counter(_word(stage) for stage, *_ in rows)
    return [*counted(Section.IDEAS, "decided", to), *_hours(Section.IDEAS, spans)]


def _measures(year: int) -> list[Figure]:
    of, made = Section.MEASURES, _within(Measure.made_at, year)
    columns: tuple[Any, ...] = (
        *(Measure.kind, Measure.thing, Measure.ground, Measure.source),
        sa.case((Measure.by_id.is_(None), "program"), else_="person").label("decided_by"),
        sa.func.count(),
    )
    rows = session().execute(sa.select(*columns).where(made).group_by(*columns[:-1])).all()
    parts: dict[str, Counter[str]] = {
        name: Counter() for name in ("kind", "thing", "ground", "basis", "source", "decided_by")
    }
    for kind, thing, ground, source, by, number in rows:
        told = (kind, thing, ground, basis_of(ground), source, by)
        for name, word in zip(parts, told, strict=True):
            parts[name][_word(word)] += number
    total = _total(of, "taken", sum(parts["kind"].values()))
    return [total, *(each for name in parts for each in counted(of, name, parts[name]))]


def _appeals(year: int, of: Section, model: Asked) -> list[Figure]:
    made = sa.select(sa.func.count()).select_from(model).where(_within(model.made_at, year))
    decided = _within(model.decided_at, year)
    spans = session().execute(sa.select(model.made_at, model.decided_at).where(decided))
    return [
        _total(of, "received", session().scalar(made) or 0),
        *counted(of, "outcome", _counts(model.outcome, decided)),
        *_hours(of, [tuple(row) for row in spans]),
    ]


def _votes(year: int) -> list[Figure]:
    by = sa.case((Sweep.proposed_by_id.is_(None), "program"), else_="person")
    columns: tuple[Any, ...] = (Sweep.verb, by, sa.func.sum(Sweep.done))
    done = (_within(Sweep.finished_at, year), Sweep.done > 0)
    found = sa.select(*columns).where(*done).group_by(Sweep.verb, by)
    verbs: Counter[str] = Counter()
    deciders: Counter[str] = Counter()
    for verb, decider, number in session().execute(found):
        verbs[_word(verb)] += int(number)
        deciders[decider] += int(number)
    of = Section.VOTES
    return [*counted(of, "decided", verbs), *counted(of, "decided_by", deciders)]
