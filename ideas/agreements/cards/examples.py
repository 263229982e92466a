"""A card by example, in the reader's language."""

from fractions import Fraction

from flask_babel import gettext as _

from ideas.agreements.cards.rules import Card, Counts, Pays, Rate, filled, royalty
from ideas.money import Money, exponent_of, round_half_away
from ideas.web.format import money, number

PRICE, ROUND = 50, 1_000


def examples_of(card: Card, currency: str) -> list[str]:
    """For each line a sale that reaches its last step, at a price of 50, and what it earns."""
    return [_example(rate, currency) for rate in card.rates]


def _example(rate: Rate, currency: str) -> str:
    price = PRICE * 10 ** exponent_of(currency)
    last = rate.steps[-1].start
    units = ROUND if last == 0 else last * 2
    if rate.counts is Counts.VALUE and last:
        units = -(-2 * last // price)
    net, nothing = units * price, (0,) * len(rate.steps)
    quantity = net if rate.counts is Counts.VALUE else units
    parts = filled(rate, nothing, quantity)
    earned = round_half_away(royalty(rate, Fraction(net), parts, nothing))
    said = {"units": number(units), "earned": money(Money(earned, currency))}
    if rate.pays is Pays.UNIT:
        return str(_("For example: %(units)s units sold earn %(earned)s.", **said))
    said |= {"net": money(Money(net, currency))}
    sentence = _("For example: %(units)s units with net sales of %(net)s earn %(earned)s.", **said)
    return str(sentence)
