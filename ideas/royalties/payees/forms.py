"""What a payee tells of themselves, and what finance enters of them."""

from datetime import date
from typing import Any, cast

from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from ideas.accounts.countries import countries
from ideas.royalties.payees.actions import FormFacts
from ideas.royalties.payees.rules import Details, PayeeKind, TaxFormKind
from ideas.web.exact import PercentField
from ideas.web.forms import Day, Form, choice
from ideas.web.languages import language
from ideas.web.languages import lazy_gettext as _l
from ideas.web.speak import label_of

LONGEST_NAME, LONGEST_LINE, LONGEST_REASON = 70, 100, 300


class DetailsForm(Form):
    """Who a payee is."""

    kind = RadioField(_l("You are paid as"), [InputRequired()])
    name = StringField(_l("Full legal name"), [InputRequired(), Length(max=LONGEST_NAME)])
    street = StringField(_l("Street and number"), [Length(max=LONGEST_LINE)])
    town = StringField(_l("Postcode and town"), [Length(max=LONGEST_LINE)])
    country = SelectField(_l("Country of tax residence"), [InputRequired()])
    tax_number = StringField(_l("Tax number"), [Length(max=LONGEST_LINE)])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind.choices = [choice(each.value, label_of("payee", each)) for each in PayeeKind]
        named = countries(language())
        self.country.choices = [choice("", ""), *(choice(*each) for each in named)]

    def details(self) -> Details:
        """Name, address and tax number, as typed."""
        names = ("name", "street", "town", "tax_number")
        return Details(**{name: self.said(name).strip() for name in names})


class WithholdingForm(Form):
    """A withholding rate."""

    rate = PercentField(_l("Withheld, in per cent"), [InputRequired()])
    from_on = Day(_l("From"), [InputRequired()])
    reason = StringField(_l("Reason"), [InputRequired(), Length(max=LONGEST_REASON)])


class TaxFormForm(Form):
    """A tax form that a payee gave in."""

    kind = SelectField(_l("Form"), [InputRequired()])
    name = StringField(_l("Number or name"), [Length(max=LONGEST_LINE)])
    received_on = Day(_l("Received on"), [InputRequired()])
    ends_on = Day(_l("Last day"), [])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind.choices = [choice(each.value, label_of("tax_form", each)) for each in TaxFormKind]

    def facts(self) -> FormFacts:
        """The form, as typed."""
        received_on = cast(date, self.received_on.data)
        kind = TaxFormKind(self.said("kind"))
        return FormFacts(kind, self.said("name"), received_on, self.ends_on.data)


class ReasonForm(Form):
    """Why something is turned down."""

    reason = TextAreaField(_l("Reason"), [InputRequired(), Length(max=LONGEST_REASON)], id="no")
