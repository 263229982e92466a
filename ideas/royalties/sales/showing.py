"""How a file is read, shown before anything is posted: its first rows, and what is wrong where."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from ideas.royalties.sales.imports.models import SaleProblem
from ideas.royalties.sales.reading.cells import BadCell, currency_of, day_of, minor_of, units_of
from ideas.royalties.sales.reading.doubts import Doubt, doubt_in
from ideas.royalties.sales.reading.layout import Layout, left_out
from ideas.royalties.sales.reading.records import Sample
from ideas.royalties.sales.reading.rows import DEFAULTS
from ideas.royalties.sales.rules import COLUMNS
from ideas.web.speak import label_of

FIELD_OF = {
    "sale.no_product": "sku",
    "sale.no_period": "period",
    "sale.none_open": "period",
    "sale.currency": "currency",
}
"""Problems of one field alone; others name theirs before what stands there."""
UNITS, AMOUNTS = ("units", "returned_units"), ("gross", "returns", "deductions")


@dataclass(frozen=True)
class ReadRow:
    """A row as it will be understood: ``figures`` are numbers, in minor units of ``currency`` if
    they are amounts; None is what cannot be read and stands in ``cells`` as it was written."""

    name: str
    when: date | str | None
    currency: str
    figures: Mapping[str, int | None]
    cells: Mapping[str, str]


def rows_as_read(layout: Layout, sample: Sample, periods: Collection[str]) -> Sequence[ReadRow]:
    """The first rows by this layout; none while something needed is not mapped."""
    is_gone = any(column not in sample.heading for column in layout.columns.values())
    if left_out(layout) or is_gone:
        return ()
    return [_as_read(layout, _told(layout, sample, cells), periods) for cells in sample.rows]


def doubt_of(layout: Layout, sample: Sample) -> Doubt | None:
    """An amount that could be meant in two ways, where no row of the sample tells which."""
    told = [_told(layout, sample, cells) for cells in sample.rows]
    amounts = [(row[name], row["currency"].upper()) for row in told for name in AMOUNTS]
    units = [(row[name], "") for row in told for name in UNITS]
    return doubt_in([(cell, of) for cell, of in (*amounts, *units) if cell], layout.numbers)


def _told(layout: Layout, sample: Sample, cells: Sequence[str]) -> dict[str, str]:
    """What a row says of each field, as it is written."""
    fixed = DEFAULTS | dict(layout.fixed)
    return {
        name: (
            cells[sample.heading.index(layout.columns[name])].strip() or DEFAULTS.get(name, "")
            if name in layout.columns
            else fixed.get(name, "")
        )
        for name in COLUMNS
    }


def _as_read(layout: Layout, told: dict[str, str], periods: Collection[str]) -> ReadRow:
    figures: dict[str, int | None] = {name: _units(layout, told[name]) for name in UNITS}
    try:
        currency, exponent = currency_of(told["currency"])
    except BadCell:
        currency, exponent = "", 0
    for name in AMOUNTS:
        figures[name] = _amount(layout, told[name], exponent) if currency else None
    text = told["period"]
    when = text if text in periods else day_of(text, layout.dates)
    return ReadRow(told["external_id"], when, currency, figures, told)


def _units(layout: Layout, text: str) -> int | None:
    try:
        return units_of(text or "0", layout.numbers)
    except BadCell:
        return None


def _amount(layout: Layout, text: str, exponent: int) -> int | None:
    try:
        return minor_of(text or "0", layout.numbers, exponent)
    except BadCell:
        return None


def problems_told(problems: Sequence[SaleProblem]) -> list[dict[str, Any]]:
    """Each with its row, the field in words (none: all of it), the reason, what stands there."""
    return [_problem(each) for each in problems]


def _problem(problem: SaleProblem) -> dict[str, Any]:
    names, value = FIELD_OF.get(problem.code, ""), problem.value
    if not names and ": " in value:
        names, _, value = value.partition(": ")
    fields = [label_of("sale_field", name) for name in names.split(", ") if name]
    why = label_of("problem", problem.code)
    return {"row": problem.row, "field": ", ".join(fields), "why": why, "value": value}
