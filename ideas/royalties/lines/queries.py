"""A sale as the rules calculate it: its rate of exchange, its rate, and what was sold before."""

from collections.abc import Sequence
from decimal import Decimal

from ideas.agreements.cards.models import CardRate, RateStep
from ideas.agreements.cards.rules import place_of_rate
from ideas.agreements.models import Agreement
from ideas.royalties.lines.rules import SalesLine, Settled, Tally
from ideas.royalties.periods.queries import Rates
from ideas.royalties.sales.rules import key_of
from ideas.royalties.settlements.effects import Effect, Kind
from ideas.royalties.settlements.models import SettledSale
from ideas.royalties.settlements.queries import counted_on_steps


def rate_for(effect: Effect, period_id: int, into: str, rates: Rates) -> Decimal | None:
    """The exchange rate of a sale: the one it was settled by, its own closed period's, or this."""
    sale = effect.sale
    if sale.currency == into:
        return Decimal(1)
    settled = effect.settled.fx if effect.settled else None
    own = rates.get((sale.told_period_id, sale.currency, into))
    return settled or own or rates.get((period_id, sale.currency, into))


def is_known(kind: Kind, period_id: int, into: str, rates: Rates) -> bool:
    """Is there an exchange rate for sales of a kind?"""
    own = (kind.told_period_id, kind.currency, into)
    return kind.currency == into or own in rates or (period_id, *own[1:]) in rates


class Lines:
    """Makes the lines of one agreement, remembering the rates that applied by their ids."""

    def __init__(self, agreement: Agreement, period_id: int, exchange: Rates) -> None:
        self.agreement, self.period_id, self.exchange = agreement, period_id, exchange
        self.rates = {rate.id: rate for card in agreement.cards for rate in card.rates}
        self._rules = {each.id: each.rule for each in self.rates.values()}
        self._chosen: dict[tuple[int, str, str], CardRate] = {}

    def line(self, effect: Effect) -> SalesLine:
        """A sale as the rules calculate it; one that is taken back counts below zero."""
        sale, sign = effect.sale, effect.sign
        into = self.agreement.currency
        rate = effect.settled.rate if effect.settled else self.rate(effect)
        return SalesLine(
            key=f"{key_of((sale.source, sale.external_id, sale.revision))}:{sign}",
            currency=sale.currency,
            gross=sale.gross * sign,
            returns=sale.returns * sign,
            deductions=sale.deductions * sign,
            units=(sale.units - sale.returned_units) * sign,
            fx=rate_for(effect, self.period_id, into, self.exchange) or Decimal(1),
            rate=self._rules[rate.id],
            rate_id=rate.id,
            settled=_taken_back(effect.settled) if effect.settled else None,
        )

    def rate(self, effect: Effect) -> CardRate:
        """The line of the card in force when the period the sale was told for began."""
        sale = effect.sale
        card = self.agreement.card_on(sale.told_on)
        key = card.id, sale.territory, sale.channel
        if key not in self._chosen:
            rules = [self._rules[each.id] for each in card.rates]
            self._chosen[key] = card.rates[place_of_rate(rules, sale.territory, sale.channel)]
        return self._chosen[key]


def _taken_back(settled: SettledSale) -> Settled:
    fallen = {each.step_id: each.quantity for each in settled.parts}
    steps = settled.rate.steps
    return Settled(
        allowed=-settled.allowed,
        converted=-settled.converted,
        earned=-settled.earned,
        parts=tuple(-fallen.get(step.id, 0) for step in steps) if len(steps) > 1 else (),
    )


def tallies_of(agreements: Sequence[Agreement]) -> dict[int, Tally]:
    """What was sold on the steps of each agreement's cards, and which lines go on from which."""
    counted = counted_on_steps([agreement.id for agreement in agreements])
    return {agreement.id: _tally(agreement, counted) for agreement in agreements}


def _tally(agreement: Agreement, counted: dict[int, dict[int, int]]) -> Tally:
    with_steps = [rate for card in agreement.cards for rate in card.rates if rate.rule.has_steps]
    earlier: dict[int, tuple[int, ...]] = {}
    seen: dict[object, tuple[int, ...]] = {}
    for rate in with_steps:
        scope = rate.rule.scope
        earlier[rate.id] = seen.get(scope, ())
        seen[scope] = (*earlier[rate.id], rate.id)
    filled = {rate.id: _filled(rate.steps, counted.get(rate.id, {})) for rate in with_steps}
    return Tally(filled=filled, earlier=earlier)


def _filled(steps: Sequence[RateStep], counted: dict[int, int]) -> tuple[int, ...]:
    return tuple(counted.get(step.id, 0) for step in steps)
