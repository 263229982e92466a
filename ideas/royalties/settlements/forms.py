"""An adjustment of an agreement."""

import secrets
from collections.abc import Sequence
from typing import Any

from wtforms import HiddenField, SelectField, StringField
from wtforms.validators import InputRequired, Length

from ideas.agreements.models import Agreement
from ideas.money import NotMoney, parsed
from ideas.web.exact import DecimalField
from ideas.web.forms import Form
from ideas.web.languages import lazy_gettext as _l

LONGEST_NONCE = 64


class ReversalForm(Form):
    """Why an adjustment is taken back."""

    reason = StringField(_l("Reason"), [InputRequired(), Length(max=300)])


class AdjustmentForm(Form):
    """What is added to an agreement's pool, or taken off."""

    nonce = HiddenField(validators=[Length(max=LONGEST_NONCE)])
    agreement = SelectField(_l("Agreement"), coerce=int)
    amount = DecimalField(_l("Amount"), [InputRequired()])
    reason = StringField(_l("Reason"), [InputRequired(), Length(max=300)])

    def __init__(self, agreements: Sequence[Agreement], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by_id = {each.id: each for each in agreements}
        self.agreement.choices = [
            (each.id, f"{each.idea.title} ({each.currency})") for each in agreements
        ]
        if not self.nonce.data:
            self.nonce.data = secrets.token_urlsafe(16)

    def chosen(self) -> Agreement:
        """The agreement that was chosen."""
        return self.by_id[self.agreement.data]

    def minor(self) -> int | None:
        """The amount in minor units; None when the currency has no such amount."""
        try:
            return parsed(f"{self.amount.data:f}", self.chosen().currency).amount
        except NotMoney:
            self.say("amount", _l("Write an amount this agreement's currency can have."))
            return None
