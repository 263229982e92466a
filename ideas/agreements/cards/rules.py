"""Which line of a card applies to a sale, and what it pays: pure, exact, symmetric.

Rates are basis points of net sales or minor units per unit; steps begin at a number of units, or at
net sales in minor units of the agreement's currency.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from ideas.money import BASIS_POINTS
from ideas.refusals import Refusal


class Pays(StrEnum):
    """What a rate is."""

    PERCENT = "percent"
    UNIT = "unit"


class Counts(StrEnum):
    """What the steps of a line count."""

    UNITS = "units"
    VALUE = "value"


@dataclass(frozen=True)
class Step:
    """A rate, and how much must have been sold before it begins."""

    start: int
    rate: int


@dataclass(frozen=True)
class Rate:
    """A line of a card; an empty territory or channel stands for every one."""

    territory: str = ""
    channel: str = ""
    pays: Pays = Pays.PERCENT
    counts: Counts = Counts.UNITS
    steps: tuple[Step, ...] = (Step(0, 0),)

    @property
    def has_steps(self) -> bool:
        """True where what was sold before matters."""
        return len(self.steps) > 1

    @property
    def scope(self) -> tuple[str, str, Counts]:
        """What its count is of: a later card's line of the same scope goes on counting."""
        return folded(self.territory), folded(self.channel), self.counts


@dataclass(frozen=True)
class Card:
    """Everything a card says; ``minimum`` and ``guarantee`` (for a year) are minor units.

    What is held back is released in ``reserve_parts`` equal parts, the first after
    ``reserve_periods`` periods.
    """

    rates: tuple[Rate, ...]
    reserve_bp: int = 0
    reserve_periods: int = 1
    reserve_parts: int = 1
    deductions_cap_bp: int = BASIS_POINTS
    minimum: int = 0
    guarantee: int = 0


def flat(rate_bp: int) -> tuple[Rate, ...]:
    """One percentage for everything."""
    return (Rate(steps=(Step(0, rate_bp),)),)


def folded(word: str) -> str:
    """A territory or channel as it is compared."""
    return " ".join(word.split()).casefold()


def place_of_rate(rates: Sequence[Rate], territory: str, channel: str) -> int:
    """Where the line stands that applies to a sale: the one that says most about it.

    A line for both comes first, then the territory's, then the channel's, then everywhere's.
    """
    where, how = folded(territory), folded(channel)
    fitting = [
        ((bool(rate.territory), bool(rate.channel)), at)
        for at, rate in enumerate(rates)
        if folded(rate.territory) in {"", where} and folded(rate.channel) in {"", how}
    ]
    return max(fitting)[1]


def card_on(versions: Iterable[tuple[int, date | None, bool]], day: date) -> int:
    """The version in force on a day: the last one agreed of those that have begun.

    ``versions`` are number, first day (None: from the start) and whether it was accepted; where
    nothing is accepted yet, the first.
    """
    begun = [
        number
        for number, first_day, is_agreed in versions
        if is_agreed and (first_day is None or first_day <= day)
    ]
    return max(begun, default=1)


def filled(rate: Rate, taken: Sequence[int], quantity: int) -> tuple[int, ...]:
    """How much of a quantity falls on each step, where ``taken`` is on them already.

    What is sold takes the lowest places that are free; what comes back leaves the highest taken.
    """
    left, parts = abs(quantity), [0] * len(rate.steps)
    last = len(parts) - 1
    if quantity >= 0:
        for at in range(last):
            size = rate.steps[at + 1].start - rate.steps[at].start
            parts[at] = min(left, max(size - taken[at], 0))
            left -= parts[at]
        parts[last] += left
        return tuple(parts)
    for at in range(last, 0, -1):
        parts[at] = -min(left, max(taken[at], 0))
        left += parts[at]
    parts[0] -= left
    return tuple(parts)


def royalty(rate: Rate, net: Fraction, parts: Sequence[int], taken: Sequence[int]) -> Fraction:
    """What a sale earns, exact: each part at its step's rate.

    ``net`` is its net sales in the agreement's currency; a percentage divides them as the quantity
    is divided. Of a quantity of nothing all is paid at the step that comes next.
    """
    if rate.pays is Pays.UNIT:
        return Fraction(sum(p * step.rate for p, step in zip(parts, rate.steps, strict=True)))
    quantity = sum(parts)
    if quantity == 0:
        return net * Fraction(rate.steps[_next(rate, taken)].rate, BASIS_POINTS)
    weighed = sum(part * step.rate for part, step in zip(parts, rate.steps, strict=True))
    return net * Fraction(weighed, quantity * BASIS_POINTS)


def _next(rate: Rate, taken: Sequence[int]) -> int:
    return filled(rate, taken, 1).index(1)


def refusal_to_write(card: Card) -> Refusal | None:
    """A card has one line for everywhere, no place twice, and steps that begin at nothing."""
    places = [(folded(rate.territory), folded(rate.channel)) for rate in card.rates]
    if ("", "") not in places:
        return Refusal("card.no_general_rate")
    if len(set(places)) != len(places):
        return Refusal("card.place_twice")
    for rate in card.rates:
        starts = [step.start for step in rate.steps]
        if not starts or starts[0] != 0 or starts != sorted(set(starts)):
            return Refusal("card.steps")
        if rate.pays is Pays.UNIT and rate.counts is Counts.VALUE:
            return Refusal("card.unit_by_value")
        if rate.pays is Pays.PERCENT and any(step.rate > BASIS_POINTS for step in rate.steps):
            return Refusal("card.too_much")
    return None
