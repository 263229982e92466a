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
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms import Form as Fields
from wtforms.validators import InputRequired, Length, NumberRange, Optional, Regexp

from ideas.accounts.models import Person
from ideas.accounts.queries import person_by_handle
from ideas.agreements import models
from ideas.agreements.actions import Figures
from ideas.agreements.cards.forms import NO_AMOUNT, CardForm, typed_card
from ideas.agreements.guardians.forms import AskedForm
from ideas.agreements.models import Agreement, Frequency
from ideas.agreements.rules import Part
from ideas.money import Money
from ideas.web.exact import CurrencyField, DecimalField, PercentField, money_of
from ideas.web.forms import Day, Form, choice
from ideas.web.languages import LANGUAGES
from ideas.web.languages import lazy_gettext as _l
from ideas.web.speak import label_of
from ideas.web.words.agreements import STANDARD_AUDIT, STANDARD_TEXT

MOST_TEXT, MOST_NAME, SPARE = 20_000, 120, 2


def standard_text() -> dict[str, str]:
    """The text an agreement begins with, in every language of the site."""
    return _in_every_language(STANDARD_TEXT)


def standard_audit() -> dict[str, str]:
    """The audit clause an agreement begins with."""
    return _in_every_language(STANDARD_AUDIT)


def _in_every_language(words: Any) -> dict[str, str]:
    texts = {}
    for language in LANGUAGES:
        with force_locale(language):
            texts[language] = str(words)
    return texts


class ShareFields(Fields):
    """One creator's part."""

    person_id = HiddenField(validators=[Regexp(r"^[0-9]{1,18}$")])
    share = PercentField(_l("Share in percent"), [InputRequired()])
    advance = DecimalField(_l("Advance"), [Optional()])


class ContributorFields(Fields):
    """Somebody the creators name: their handle, and their part of the whole."""

    handle = StringField(_l("Handle"), [Optional(), Length(max=MOST_NAME)])
    share = PercentField(_l("Share in percent"), [Optional()])

    person: Person | None = None

    def finds(self) -> bool:
        """Is this row empty, or about somebody with a part?"""
        handle = (self.handle.data or "").strip().removeprefix("@")
        self.person = person_by_handle(handle) if handle else None
        if handle and self.person is None:
            self.handle.errors = [*self.handle.errors, _l("Nobody has this handle.")]
        if handle and not self.share.data:
            self.share.errors = [*self.share.errors, _l("Please fill this in.")]
        return not handle or (self.person is not None and bool(self.share.data))


