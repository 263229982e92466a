"""Reading a file of sales."""

import csv
import io
from collections.abc import Iterator, Mapping
from typing import Any

from flask_wtf.file import FileField, FileRequired

from ideas.money import EXPONENTS, NotMoney, parsed
from ideas.royalties.sales.rules import COLUMNS, Problem, SaleRow, Sheet
from ideas.web.forms import Form
from ideas.web.languages import lazy_gettext as _l

MOST_ROWS, MOST_TEXT, MOST_UNITS = 100_000, 200, 10**9
Cells = Mapping[str, str]


class UnreadableFile(ValueError):
    """A file that is no table of sales; the sentence says why."""


class BadCell(ValueError):
    """A cell that cannot be kept: the problem's code and the value."""

    def __init__(self, code: str, value: str) -> None:
        super().__init__(code)
        self.code, self.value = code, value[:MOST_TEXT]


class SalesForm(Form):
    """A file of sales to import."""

    file = FileField(_l("File of sales (CSV)"), [FileRequired(_l("Choose a file."))])


def sheet_of(content: bytes) -> Sheet:
    """Good rows and problems of a CSV file; UnreadableFile when it is none."""
    rows: list[tuple[int, SaleRow]] = []
    problems: list[Problem] = []
    try:
        for number, cells in _lines(content):
            try:
                rows.append((number, _row_of(_whole_row(cells))))
            except BadCell as bad:
                problems.append(Problem(number, bad.code, bad.value))
    except csv.Error:
        raise UnreadableFile(_l("This is not a CSV file. Export it as CSV in UTF-8.")) from None
    return Sheet(tuple(rows), tuple(problems))


def _lines(content: bytes) -> Iterator[tuple[int, Mapping[Any, Any]]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UnreadableFile(_l("This file is not UTF-8. Export it as CSV in UTF-8.")) from None
    first = text.partition("\n")[0]
    delimiter = ";" if first.count(";") > first.count(",") else ","
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    missing = [name for name in COLUMNS if name not in (reader.fieldnames or ())]
    if missing:
        columns = ", ".join(missing)
        raise UnreadableFile(_l("These columns are missing: %(columns)s.", columns=columns))
    for count, cells in enumerate(reader, start=1):
        if count > MOST_ROWS:
            raise UnreadableFile(_l("This file has more than 100,000 rows. Split it."))
        yield reader.line_num, cells


def _whole_row(cells: Mapping[Any, Any]) -> Cells:
    if None in cells or None in cells.values():
        raise BadCell("sale.columns", "")
    return {name: cells[name].strip() for name in COLUMNS}


def _row_of(cells: Cells) -> SaleRow:
    currency = cells["currency"].upper()
    if currency not in EXPONENTS:
        raise BadCell("sale.currency", currency)
    return SaleRow(
        source=_text(cells, "source"),
        external_id=_text(cells, "external_id"),
        revision=_whole(cells, "revision", least=1),
        period=_text(cells, "period"),
        sku=_text(cells, "sku"),
        territory=_text(cells, "territory", may_be_empty=True),
        channel=_text(cells, "channel", may_be_empty=True),
        units=_whole(cells, "units"),
        returned_units=_whole(cells, "returned_units"),
        gross=_amount(cells, "gross", currency),
        returns=_amount(cells, "returns", currency),
        deductions=_amount(cells, "deductions", currency),
        currency=currency,
    )


def _text(cells: Cells, name: str, *, may_be_empty: bool = False) -> str:
    text = cells[name]
    is_missing = not text and not may_be_empty
    if is_missing or len(text) > MOST_TEXT or not text.isprintable():
        raise BadCell("sale.text", f"{name}: {text}")
    return text


def _whole(cells: Cells, name: str, *, least: int = 0) -> int:
    text = cells[name] or str(least)
    is_number = text.isascii() and text.isdecimal() and len(text) <= len(str(MOST_UNITS))
    if not is_number or not least <= int(text) <= MOST_UNITS:
        raise BadCell("sale.number", f"{name}: {text}")
    return int(text)


def _amount(cells: Cells, name: str, currency: str) -> int:
    try:
        amount = parsed(cells[name] or "0", currency).amount
    except NotMoney:
        raise BadCell("sale.amount", f"{name}: {cells[name]}") from None
    if amount < 0:
        raise BadCell("sale.negative", f"{name}: {cells[name]}")
    return amount
