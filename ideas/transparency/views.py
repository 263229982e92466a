"""The public pages of the yearly reports."""

from flask import Blueprint, Response

from ideas.transparency.queries import report_of, years_reported
from ideas.transparency.tables import csv_of, tables_of
from ideas.web.answer import answer, for_everybody
from ideas.web.guard import found, guarded

blueprint = Blueprint("transparency", __name__)


@blueprint.get("/transparency")
@guarded(None)
def years() -> Response:
    """Which years have a report."""
    return answer("transparency/years.html", years=years_reported())


@blueprint.get("/transparency/<int:year>")
@guarded(None)
def year(year: int) -> Response:
    """A year in numbers."""
    report = found(report_of(year))
    return answer("transparency/year.html", report=report, tables=tables_of(report))


@blueprint.get("/transparency/<int:year>.csv")
@guarded(None)
def table(year: int) -> Response:
    """The same as comma-separated values."""
    response = for_everybody(Response(csv_of(found(report_of(year))), mimetype="text/csv"))
    response.headers["Content-Disposition"] = f'attachment; filename="transparency-{year}.csv"'
    return response
