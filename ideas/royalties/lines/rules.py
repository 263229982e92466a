"""What a sales line earns: deductions that are allowed, conversion, rate; rounded once."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from ideas.agreements.cards.rules import Counts, Rate, filled, royalty
from ideas.money import converted, round_half_away


@dataclass(frozen=True, slots=True)
class Settled:
    """What a closed period made of a line, with the signs of the line that takes it back."""

    allowed: int
    converted: int
    earned: int
    parts: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class SalesLine:
    """A sale as reported, in minor units of its own currency; ``units`` are less returned ones.

    ``fx`` is units of the agreement's currency for one of the line's. ``rate`` is the card's line
    that applies, and ``rate_id`` tells which count it adds to. With ``settled`` the line takes back
    one of a closed period, exactly.
    """

    key: str
    currency: str
    gross: int
    returns: int = 0
    deductions: int = 0
    units: int = 0
    fx: Decimal = Decimal(1)
    rate: Rate = field(default_factory=Rate)
    rate_id: int = 0
    settled: Settled | None = None

    @property
    def base(self) -> int:
        """Gross less returns: what the deductions' cap is measured on."""
        return self.gross - self.returns


@dataclass(frozen=True)
class YearSoFar:
    """What earlier periods of the year used in one currency: the base, and deductions allowed."""

    base: int = 0
    allowed: int = 0


@dataclass(frozen=True)
class Tally:
    """What was sold before on each step of each line of the cards.

    ``earlier`` are the lines of earlier cards that a line goes on counting from.
    """

    filled: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    earlier: Mapping[int, tuple[int, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class EarnedLine:
    """A sales line with what became of it; ``converted`` is rounded for reading only.

    ``parts`` is how much of it fell on each step of its rate, none where it has a single one.
    """

    line: SalesLine
    allowed: int
    net: int
    converted: int
    earned: int
    parts: tuple[int, ...] = ()


def taken_before(
    rate: Rate,
    rate_id: int,
    counts: Mapping[int, tuple[int, ...]],
    earlier: Mapping[int, tuple[int, ...]],
) -> list[int]:
    """What stands on each step of a rate: of its own card, and carried from earlier ones."""
    nothing = (0,) * len(rate.steps)
    carried = sum(sum(counts.get(each, ())) for each in earlier.get(rate_id, ()))
    spread = filled(rate, nothing, carried)
    own = counts.get(rate_id, nothing)
    return [a + b for a, b in zip(spread, own, strict=True)]


def quantity_of(into: str, line: SalesLine, allowed: int) -> int:
    """What a line fills the steps of its rate with: units, or net sales in ``into``."""
    if line.rate.counts is Counts.VALUE:
        return round_half_away(converted(line.base - allowed, line.currency, into, line.fx))
    return line.units


def earned(into: str, line: SalesLine, allowed: int, taken: Sequence[int]) -> EarnedLine:
    """Net, exactly converted, by the rate: rounded once, half away from zero."""
    net, was = line.base - allowed, line.settled
    if was is not None:
        return EarnedLine(line, allowed, net, was.converted, was.earned, was.parts)
    exact = converted(net, line.currency, into, line.fx)
    shown = round_half_away(exact)
    quantity = shown if line.rate.counts is Counts.VALUE else line.units
    parts = filled(line.rate, taken, quantity)
    return EarnedLine(
        line=line,
        allowed=allowed,
        net=net,
        converted=shown,
        earned=round_half_away(royalty(line.rate, exact, parts, taken)),
        parts=parts if line.rate.has_steps else (),
    )


def in_own_currency(result: EarnedLine, into: str) -> int:
    """What a line earned, in minor units of the currency it was sold in."""
    if result.line.currency == into and result.line.fx == 1:
        return result.earned
    back = converted(1, result.line.currency, into, result.line.fx)
    return round_half_away(result.earned / back)


@dataclass
class Total:
    """What lines come to: how many, and by the currency of sale what they earned.

    ``own`` is in minor units of that currency, ``earned`` of the agreement's.
    """

    into: str
    number: int = 0
    own: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    earned: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    def add(self, result: EarnedLine) -> None:
        """Count a line."""
        currency = result.line.currency
        self.number += 1
        self.own[currency] += in_own_currency(result, self.into)
        self.earned[currency] += result.earned

    def by_currency(self) -> tuple[tuple[str, int, int], ...]:
        """Currency of sale, earned in it, and earned in the agreement's, by name."""
        return tuple((each, self.own[each], self.earned[each]) for each in sorted(self.earned))
