"""The next version of the terms, as it is typed."""

import re
from collections.abc import Sequence
from contextlib import suppress
from decimal import Decimal
from typing import Any

from wtforms import Field, IntegerField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError

from ideas.campaigns.changes import FIGURES, TEXTS, values_of
from ideas.campaigns.ladder import LONGEST, PRESETS, Tier, ladder_from, pairs_of, problem_of
from ideas.campaigns.models import Terms
from ideas.campaigns.prices import problem_with
from ideas.money import EXPONENTS, Money
from ideas.refusals import Refusal
from ideas.web.exact import CurrencyField, PercentField, exact_decimal, money_of, shown
from ideas.web.forms import Form
from ideas.web.languages import LANGUAGES
from ideas.web.languages import lazy_gettext as _l
from ideas.web.speak import sentence_of

SPARE_ROWS = 2
MOST_TEXT, MOST_REASON = 50_000, 500
ONE_YEAR, MOST_DIGITS = 8_760, 12
BETWEEN_PRICES = re.compile(r"[\s;]+|,\s")


class LadderField(Field):
    """The tiers, as two inputs of the same name per row; empty rows do not count."""

    data: tuple[Tier, ...]

    def process_data(self, value: Any) -> None:
        """Show the ladder of a version."""
        self.data = tuple(value or ())
        self.typed = [(str(tier.votes), str(tier.days)) for tier in self.data]

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the rows that hold something."""
        if not valuelist:
            return
        rows = list(zip(valuelist[::2], valuelist[1::2], strict=False))
        self.typed = [row for row in rows if any(cell.strip() for cell in row)]
        self.data = tuple(Tier(_whole(votes), _whole(days)) for votes, days in self.typed)

    def pre_validate(self, form: Any) -> None:
        """Refuse a ladder nobody can climb."""
        problem = problem_of(self.data)
        if problem and not self.process_errors:
            raise ValidationError(sentence_of(Refusal(problem)))

    @property
    def rows(self) -> Sequence[tuple[str, str]]:
        """What was typed, and a few empty rows to go on with."""
        spare = min(SPARE_ROWS, LONGEST - len(self.typed))
        return [*self.typed, *[("", "")] * spare]


def _whole(text: str) -> int:
    digits = "".join(text.split())
    if not (digits.isascii() and digits.isdecimal() and len(digits) <= MOST_DIGITS):
        raise ValueError(_l("Fill in both numbers of each row, or neither."))
    return int(digits)


class PricesField(StringField):
    """Amounts in the currency of the form, one after the other; the data are money."""

    data: Any

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return " ".join(shown(price.decimal()) for price in self.data or ())

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the amounts; which money they are is known once the currency is."""
        self.data = ()
        texts = [text for text in BETWEEN_PRICES.split(valuelist[0]) if text] if valuelist else []
        self.amounts: list[Decimal | None] = [exact_decimal(text) for text in texts]

    def pre_validate(self, form: Any) -> None:
        """Refuse what is no amount in this currency, and prices that do not rise."""
        currency = form.currency.data
        if currency not in EXPONENTS:
            return
        prices = [amount and money_of(amount, currency) for amount in self.amounts]
        self.data = tuple(price for price in prices if isinstance(price, Money))
        if len(self.data) < len(prices):
            raise ValidationError(_l("Write amounts such as 10 20 49.90, with spaces between."))
        problem = problem_with([price.amount for price in self.data])
        if problem:
            raise ValidationError(sentence_of(Refusal(problem)))


def _between(least: int, most: int) -> list[Any]:
    words = _l("Write a number from %(least)s to %(most)s.", least=least, most=most)
    return [InputRequired(), NumberRange(least, most, message=words)]


def _plain_lines(text: str | None) -> str:
    return (text or "").replace("\r\n", "\n").strip()


def _text(label: Any) -> TextAreaField:
    too_long = _l("Use at most 50,000 characters.")
    rules = [Optional(), Length(max=MOST_TEXT, message=too_long)]
    return TextAreaField(label, rules, filters=[_plain_lines])


class TermsForm(Form):
    """Every term of a version, and why it changes."""

    ladder = LadderField(_l("Ladder"))
    certification_hours = IntegerField(_l("Hours to check the votes"), _between(0, 720))
    decision_days = IntegerField(_l("Days until the answer"), _between(1, 730))
    park_months = IntegerField(_l("Months an idea can be parked"), _between(1, 60))
    live_ideas_per_creator = IntegerField(_l("Open ideas per creator"), _between(1, 100))
    resubmit_hours = IntegerField(_l("Hours before handing in again"), _between(0, ONE_YEAR))
    vote_again_hours = IntegerField(_l("Hours before voting again"), _between(0, ONE_YEAR))
    rights_check_tier = IntegerField(_l("Rights are checked at milestone"), _between(1, LONGEST))
    royalty_bp = PercentField(_l("Royalty in percent of net sales"), [InputRequired()])
    copies = IntegerField(_l("Copies for the creators"), _between(0, 10_000))
    currency = CurrencyField(_l("Currency"), [InputRequired()])
    prices = PricesField(_l("Prices voters are asked about"))
    guidelines_en = _text(_l("Guidelines in English"))
    guidelines_fr = _text(_l("Guidelines in French"))
    licence_en = _text(_l("Licence text in English"))
    licence_fr = _text(_l("Licence text in French"))
    reason = StringField(
        _l("Why the terms change"),
        [
            InputRequired(),
            Length(max=MOST_REASON, message=_l("Use at most 500 characters.")),
        ],
        filters=[_plain_lines],
    )

    def values(self) -> dict[str, Any]:
        """What was typed, as ``values_of`` gives a version."""
        return {
            "ladder": [tuple(pair) for pair in pairs_of(self.ladder.data)],
            **{name: self[name].data for name in FIGURES},
            **{name: self._texts(name) for name in TEXTS},
        }

    def _texts(self, name: str) -> dict[str, str]:
        said = {language: self.said(f"{name}_{language}") for language in LANGUAGES}
        return {language: text for language, text in said.items() if text}

    def take(self, cells: list[str], hours: str) -> None:
        """Begin with a ladder and a certification window that were tried out, if they can be."""
        with suppress(ValueError):
            if cells:
                self.ladder.process_formdata(cells)
        if hours.isdecimal() and hours.isascii() and len(hours) <= MOST_DIGITS:
            self.certification_hours.process_data(int(hours))

    def climb(self, preset: str) -> None:
        """Put a preset's ladder in the place of what was typed."""
        self.ladder.process_data(ladder_from(PRESETS[preset]))


def form_for(terms: Terms) -> TermsForm:
    """The form with a version's terms, or with what was typed."""
    kept = values_of(terms)
    texts = {
        f"{name}_{language}": kept[name].get(language, "")
        for name in TEXTS
        for language in LANGUAGES
    }
    figures = {name: kept[name] for name in FIGURES}
    return TermsForm(ladder=terms.tiers, **figures, **texts)
