"""Reading a file of exchange rates: strict, exact, every row that is wrong named by its line."""

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ideas.money import EXPONENTS
from ideas.refusals import Refusal
from ideas.royalties.periods.rules import refusal_to_type_rate

MOST_ROWS, LONGEST_CELL, MOST_BYTES = 500, 120, 100_000
NAMES = {
    "quoted_on": ("date", "day", "quoted_on"),
    "currency": ("currency", "currency_code", "code"),
    "rate": ("rate", "value"),
    "source": ("source",),
}
DELIMITERS = ",;\t"
_RATE = re.compile(r"[0-9]{1,10}(?:[.,][0-9]{1,12})?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True)
class Quote:
    """What one of a currency is worth, on a day, by a source."""

    currency: str
    rate: Decimal
    source: str
    quoted_on: date


@dataclass(frozen=True)
class Problem:
    """What is wrong with a line of the file, by its code and what stands there."""

    line: int
    code: str
    value: str = ""


@dataclass(frozen=True)
class Reading:
    """What a file says: its rates, each with its line, and what cannot be read."""

    quotes: tuple[tuple[int, Quote], ...]
    problems: tuple[Problem, ...]

    @property
    def rates(self) -> tuple[Quote, ...]:
        """The rates alone."""
        return tuple(quote for _, quote in self.quotes)


class _Bad(ValueError):
    def __init__(self, code: str, value: str = "") -> None:
        super().__init__(code)
        self.code, self.value = code, value[:LONGEST_CELL]


def decoded(raw: bytes) -> str | None:
    """The text of a file, in UTF-8 or else Windows-1252; None when it is neither."""
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def refusal_to_read(size: int, text: str | None) -> Refusal | None:
    """A short text, whose first line names the four columns."""
    if size > MOST_BYTES:
        return Refusal("quotes.too_large", most=MOST_BYTES // 1_000)
    if text is None or "\0" in text:
        return Refusal("quotes.encoding")
    return None if _columns_of(_heading(text)) else Refusal("quotes.no_heading")


def read(text: str, *, into: str, today: date) -> Reading:
    """The rates of a text whose heading is known; each currency stands in it once."""
    columns, quotes, problems = _columns_of(_heading(text)), list[tuple[int, Quote]](), []
    seen = set[str]()
    for line, cells in _records(text):
        try:
            quote = _quote(cells, columns, into, today)
            if quote.currency in seen:
                raise _Bad("quote.twice", quote.currency)
        except _Bad as bad:
            problems.append(Problem(line, bad.code, bad.value))
            continue
        seen.add(quote.currency)
        quotes.append((line, quote))
    if len(quotes) > MOST_ROWS:
        problems.append(Problem(quotes[MOST_ROWS][0], "quote.too_many", str(MOST_ROWS)))
    return Reading(tuple(quotes), tuple(problems))


def _heading(text: str) -> list[str]:
    first = text.split("\n", 1)[0].strip()
    return next(csv.reader([first], delimiter=_delimiter(first)), [])


def _delimiter(first: str) -> str:
    return max(DELIMITERS, key=first.count)


def _columns_of(heading: Sequence[str]) -> dict[str, int]:
    """Where each of the four stands; nothing unless all do, once."""
    plain = [re.sub(r"[^a-z0-9]+", "_", name.strip().lower()) for name in heading]
    at = {
        name: [place for place, each in enumerate(plain) if each in guesses]
        for name, guesses in NAMES.items()
    }
    one_each = all(len(places) == 1 for places in at.values())
    return {name: places[0] for name, places in at.items()} if one_each else {}


def _records(text: str) -> Iterator[tuple[int, list[str] | None]]:
    lines = text.splitlines()
    reader = csv.reader(lines, delimiter=_delimiter(lines[0]), strict=True)
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield reader.line_num, None
            continue
        if reader.line_num > 1 and any(cell.strip() for cell in cells):
            yield reader.line_num, [cell.strip() for cell in cells]


def _quote(cells: list[str] | None, columns: dict[str, int], into: str, today: date) -> Quote:
    if cells is None or len(cells) <= max(columns.values()):
        raise _Bad("quote.columns")
    told = {name: cells[at] for name, at in columns.items()}
    currency, source = told["currency"].upper(), told["source"]
    if currency not in EXPONENTS:
        raise _Bad("quote.currency", told["currency"])
    if not source or len(source) > LONGEST_CELL or not source.isprintable():
        raise _Bad("quote.source", source)
    rate, day = _rate(told["rate"]), _day(told["quoted_on"], today)
    refusal = refusal_to_type_rate(currency, into, rate, is_closed=False)
    if refusal is not None:
        raise _Bad(f"quote.{refusal.code}", currency if currency == into else told["rate"])
    return Quote(currency, rate, source, day)


def _rate(text: str) -> Decimal:
    if not _RATE.fullmatch(text):
        raise _Bad("quote.rate", text)
    return Decimal(text.replace(",", "."))


def _day(text: str, today: date) -> date:
    try:
        day = date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        day = None
    if day is None:
        raise _Bad("quote.day", text)
    if day > today:
        raise _Bad("quote.future", text)
    return day


def refusal_to_keep(reading: Reading) -> Refusal | None:
    """All of it or nothing, and something."""
    if reading.problems:
        return Refusal("quotes.problems", number=len(reading.problems))
    return None if reading.quotes else Refusal("quotes.empty")
