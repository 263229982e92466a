"""Numbers, money and days as a statement writes them: the same for ever, so not by any library.

Amounts carry their ISO code and all the decimals of their currency; nothing is rounded.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from ideas.money import Money
from ideas.royalties.statements.paper import Percent, Value

MINUS = "\N{MINUS SIGN}"
HOLDING = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True)
class Writing:
    """How a language writes figures."""

    point: str
    thousands: str
    per_cent: str
    day: str
    months: tuple[str, ...]
    singular: tuple[int, ...] = (1,)
    first: str = ""

    def form(self, number: int) -> str:
        """Which form of a word goes with a number: "one" or "many"."""
        return "one" if abs(number) in self.singular else "many"

    def shown(self, value: Value) -> str:
        """A value as the statement writes it."""
        if isinstance(value, tuple):
            return ", ".join(map(self.shown, value))
        if isinstance(value, Money):
            return f"{self._digits(value.plain())}{HOLDING}{value.currency}"
        if isinstance(value, Percent):
            return self._digits(_plain(Decimal(value.basis_points) / 100)) + self.per_cent
        if isinstance(value, date):
            month = self.months[value.month - 1]
            written = self.first if value.day == 1 and self.first else self.day
            return written.format(day=value.day, month=month, year=value.year)
        if isinstance(value, str):
            return value
        return self._digits(f"{value:f}" if isinstance(value, Decimal) else str(value))

    def _digits(self, plain: str) -> str:
        sign, size = (MINUS, plain[1:]) if plain.startswith("-") else ("", plain)
        whole, point, part = size.partition(".")
        return (
            sign
            + f"{int(whole):,}".replace(",", self.thousands)
            + point.replace(".", self.point)
            + part
        )


def writing_in(words: Mapping[str, Any]) -> Writing:
    """How a version's words say figures are written."""
    said = words["figures"]
    return Writing(
        point=said["point"],
        thousands=said["thousands"],
        per_cent=said["per_cent"],
        day=said["day"],
        months=tuple(said["months"]),
        first=said.get("first", ""),
        singular=tuple(said.get("singular", (1,))),
    )


def _plain(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
