"""Publishing a yearly report."""

from ideas import clock
from ideas.audit.actions import note
from ideas.db import session, writes
from ideas.transparency.counting import figures_of
from ideas.transparency.models import YearlyReport
from ideas.transparency.queries import report_of
from ideas.transparency.rules import rows_of


@writes
def publish_year(year: int, *, by: None = None) -> YearlyReport:
    """Count a year and publish it; the same figures again are the same report.

    The operator does it, so nobody is named (``by``).
    """
    figures, last = rows_of(figures_of(year)), report_of(year)
    if last is not None and last.figures == figures:
        return last
    report = YearlyReport(year=year, figures=figures, made_at=clock.now())
    session().add(report)
    session().flush()
    note("transparency.publish", f"year:{year}", by=by)
    return report
