"""The questions after a vote; each may be left out."""

from collections.abc import Sequence
from typing import Any

from wtforms import BooleanField, RadioField
from wtforms.validators import Optional

from ideas.money import Money
from ideas.voting.survey.models import ForWhom
from ideas.voting.survey.rules import NOT_AT_ALL, QUANTITIES, Said
from ideas.web.forms import Form, choice
from ideas.web.languages import lazy_gettext as _l
from ideas.web.speak import label_of


class SurveyForm(Form):
    """What a voter would pay, for how many, for whom."""

    price = RadioField(_l("What would you pay for it at most?"), [Optional()])
    quantity = RadioField(_l("How many would you buy?"), [Optional()])
    for_whom = RadioField(_l("For whom?"), [Optional()])
    tell_me = BooleanField(_l("Tell me when I can buy it"))

    def __init__(self, prices: Sequence[Money], **values: Any) -> None:
        super().__init__(**values)
        steps = (NOT_AT_ALL, *(price.amount for price in prices)) if prices else ()
        self.price.choices = [choice(str(step), str(step)) for step in steps]
        self.quantity.choices = [choice(str(number), str(number)) for number in QUANTITIES]
        self.for_whom.choices = [choice(k.value, label_of("for_whom", k)) for k in ForWhom]

    def answers(self) -> Said:
        """What was said; what was not is None."""
        return Said(
            price=int(self.said("price")) if self.said("price") else None,
            quantity=int(self.said("quantity")) if self.said("quantity") else None,
            for_whom=self.said("for_whom") or None,
            tell_me=bool(self.tell_me.data),
        )