class AgreementForm(CardForm):
    """Everything finance may change in a draft."""

    currency = CurrencyField(_l("Currency"), [InputRequired()])
    frequency = SelectField(_l("Statements"))
    territories = StringField(_l("Territories"), [Optional(), Length(max=500)])
    begins_on = Day(_l("Begins on"), [Optional()])
    ends_on = Day(_l("Ends on"), [Optional()])
    copies = IntegerField(_l("Copies for the creators"), [InputRequired(), NumberRange(0, 10_000)])
    audit_en = TextAreaField(_l("Audit clause in English"), [Optional(), Length(max=MOST_TEXT)])
    audit_fr = TextAreaField(_l("Audit clause in French"), [Optional(), Length(max=MOST_TEXT)])
    text_en = TextAreaField(_l("Text in English"), [Optional(), Length(max=MOST_TEXT)])
    text_fr = TextAreaField(_l("Text in French"), [Optional(), Length(max=MOST_TEXT)])
    shares = FieldList(FormField(ShareFields))
    contributors = FieldList(FormField(ContributorFields), max_entries=40)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.frequency.choices = [
            choice(each.value, label_of("frequency", each.value)) for each in Frequency
        ]

    def validate(self, extra_validators: Any = None) -> bool:
        """Also: advances are amounts, days stand in order, contributors are known."""
        is_valid = bool(super().validate(extra_validators))
        for entry in self.shares:
            if entry.advance.data and not entry.share.data:
                sentence = _l("An advance goes with a share: write a share, or no advance.")
                entry.advance.errors = [*entry.advance.errors, sentence]
                is_valid = False
        for entry in self.shares if not self.currency.errors else ():
            if money_of(entry.advance.data, self.in_currency) is None:
                entry.advance.errors = [*entry.advance.errors, NO_AMOUNT]
                is_valid = False
        first, last = self.begins_on.data, self.ends_on.data
        if first and last and last < first:
            self.say("ends_on", _l("The last day cannot come before the first."))
            is_valid = False
        found = [entry.form.finds() for entry in self.contributors]
        return all(found) and is_valid

    def figures(self) -> Figures:
        """What was typed, in basis points and minor units."""
        return Figures(
            currency=self.in_currency,
            card=self.card(),
            territories=_words(self._text("territories")),
            begins_on=self.begins_on.data,
            ends_on=self.ends_on.data,
            frequency=Frequency(self.frequency.data),
            copies=int(self.copies.data or 0),
            audit={"en": self._text("audit_en"), "fr": self._text("audit_fr")},
            text={"en": self._text("text_en"), "fr": self._text("text_fr")},
        )

    def _text(self, field: str) -> str:
        return str(self[field].data or "").strip()

    def parts(self) -> list[Part]:
        """The shares as typed, without those of nothing; creators first."""
        created = [
            Part(int(entry.person_id.data), entry.share.data, self._minor(entry.advance.data))
            for entry in self.shares
            if entry.share.data
        ]
        return created + [
            Part(entry.form.person.id, entry.share.data, is_contributor=True)
            for entry in self.contributors
            if entry.form.person is not None
        ]

    def _minor(self, value: Decimal | None) -> int:
        money = money_of(value, self.in_currency)
        return money.amount if money is not None else 0


def _words(text: str) -> list[str]:
    return [word for each in text.split(",") if (word := " ".join(each.split()))]


def draft_form(agreement: Agreement, team: Sequence[Person]) -> AgreementForm:
    """The form with the draft's figures and everybody on the team, or with what was typed."""
    return AgreementForm(
        currency=agreement.currency,
        frequency=agreement.frequency.value,
        territories=", ".join(agreement.territories),
        begins_on=agreement.begins_on,
        ends_on=agreement.ends_on,
        copies=agreement.copies,
        **{f"audit_{language}": agreement.audit.get(language, "") for language in ("en", "fr")},
        **{f"text_{language}": agreement.text.get(language, "") for language in ("en", "fr")},
        shares=_shares(agreement, team),
        contributors=_contributors(agreement),
        **typed_card(agreement.card.rule, agreement.currency),
    )


def _shares(agreement: Agreement, team: Sequence[Person]) -> list[dict[str, Any]]:
    creators = [each for each in agreement.shares if each.part is models.Part.CREATOR]
    drafted = {share.person_id: share for share in creators}
    people = [*drafted, *(each.id for each in team if each.id not in drafted)]
    return [
        {
            "person_id": str(person_id),
            "share": share.share_bp if share else 0,
            "advance": Money(share.advance if share else 0, agreement.currency).decimal(),
        }
        for person_id, share in ((each, drafted.get(each)) for each in people)
    ]


def _contributors(agreement: Agreement) -> list[dict[str, Any]]:
    named = [each for each in agreement.shares if each.part is models.Part.CONTRIBUTOR]
    rows: list[dict[str, Any]] = [
        {"handle": each.person.handle, "share": each.share_bp} for each in named
    ]
    return rows + [{}] * SPARE


class AcceptForm(AskedForm):
    """A creator's yes: their name as a signature, and a minor's guardian."""

    name = StringField(_l("Your full name"), [InputRequired(), Length(max=MOST_NAME)])
    agree = BooleanField(_l("I have read the agreement and accept it."), [InputRequired()])


class EndForm(Form):
    """Why an agreement is withdrawn or ended."""

    reason = StringField(_l("Reason"), [InputRequired(), Length(max=500)])
