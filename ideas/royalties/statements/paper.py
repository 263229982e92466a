"""What a statement says, as plain values in minor units: its page, PDF and CSV are made from it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Any

from ideas.money import Money

NEWEST = 3  # the version that statements are made with from now on
MOST_GROUPS = 200
LONGEST_CLAUSE = 2_000


@dataclass(frozen=True)
class Percent:
    """A rate in basis points."""

    basis_points: int


Rates = Percent | Money | tuple[Percent | Money, ...]
Value = Rates | Decimal | int | date | str


@dataclass(frozen=True)
class Fall:
    """How much fell on a step of a rate: units, or net sales as an amount."""

    rate: Percent | Money
    quantity: int | Money


@dataclass(frozen=True)
class Group:
    """The lines of a product in a territory that have currency and rates in common.

    ``fx`` is units of the statement's currency for one of the lines'; ``territory`` is None where
    all territories stand in one row. ``converted`` and ``earned`` are in the statement's currency.
    ``rate`` is a percentage or an amount per unit, or those of each step; ``rate_id`` is its line
    of the card, ``card`` the card's version. ``falls`` say what fell on which of its steps.
    """

    product: str
    sku: str
    period: str
    territory: str | None
    currency: str
    fx: Decimal
    rate: Rates
    lines: int = 0
    units: int = 0
    returned: int = 0
    gross: int = 0
    returns: int = 0
    allowed: int = 0
    net: int = 0
    converted: int = 0
    earned: int = 0
    rate_id: int = 0
    card: int = 1
    falls: tuple[Fall, ...] = ()

    @property
    def place(self) -> tuple[str, ...]:
        """What sets it apart from all others, in the order in which they stand."""
        rates = f"{self.fx:f}", f"{self.rate_id:012}"
        return (self.product, self.sku, self.period, self.territory or "", self.currency, *rates)


SUMMED = (
    *("lines", "units", "returned", "gross", "returns", "allowed", "net", "converted", "earned"),
)


@dataclass(frozen=True)
class Step:
    """One figure of the calculation; ``notes`` fill the sentence beside it, ``said`` is typed.

    ``code`` names it in the words of every version and in the CSV; a step that is optional is left
    out where it is nothing.
    """

    code: str
    money: Money
    notes: tuple[tuple[str, Value], ...] = ()
    said: str = ""


@dataclass(frozen=True)
class Quote:
    """An exchange rate and where it comes from."""

    currency: str
    into: str
    rate: Decimal
    source: str
    quoted_on: date


@dataclass(frozen=True)
class Paper:
    """A whole statement. ``pool`` and ``part`` end with what they come to.

    ``audit`` is the agreement's audit clause by language, as plain text.
    """

    version: int
    number: int
    issuer: str
    payee: str
    title: str
    period: str
    first_day: date
    last_day: date
    settled_on: date
    currency: str
    groups: tuple[Group, ...]
    quotes: tuple[Quote, ...]
    pool: tuple[Step, ...]
    part: tuple[Step, ...]
    until: date
    contact: str
    ledger_hash: str
    audit: tuple[tuple[str, str], ...] = ()


def grouped(groups: Iterable[Group], most: int = MOST_GROUPS) -> tuple[Group, ...]:
    """Groups in their order; when there are too many to read, all territories stand in one row."""
    ordered = sorted(groups, key=lambda group: group.place)
    if len(ordered) <= most:
        return tuple(ordered)
    wide = sorted((replace(group, territory=None) for group in ordered), key=lambda g: g.place)
    return tuple(_sum(list(same)) for _, same in groupby(wide, key=lambda group: group.place))


def _sum(groups: Sequence[Group]) -> Group:
    sums = {name: sum(getattr(group, name) for group in groups) for name in SUMMED}
    return replace(groups[0], falls=_fallen(groups), **sums)


def _fallen(groups: Sequence[Group]) -> tuple[Fall, ...]:
    """What fell on each step in all of them, in the order of the steps."""
    sums = dict[Percent | Money, Any]()
    for fall in (fall for group in groups for fall in group.falls):
        sums[fall.rate] = sums[fall.rate] + fall.quantity if fall.rate in sums else fall.quantity
    return tuple(Fall(rate, quantity) for rate, quantity in sums.items())


def adds_up(paper: Paper) -> bool:
    """Do the figures agree with one another, from the lines to what is paid?"""
    earned = sum(group.earned for group in paper.groups)
    *steps, pool = (step.money.amount for step in paper.pool)
    *parts, payable = (step.money.amount for step in paper.part)
    return steps[0] == earned and sum(steps) == pool and sum(parts) == payable
