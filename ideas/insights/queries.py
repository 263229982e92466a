"""Reading the figures; pages read nothing else."""

from collections.abc import Mapping
from datetime import date, timedelta

import sqlalchemy as sa

from ideas.db import session
from ideas.insights.models import InsightFigure
from ideas.insights.rules import DAILY, Figure

Days = Mapping[tuple[Figure, str], Mapping[date, int]]
Whole = Mapping[Figure, Mapping[str, int]]


def figures_of_days(since: date) -> Days:
    """What happened on each day since then, by figure and what it is about."""
    found = sa.select(InsightFigure).where(
        InsightFigure.figure.in_(DAILY), InsightFigure.figured_on >= since
    )
    days: dict[tuple[Figure, str], dict[date, int]] = {}
    for row in session().scalars(found.order_by(InsightFigure.figured_on)):
        days.setdefault((row.figure, row.about), {})[row.figured_on] = row.number
    return days


def figures_of_whole() -> Whole:
    """How the whole was when it was rolled up last."""
    found = sa.select(InsightFigure).where(InsightFigure.figure.not_in(DAILY))
    whole: dict[Figure, dict[str, int]] = {figure: {} for figure in Figure}
    for row in session().scalars(found.order_by(InsightFigure.number.desc(), InsightFigure.about)):
        whole[row.figure][row.about] = row.number
    return whole


def each_day(numbers: Mapping[date, int], last: date, span: int) -> list[tuple[date, int]]:
    """A number for every day, also for those on which nothing happened."""
    days = (last - timedelta(days=back) for back in range(span - 1, -1, -1))
    return [(day, numbers.get(day, 0)) for day in days]
