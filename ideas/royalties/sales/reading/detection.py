"""What can be seen in a file: its encoding, delimiter, spelling and columns. Proposals only."""

import codecs
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from ideas.money import EXPONENTS
from ideas.refusals import Refusal, refuse
from ideas.royalties.sales.reading.cells import SHAPES, day_of
from ideas.royalties.sales.reading.layout import (
    FIXABLE,
    Dates,
    Delimiter,
    Encoding,
    Layout,
    Numbers,
)
from ideas.royalties.sales.reading.records import Sample, sample_of
from ideas.royalties.sales.rules import COLUMNS

CHUNK = 1 << 20
UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
NAMES = {
    "source": ("shop", "marketplace", "store"),
    "external_id": ("id", "line_id", "order_id", "order_line", "transaction_id", "sale_id"),
    "revision": ("version",),
    "period": ("date", "sold_on", "sale_date", "order_date", "day", "month"),
    "sku": ("product", "article", "item", "item_number", "product_code"),
    "territory": ("country", "region", "market", "country_code"),
    "channel": ("sales_channel",),
    "units": ("quantity", "qty", "units_sold", "pieces"),
    "returned_units": ("returns_quantity", "qty_returned", "returned"),
    "gross": ("gross_sales", "gross_amount", "amount", "revenue", "sales"),
    "returns": ("refunds", "returns_amount", "refund_amount"),
    "deductions": ("discounts", "fees", "deduction"),
    "currency": ("currency_code", "iso_currency"),
}


def rewritten(path: Path) -> None:
    """Write a file that begins as UTF-16 anew as UTF-8, a piece at a time."""
    with path.open("rb") as file:
        if file.read(2) not in UTF_16:
            return
    beside = path.with_name(f"{path.name}.utf8")
    try:
        with (
            path.open(encoding="utf-16", newline="") as source,
            beside.open("w", encoding="utf-8", newline="") as target,
        ):
            while text := source.read(CHUNK):
                target.write(text)
    except UnicodeError:
        beside.unlink(missing_ok=True)
        refuse(Refusal("sales_file.encoding"))
    beside.replace(path)


def encoding_of(path: Path) -> Encoding:
    """UTF-8 when all of it is, else Windows-1252; Refused when it is neither."""
    for encoding in Encoding:
        decoder = codecs.getincrementaldecoder(encoding.value)()
        try:
            with path.open("rb") as file:
                while raw := file.read(CHUNK):
                    decoder.decode(raw)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            continue
        return encoding
    refuse(Refusal("sales_file.encoding"))
    raise AssertionError("refused")


def delimiter_of(line: str) -> Delimiter:
    """What stands most often in the first line."""
    return max(Delimiter, key=lambda each: line.count(each.value))


def seen_in(path: Path) -> tuple[Layout, Sample]:
    """What a file looks like; Refused when it is no table."""
    encoding = encoding_of(path)
    with path.open("rb") as file:
        first = file.readline(CHUNK).decode(encoding.value, errors="replace")
        plain = Layout(encoding=encoding, delimiter=delimiter_of(first))
        sample = sample_of(file, plain)
    columns = columns_of(sample.heading)
    layout = Layout(
        encoding=encoding,
        delimiter=plain.delimiter,
        numbers=numbers_of(_amounts(sample, columns)),
        dates=dates_of(_cells(sample, columns, ("period",))),
        columns=columns,
    )
    return layout, sample


def _cells(sample: Sample, columns: dict[str, str], names: Iterable[str]) -> list[str]:
    wanted = [sample.heading.index(columns[name]) for name in names if name in columns]
    return [row[at].strip() for row in sample.rows for at in wanted if row[at].strip()]


def _amounts(sample: Sample, columns: dict[str, str]) -> list[tuple[str, str]]:
    """Each amount with its currency, where a column says it."""
    at = sample.heading.index(columns["currency"]) if "currency" in columns else None
    found = []
    for row in sample.rows:
        cells = _cells(Sample(sample.heading, (row,)), columns, ("gross", "returns", "deductions"))
        found += [(cell, "" if at is None else row[at].strip().upper()) for cell in cells]
    return found


def columns_of(heading: Sequence[str]) -> dict[str, str]:
    """Which column is likely what, by its name."""
    plain = {re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_"): name for name in heading if name}
    found: dict[str, str] = {}
    for name in COLUMNS:
        for guess in (name, *NAMES[name]):
            if guess in plain and plain[guess] not in found.values():
                found[name] = plain[guess]
                break
    return found


def numbers_of(amounts: Iterable[tuple[str, str]]) -> Numbers:
    """The spelling that reads most of these as money; the plainest where several do.

    Each is an amount with its currency, if that is known. Three digits are likelier thousands than
    decimals, but for a currency that has as many.
    """
    amounts = list(amounts)

    def fit(numbers: Numbers) -> int:
        found = [(SHAPES[numbers].fullmatch(cell), EXPONENTS.get(of)) for cell, of in amounts]
        parts = [(len(each["part"] or ""), exponent) for each, exponent in found if each]
        return sum(2 if size < 3 or size == exponent else 1 for size, exponent in parts)

    return max(Numbers, key=fit)


def dates_of(cells: Sequence[str]) -> Dates:
    """The order in which most of these cells are days of a calendar."""
    return max(Dates, key=lambda dates: sum(day_of(cell, dates) is not None for cell in cells))


def with_source(layout: Layout, source: str) -> Layout:
    """The layout with the source's own name where no column says it."""
    if "source" in layout.columns or layout.fixed.get("source"):
        return layout
    fixed = {name: layout.fixed.get(name, "") for name in FIXABLE if name in layout.fixed}
    return Layout(
        layout.encoding,
        layout.delimiter,
        layout.numbers,
        layout.dates,
        layout.columns,
        fixed | {"source": source},
    )
