"""An amendment as it is typed, accepted, refused and withdrawn."""

from typing import Any

from wtforms import BooleanField, HiddenField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from ideas.agreements.cards.forms import CardForm, typed_card
from ideas.agreements.cards.models import RateCard
from ideas.agreements.forms import MOST_NAME, MOST_TEXT
from ideas.agreements.guardians.forms import AskedForm
from ideas.agreements.models import Agreement
from ideas.royalties.amendments.actions import Change
from ideas.royalties.amendments.rules import Signature
from ideas.web.forms import Day, Form
from ideas.web.languages import lazy_gettext as _l

MOST_REASON = 1_000


class AmendmentForm(CardForm):
    """The whole card and the whole text from a day on, and why."""

    currency = HiddenField()
    first_on = Day(_l("Holds from"), [InputRequired()])
    reason = TextAreaField(_l("Reason"), [InputRequired(), Length(max=MOST_REASON)])
    text_en = TextAreaField(_l("Text in English"), [Optional(), Length(max=MOST_TEXT)])
    text_fr = TextAreaField(_l("Text in French"), [Optional(), Length(max=MOST_TEXT)])

    def __init__(self, currency: str, **values: Any) -> None:
        super().__init__(**values)
        self.currency.data = currency

    def change(self) -> Change:
        """What was typed."""
        text = {"en": self.said("text_en").strip(), "fr": self.said("text_fr").strip()}
        assert self.first_on.data is not None  # noqa: S101
        return Change(self.first_on.data, self.said("reason"), self.card(), text)


def form_for(agreement: Agreement, card: RateCard | None) -> AmendmentForm:
    """The form with a draft in it, or with what was agreed last, or with what was typed."""
    source = card or agreement.card
    text = card.text if card else agreement.words
    return AmendmentForm(
        agreement.currency,
        first_on=card.first_on if card else None,
        reason=card.reason if card else "",
        text_en=text.get("en", ""),
        text_fr=text.get("fr", ""),
        **typed_card(source.rule, agreement.currency),
    )


class OfferForm(Form):
    """A second person's yes to what they read."""

    seen = HiddenField(validators=[InputRequired(), Length(max=64)])


class ReasonForm(Form):
    """Why an amendment is refused or withdrawn."""

    why = StringField(_l("Reason"), [InputRequired(), Length(max=500)])


class AcceptAmendmentForm(AskedForm):
    """A creator's yes: their name as a signature, and a minor's guardian."""

    name = StringField(_l("Your full name"), [InputRequired(), Length(max=MOST_NAME)])
    agree = BooleanField(_l("I have read the change and accept it."), [InputRequired()])

    def signature(self) -> Signature:
        """The names as typed."""
        return Signature(self.said("name"), self.asked())
