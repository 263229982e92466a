"""The agreement's draft, and the creator's yes."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from flask_babel import force_locale
from wtforms import (
    BooleanField,
    FieldList,
    FormField,
    HiddenField,
    IntegerField,
    StringField,
    TextAreaField,
)
from wtforms import Form as Fields
from wtforms.validators import InputRequired, Length, NumberRange, Optional, Regexp

from ideas.accounts.models import Person
from ideas.agreements.actions import Figures
from ideas.agreements.cards.rules import Card, flat
from ideas.agreements.models import Agreement
from ideas.agreements.rules import Part
from ideas.money import Money
from ideas.web.exact import CurrencyField, DecimalField, InCurrency, PercentField, money_of
from ideas.web.forms import Form
from ideas.web.languages import LANGUAGES
from ideas.web.languages import lazy_gettext as _l
from ideas.web.words.agreements import STANDARD_TEXT

MOST_TEXT, MOST_NAME = 20_000, 120


def standard_text() -> dict[str, str]:
    """The text an agreement begins with, in every language of the site."""
    texts = {}
    for language in LANGUAGES:
        with force_locale(language):
            texts[language] = str(STANDARD_TEXT)
    return texts


class ShareFields(Fields):
    """One creator's part."""

    person_id = HiddenField(validators=[Regexp(r"^[0-9]{1,18}$")])
    share = PercentField(_l("Share in percent"), [InputRequired()])
    advance = DecimalField(_l("Advance"), [Optional()])


class AgreementForm(Form):
    """Everything finance may change in a draft."""

    currency = CurrencyField(_l("Currency"), [InputRequired()])
    rate = PercentField(_l("Royalty in percent of net sales"), [InputRequired()])
    territory = StringField(_l("Territory"), [Optional(), Length(max=MOST_NAME)])
    reserve = PercentField(_l("Held back against returns, in percent"), [InputRequired()])
    reserve_periods = IntegerField(
        _l("Released after this many periods"), [InputRequired(), NumberRange(1, 40)]
    )
    deductions_cap = PercentField(_l("Deductions allowed per year, in percent"), [InputRequired()])
    minimum = DecimalField(_l("Smallest payment"), [InputRequired(), InCurrency()])
    copies = IntegerField(_l("Copies for the creators"), [InputRequired(), NumberRange(0, 10_000)])
    text_en = TextAreaField(_l("Text in English"), [Optional(), Length(max=MOST_TEXT)])
    text_fr = TextAreaField(_l("Text in French"), [Optional(), Length(max=MOST_TEXT)])
    shares = FieldList(FormField(ShareFields))

    def validate(self, extra_validators: Any = None) -> bool:
        """Also: each advance is an amount in the agreement's currency."""
        is_valid = bool(super().validate(extra_validators))
        for entry in self.shares:
            if entry.advance.data and not entry.share.data:
                sentence = _l("An advance goes with a share: write a share, or no advance.")
                entry.advance.errors = [*entry.advance.errors, sentence]
                is_valid = False
        for entry in self.shares if not self.currency.errors else ():
            if money_of(entry.advance.data, self.in_currency) is None:
                sentence = _l("Write an amount this currency can have, not below zero.")
                entry.advance.errors = [*entry.advance.errors, sentence]
                is_valid = False
        return is_valid

    @property
    def in_currency(self) -> str:
        """The currency as typed."""
        return str(self.currency.data)

    def figures(self) -> Figures:
        """What was typed, in basis points and minor units."""
        return Figures(
            currency=self.in_currency,
            card=Card(
                rates=flat(self.rate.data),
                reserve_bp=self.reserve.data,
                reserve_periods=int(self.reserve_periods.data or 0),
                deductions_cap_bp=self.deductions_cap.data,
                minimum=self._minor(self.minimum.data),
            ),
            territories=[self.territory.data.strip()] if self.territory.data else [],
            copies=int(self.copies.data or 0),
            text={
                "en": (self.text_en.data or "").strip(),
                "fr": (self.text_fr.data or "").strip(),
            },
        )

    def parts(self) -> list[Part]:
        """The shares as typed, without those of nothing."""
        return [
            Part(int(entry.person_id.data), entry.share.data, self._minor(entry.advance.data))
            for entry in self.shares
            if entry.share.data
        ]

    def _minor(self, value: Decimal | None) -> int:
        money = money_of(value, self.in_currency)
        return money.amount if money else 0


def draft_form(agreement: Agreement, team: Sequence[Person]) -> AgreementForm:
    """The form with the draft's figures and everybody on the team, or with what was typed."""
    currency, card = agreement.currency, agreement.card
    drafted = {share.person_id: share for share in agreement.shares}
    people = [*drafted, *(each.id for each in team if each.id not in drafted)]
    return AgreementForm(
        currency=currency,
        rate=card.rates[0].steps[0].rate,
        territory=", ".join(agreement.territories),
        reserve=card.reserve_bp,
        reserve_periods=card.reserve_periods,
        deductions_cap=card.deductions_cap_bp,
        minimum=Money(card.minimum, currency).decimal(),
        copies=agreement.copies,
        text_en=agreement.text.get("en", ""),
        text_fr=agreement.text.get("fr", ""),
        shares=[
            {
                "person_id": str(person_id),
                "share": share.share_bp if share else 0,
                "advance": Money(share.advance if share else 0, currency).decimal(),
            }
            for person_id, share in ((each, drafted.get(each)) for each in people)
        ],
    )


class AcceptForm(Form):
    """A creator's yes: their name as a signature."""

    name = StringField(_l("Your full name"), [InputRequired(), Length(max=MOST_NAME)])
    guardian = StringField(
        _l("Full name of your parent or guardian"), [Optional(), Length(max=MOST_NAME)]
    )
    agree = BooleanField(_l("I have read the agreement and accept it."), [InputRequired()])


class EndForm(Form):
    """Why an agreement is withdrawn or ended."""

    reason = StringField(_l("Reason"), [InputRequired(), Length(max=500)])
