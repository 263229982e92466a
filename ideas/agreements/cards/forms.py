"""A card as it is typed: its numbers, and rows that become lines and their steps."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from flask import request
from wtforms import FieldList, FormField, IntegerField, SelectField, StringField
from wtforms import Form as Fields
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from ideas.agreements.cards.rules import Card, Counts, Pays, Rate, Step, refusal_to_write
from ideas.money import EXPONENTS, MOST, Money
from ideas.web.exact import PER_CENT, DecimalField, InCurrency, PercentField, money_of
from ideas.web.forms import Form, choice
from ideas.web.languages import lazy_gettext as _l
from ideas.web.speak import sentence_of

MOST_ROWS, MOST_NAME = 40, 60
KINDS = {
    "percent-units": (Pays.PERCENT, Counts.UNITS, _l("percent of net sales, steps by units")),
    "percent-value": (Pays.PERCENT, Counts.VALUE, _l("percent of net sales, steps by net sales")),
    "unit-units": (Pays.UNIT, Counts.UNITS, _l("amount per unit, steps by units")),
}
NO_AMOUNT = _l("Write an amount this currency can have, not below zero.")


class RateFields(Fields):
    """One row: a rate, from so many units or so much net sales on, for a place."""

    territory = StringField(_l("Territory"), [Optional(), Length(max=MOST_NAME)])
    channel = StringField(_l("Channel"), [Optional(), Length(max=MOST_NAME)])
    kind = SelectField(
        _l("What is paid"), choices=[choice(key, label) for key, (_, _, label) in KINDS.items()]
    )
    start = DecimalField(_l("From"), [Optional()])
    rate = DecimalField(_l("Rate"), [Optional()])

    def step(self, currency: str) -> Step | None:
        """What was typed; None, with a sentence beside it, where it cannot be."""
        pays, counts, _ = KINDS[self.kind.data]
        starts, rates = self.start.data or Decimal(0), self.rate.data
        start = _minor(starts, currency) if counts is Counts.VALUE else _whole(starts)
        rate = _minor(rates, currency) if pays is Pays.UNIT else _points(rates)
        if start is None:
            words = NO_AMOUNT if counts is Counts.VALUE else _l("Write a whole number of units.")
            self.start.errors = [*self.start.errors, words]
        if rate is None:
            words = _l("Write a percentage from 0 to 100 with two decimals at most.")
            self.rate.errors = [*self.rate.errors, NO_AMOUNT if pays is Pays.UNIT else words]
        return None if start is None or rate is None else Step(start, rate)


def _minor(value: Decimal, currency: str) -> int | None:
    money = money_of(value, currency)
    return None if money is None else money.amount


def _whole(value: Decimal) -> int | None:
    is_whole = value == value.to_integral_value() and 0 <= value <= MOST
    return int(value) if is_whole else None


def _points(value: Decimal) -> int | None:
    return _whole(value * PER_CENT) if value <= 100 else None


class CardForm(Form):
    """Everything a card says. The form that uses it has, or is given, a currency."""

    reserve = PercentField(_l("Held back against returns, in percent"), [InputRequired()])
    reserve_periods = IntegerField(
        _l("Released after this many periods"), [InputRequired(), NumberRange(1, 40)]
    )
    reserve_parts = IntegerField(
        _l("In so many parts, one a period"), [InputRequired(), NumberRange(1, 40)]
    )
    deductions_cap = PercentField(_l("Deductions allowed per year, in percent"), [InputRequired()])
    minimum = DecimalField(_l("Smallest payment"), [InputRequired(), InCurrency()])
    guarantee = DecimalField(_l("Guaranteed for a year"), [Optional(), InCurrency()])
    rates = FieldList(FormField(RateFields), label=_l("Rates"), max_entries=MOST_ROWS)

    lines: tuple[Rate, ...] = ()
    form_errors: list[Any]

    def validate(self, extra_validators: Any = None) -> bool:
        """Also: the rows together are a card."""
        is_valid = bool(super().validate(extra_validators))
        return self._rates_hold() and is_valid

    @property
    def in_currency(self) -> str:
        """The currency as typed."""
        return str(self["currency"].data)

    def asks_for_a_row(self) -> bool:
        """Was another row asked for? Then there is one, and nothing is saved."""
        asked = self.is_submitted() and request.form.get("add") == "rates"
        if asked and len(self.rates) < MOST_ROWS:
            self.rates.append_entry()
        return asked

    def _rates_hold(self) -> bool:
        if self.in_currency not in EXPONENTS:
            return False
        found: dict[tuple[str, str, str], list[Step]] = {}
        known = [row.form for row in self.rates if row.form.kind.data in KINDS]
        typed = [form for form in known if form.rate.data is not None]
        is_good = not any(row.form.rate.errors or row.form.start.errors for row in self.rates)
        for row in typed:
            step = row.step(self.in_currency)
            is_good = is_good and step is not None
            place = (row.territory.data or "").strip(), (row.channel.data or "").strip()
            found.setdefault((*place, row.kind.data), []).extend([step] if step else [])
        if not is_good:
            self.form_errors = [*self.form_errors, _l("Check the rows of rates.")]
            return False
        self.lines = tuple(
            Rate(territory, channel, *KINDS[kind][:2], tuple(sorted(steps, key=lambda s: s.start)))
            for (territory, channel, kind), steps in found.items()
        )
        refusal = refusal_to_write(Card(rates=self.lines))
        if refusal is not None:
            self.form_errors = [*self.form_errors, sentence_of(refusal)]
        return refusal is None

    def card(self) -> Card:
        """The card as typed, once it is valid."""
        return Card(
            rates=self.lines,
            reserve_bp=self.reserve.data,
            reserve_periods=int(self.reserve_periods.data or 0),
            reserve_parts=int(self.reserve_parts.data or 0),
            deductions_cap_bp=self.deductions_cap.data,
            minimum=_minor(self.minimum.data, self.in_currency) or 0,
            guarantee=_minor(self.guarantee.data or Decimal(0), self.in_currency) or 0,
        )


def typed_card(card: Card, currency: str) -> dict[str, Any]:
    """A card as the form's data."""
    return {
        "reserve": card.reserve_bp,
        "reserve_periods": card.reserve_periods,
        "reserve_parts": card.reserve_parts,
        "deductions_cap": card.deductions_cap_bp,
        "minimum": Money(card.minimum, currency).decimal(),
        "guarantee": Money(card.guarantee, currency).decimal() if card.guarantee else None,
        "rates": _rows(card.rates, currency),
    }


def _rows(rates: Sequence[Rate], currency: str) -> list[dict[str, Any]]:
    return [
        {
            "territory": rate.territory,
            "channel": rate.channel,
            "kind": f"{rate.pays.value}-{rate.counts.value}",
            "start": Money(step.start, currency).decimal()
            if rate.counts is Counts.VALUE
            else Decimal(step.start),
            "rate": Money(step.rate, currency).decimal()
            if rate.pays is Pays.UNIT
            else Decimal(step.rate) / PER_CENT,
        }
        for rate in rates
        for step in rate.steps
    ]
