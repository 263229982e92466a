"""The next portion of a file: rows to stage, and problems. Reads the file; writes nothing."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, BinaryIO

from ideas.royalties.sales.imports.rules import PORTION, Verdict
from ideas.royalties.sales.reading.cells import BadCell, day_of
from ideas.royalties.sales.reading.layout import Dates, Layout
from ideas.royalties.sales.reading.records import Record, Records, heading_of
from ideas.royalties.sales.reading.rows import Rows
from ideas.royalties.sales.rules import Sum, summed


@dataclass(frozen=True)
class Span:
    """A period as far as reading knows it: whether a sale told for it can be dated anywhere."""

    code: str
    starts_on: date
    ends_on: date
    can_take: bool


@dataclass(frozen=True)
class Known:
    """What rows are checked against: products by SKU, periods by name (ids of both)."""

    products: dict[str, int]
    periods: dict[str, int]
    spans: tuple[Span, ...]

    def period_of(self, dates: Dates) -> Callable[[str], str | None]:
        """Finds the name of the period that a cell names, or whose day it names."""

        def find(text: str) -> str | None:
            day = None if text in self.periods else day_of(text, dates)
            for span in self.spans:
                if span.code == text or (day and span.starts_on <= day <= span.ends_on):
                    if not span.can_take:
                        raise BadCell("sale.none_open", text)
                    return span.code
            return None

        return find


STAGED = (
    *("row", "source", "external_id", "revision", "product_id", "told_period_id", "territory"),
    *("channel", "units", "returned_units", "gross", "returns", "deductions", "currency"),
    *("content_hash", "verdict"),
)


@dataclass
class Portion:
    """What a part of a file comes to; it ends at ``place`` bytes, after ``line`` lines.

    Rows are in the order of ``STAGED``.
    """

    place: int
    line: int
    rows: list[tuple[Any, ...]] = field(default_factory=list)
    problems: list[dict[str, Any]] = field(default_factory=list)
    sums: dict[str, list[int]] = field(default_factory=dict)
    is_last: bool = False

    def summed_with(self, before: list[Any]) -> list[Any]:
        """The sums so far, with these."""
        mine = [Sum(currency, *numbers) for currency, numbers in self.sums.items()]
        return [list(each) for each in summed([*(Sum(*each) for each in before), *mine])]


def next_portion(file: BinaryIO, layout: Layout, known: Known, *, place: int, line: int) -> Portion:
    """Read on from ``place``."""
    first = next(iter(Records(file, layout)), None)
    heading = heading_of(first.cells if first else None)
    begun = first if first and place == 0 else Record(line, None, place)
    records = Records(file, layout, place=begun.place, line=begun.line)
    skus, period_of = frozenset(known.products), known.period_of(layout.dates)
    reader = Rows(layout, heading, skus=skus, period_of=period_of)
    portion = Portion(begun.place, begun.line)
    for record in records:
        _take(record, reader, known, portion)
        portion.place, portion.line = record.place, record.line
        if len(portion.rows) + len(portion.problems) >= PORTION:
            return portion
    portion.is_last = True
    return portion


def _take(record: Record, reader: Rows, known: Known, portion: Portion) -> None:
    try:
        if record.cells is None:
            raise BadCell("sale.quotes")
        row = reader.row_of(record.cells)
    except BadCell as bad:
        portion.problems.append({"row": record.line, "code": bad.code, "value": bad.value})
        return
    head, told = (record.line, *row[:3]), (known.products[row.sku], known.periods[row.period])
    portion.rows.append((*head, *told, *row[5:], row.content_hash, Verdict.NEW.value))
    numbers = portion.sums.setdefault(row.currency, [0] * 6)
    for at, number in enumerate((1, *row[7:12])):
        numbers[at] += number
