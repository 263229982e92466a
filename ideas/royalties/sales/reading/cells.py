"""Numbers, days and texts in a cell: strict, exact, and never guessed at."""

import functools
import re
from datetime import date

from ideas.money import EXPONENTS, MOST
from ideas.royalties.sales.reading.layout import Dates, Numbers

LONGEST, MOST_UNITS = 200, 10**9
_PLAIN = r"[0-9]{1,16}"
_WHOLE = {
    Numbers.POINT: _PLAIN,
    Numbers.COMMA: _PLAIN,
    Numbers.POINT_GROUPED: rf"[0-9]{{1,3}}(?:,[0-9]{{3}}){{1,5}}|{_PLAIN}",
    Numbers.COMMA_GROUPED: rf"[0-9]{{1,3}}(?:\.[0-9]{{3}}){{1,5}}|{_PLAIN}",
    Numbers.COMMA_SPACED: rf"[0-9]{{1,3}}(?:[ \xa0\u202f][0-9]{{3}}){{1,5}}|{_PLAIN}",
    Numbers.POINT_QUOTED: rf"[0-9]{{1,3}}(?:['\u2019][0-9]{{3}}){{1,5}}|{_PLAIN}",
}
_COMMAS = {Numbers.COMMA, Numbers.COMMA_GROUPED, Numbers.COMMA_SPACED}
SHAPES = {
    each: re.compile(
        rf"(?P<sign>-?)(?P<whole>{whole})"
        rf"(?:{',' if each in _COMMAS else '[.]'}(?P<part>[0-9]{{1,10}}))?"
    )
    for each, whole in _WHOLE.items()
}
UNGROUPED = str.maketrans("", "", ",. '\xa0\u202f\u2019")
_YEAR_FIRST = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:[T ][0-9:.Z+-]+)?")
_YEAR_LAST = re.compile(r"([0-9]{1,2})([./-])([0-9]{1,2})\2([0-9]{4})")


class BadCell(ValueError):
    """A cell that cannot be kept: the problem's code, and the field with its value."""

    def __init__(self, code: str, value: str = "") -> None:
        super().__init__(code)
        self.code, self.value = code, value[:LONGEST].replace("\0", "\ufffd")


@functools.lru_cache(maxsize=50_000)
def minor_of(text: str, numbers: Numbers, exponent: int) -> int:
    """Minor units of an amount in this spelling; BadCell when it is none, never rounded."""
    found = SHAPES[numbers].fullmatch(text)
    part = (found["part"] or "").rstrip("0") if found else ""
    if found is None or len(part) > exponent:
        raise BadCell("sale.amount")
    amount = int(found["whole"].translate(UNGROUPED) + part.ljust(exponent, "0"))
    if amount > MOST:
        raise BadCell("sale.amount")
    if found["sign"] and amount:
        raise BadCell("sale.negative")
    return amount


@functools.lru_cache(maxsize=50_000)
def units_of(text: str, numbers: Numbers) -> int:
    """A whole number of zero or more; BadCell when it is none."""
    try:
        units = minor_of(text, numbers, 0)
    except BadCell:
        raise BadCell("sale.number") from None
    if units > MOST_UNITS:
        raise BadCell("sale.number")
    return units


@functools.lru_cache(maxsize=1_000)
def currency_of(text: str) -> tuple[str, int]:
    """The currency and its exponent; BadCell when it is none in use."""
    currency = text.upper()
    if currency not in EXPONENTS:
        raise BadCell("sale.currency", text)
    return currency, EXPONENTS[currency]


def is_text(text: str) -> bool:
    """Whether a text can be kept as it is: one line, not too long, every letter readable."""
    return len(text) <= LONGEST and text.isprintable() and "\ufffd" not in text


def day_of(text: str, dates: Dates) -> date | None:
    """The day a cell names, if it names one."""
    if found := _YEAR_FIRST.fullmatch(text):
        year, month, day = found.groups()
    elif dates is not Dates.ISO and (found := _YEAR_LAST.fullmatch(text)):
        first, _, second, year = found.groups()
        day, month = (first, second) if dates is Dates.DAY_FIRST else (second, first)
    else:
        return None
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
