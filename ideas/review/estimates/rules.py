"""What an estimate comes to, in whole minor units."""

from collections.abc import Sequence
from dataclasses import dataclass

from ideas.money import BASIS_POINTS, MOST, Money
from ideas.refusals import Refusal

MOST_COPIES = 10**8


@dataclass(frozen=True)
class Scenario:
    """What so many copies take in and cost, what is spent once among it, and what is left."""

    quantity: int
    income: Money
    cost: Money
    left: Money


@dataclass(frozen=True)
class Figures:
    """What was typed: minor units of the currency, and numbers of copies."""

    currency: str
    unit_cost: int
    price: int
    one_off: int
    low: int
    likely: int
    high: int

    @property
    def margin(self) -> Money:
        """What a copy leaves, before what is spent once."""
        return Money(self.price - self.unit_cost, self.currency)

    @property
    def margin_bp(self) -> int:
        """That as a share of the price, in basis points rounded down."""
        return self.margin.amount * BASIS_POINTS // self.price

    @property
    def break_even(self) -> int | None:
        """From how many copies on nothing is lost; None if no number of them would do."""
        return break_even(self.margin.amount, self.one_off)

    @property
    def scenarios(self) -> Sequence[Scenario]:
        """Low, likely, high."""
        return [self._scenario(quantity) for quantity in (self.low, self.likely, self.high)]

    def _scenario(self, quantity: int) -> Scenario:
        income, cost = quantity * self.price, quantity * self.unit_cost + self.one_off
        money = [Money(amount, self.currency) for amount in (income, cost, income - cost)]
        return Scenario(quantity, *money)


def break_even(margin: int, one_off: int) -> int | None:
    """The least n with n × margin ≥ one_off, all in minor units; None if there is none."""
    if one_off <= 0:
        return 0
    return -(-one_off // margin) if margin > 0 else None


def refusal_to_estimate(figures: Figures) -> Refusal | None:
    """Refuse a price of nothing, quantities out of order, and numbers nobody means."""
    if figures.price <= 0:
        return Refusal("estimate.no_price")
    if not 0 <= figures.low <= figures.likely <= figures.high:
        return Refusal("estimate.out_of_order")
    amounts = (figures.unit_cost, figures.price, figures.one_off)
    largest = figures.high * max(amounts) + figures.one_off
    if min(amounts) < 0 or figures.high > MOST_COPIES or largest > MOST:
        return Refusal("estimate.too_large")
    return None
