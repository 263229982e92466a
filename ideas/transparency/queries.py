"""Finding yearly reports."""

from collections.abc import Sequence

import sqlalchemy as sa

from ideas.db import session
from ideas.transparency.models import YearlyReport


def report_of(year: int) -> YearlyReport | None:
    """A year's report as it was counted last."""
    found = sa.select(YearlyReport).where(YearlyReport.year == year)
    return session().scalar(found.order_by(YearlyReport.id.desc()).limit(1))


def years_reported() -> Sequence[int]:
    """The years that have a report, the newest first."""
    years = sa.select(YearlyReport.year).distinct().order_by(YearlyReport.year.desc())
    return session().scalars(years).all()
