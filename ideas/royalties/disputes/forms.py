"""What a payee says is wrong, and what finance answers."""

from typing import Any

from wtforms import HiddenField, RadioField, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from ideas.money import NotMoney, parsed
from ideas.royalties.disputes.actions import Complaint, Verdict
from ideas.royalties.disputes.rules import LONGEST_WORDS, DisputeReason, Outcome
from ideas.royalties.settlements.models import SettledSale
from ideas.web.exact import DecimalField
from ideas.web.forms import Form, choice
from ideas.web.languages import lazy_gettext as _l
from ideas.web.speak import label_of

_NOT_TOO_LONG = Length(max=LONGEST_WORDS, message=_l("At most 2,000 characters, please."))


class DisputeForm(Form):
    """What is wrong, in a word from the list and in one's own."""

    reason = SelectField(_l("What is wrong?"), [InputRequired()])
    words = TextAreaField(_l("Tell us what you expected"), [InputRequired(), _NOT_TOO_LONG])
    line = HiddenField(validators=[Optional(), Length(max=20)])

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        self.reason.choices = [
            (each.value, label_of("dispute_reason", each)) for each in DisputeReason
        ]

    def complaint(self, line: SettledSale | None) -> Complaint:
        """What was typed."""
        return Complaint(DisputeReason(self.reason.data), self.said("words"), line)


class AgainForm(Form):
    """Why the answer does not satisfy."""

    words = TextAreaField(
        _l("What is still wrong?"), [InputRequired(), _NOT_TOO_LONG], id="again_words"
    )


class AnswerForm(Form):
    """The outcome, its amount, and the words."""

    outcome = RadioField(_l("What comes of it?"), [InputRequired()])
    amount = DecimalField(_l("Adjustment"), [Optional()])
    answer = TextAreaField(_l("Your answer to the payee"), [InputRequired(), _NOT_TOO_LONG])

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        self.outcome.choices = [
            choice(each.value, label_of("dispute_outcome", each)) for each in Outcome
        ]

    def verdict(self, currency: str) -> Verdict | None:
        """What was typed; None when the currency has no such amount."""
        typed = self.amount.data
        try:
            amount = parsed(f"{typed:f}", currency).amount if typed is not None else 0
        except NotMoney:
            self.say("amount", _l("Write an amount this agreement's currency can have."))
            return None
        return Verdict(Outcome(self.outcome.data), self.said("answer"), amount)
