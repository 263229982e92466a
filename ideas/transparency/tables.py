"""A yearly report as comma-separated values, and as the tables of its page."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass

from ideas.transparency.models import YearlyReport
from ideas.transparency.rules import Figure, Section, figures_from

HEAD = ("year", "section", "item", "detail", "number")


@dataclass(frozen=True)
class Table:
    """The figures of a section by item, and the total and the median above them."""

    section: Section
    totals: Sequence[Figure]
    parts: dict[str, list[Figure]]


def csv_of(report: YearlyReport) -> str:
    """Every figure in a line."""
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(HEAD)
    for each in figures_from(report.figures):
        rows.writerow((report.year, each.section.value, each.item, each.detail, each.number))
    return out.getvalue()


def tables_of(report: YearlyReport) -> list[Table]:
    """A table for each section, in their order."""
    figures = figures_from(report.figures)
    return [_table(section, [f for f in figures if f.section is section]) for section in Section]


def _table(section: Section, figures: Sequence[Figure]) -> Table:
    parts: dict[str, list[Figure]] = {}
    for each in figures:
        if each.detail:
            parts.setdefault(each.item, []).append(each)
    return Table(section, [each for each in figures if not each.detail], parts)
