"""What an idea would cost and bring, as it is typed."""

from decimal import Decimal
from typing import Any

from wtforms import IntegerField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from ideas.money import Money
from ideas.review.estimates.models import Estimate
from ideas.review.estimates.rules import MOST_COPIES, Figures
from ideas.web.exact import CurrencyField, DecimalField, InCurrency, money_of
from ideas.web.forms import Form
from ideas.web.languages import lazy_gettext as _l

LONGEST_NOTE = 500
AMOUNTS = ("unit_cost", "price", "one_off")
QUANTITIES = ("low", "likely", "high")
_REQUIRED = InputRequired(_l("Please fill this in."))
_AMOUNT = [_REQUIRED, InCurrency("currency")]
_COPIES = [_REQUIRED, NumberRange(0, MOST_COPIES)]


class EstimateForm(Form):
    """A version of an estimate."""

    currency = CurrencyField(_l("Currency"), [_REQUIRED])
    unit_cost = DecimalField(_l("Cost of a copy"), _AMOUNT)
    price = DecimalField(_l("Net price of a copy"), _AMOUNT)
    one_off = DecimalField(_l("Spent once"), _AMOUNT)
    low = IntegerField(_l("Copies, low"), _COPIES)
    likely = IntegerField(_l("Copies, likely"), _COPIES)
    high = IntegerField(_l("Copies, high"), _COPIES)
    basis = TextAreaField(_l("What it rests on"), [Optional(), Length(max=LONGEST_NOTE)])

    def figures(self) -> Figures:
        """What was typed, in minor units."""
        currency = self.said("currency")
        money = {name: money_of(self[name].data, currency) for name in AMOUNTS}
        amounts = {name: each.amount if each else 0 for name, each in money.items()}
        copies = {name: int(self[name].data or 0) for name in QUANTITIES}
        return Figures(currency=currency, **amounts, **copies)


def blank_estimate(newest: Estimate | None, currency: str) -> EstimateForm:
    """A form that begins with the newest version, or with the currency of the campaign."""
    values: dict[str, Any] = {"currency": currency or "EUR"}
    if newest is not None:
        figures = newest.figures
        values = {"currency": figures.currency, "basis": ""}
        values |= {name: _typed(getattr(figures, name), figures.currency) for name in AMOUNTS}
        values |= {name: getattr(figures, name) for name in QUANTITIES}
    return EstimateForm(formdata=None, **values)


def _typed(amount: int, currency: str) -> Decimal:
    return Money(amount, currency).decimal()
