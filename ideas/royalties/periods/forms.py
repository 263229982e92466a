"""A new period, and an exchange rate."""

from datetime import date
from typing import cast

from wtforms import StringField
from wtforms.validators import InputRequired, Length, Regexp

from ideas.web.exact import CurrencyField, DecimalField
from ideas.web.forms import Day, Form
from ideas.web.languages import lazy_gettext as _l


class PeriodForm(Form):
    """A period's name and days."""

    code = StringField(
        _l("Name"),
        [
            InputRequired(),
            Length(max=20),
            Regexp(r"[A-Za-z0-9-]+\Z", message=_l("Use letters, digits and hyphens only.")),
        ],
    )
    starts_on = Day(_l("First day"), [InputRequired()])
    ends_on = Day(_l("Last day"), [InputRequired()])

    def days(self) -> tuple[date, date]:
        """First and last day, as typed."""
        return cast(date, self.starts_on.data), cast(date, self.ends_on.data)


class RateForm(Form):
    """What one of a currency is worth in another."""

    currency = CurrencyField(_l("One"), [InputRequired()])
    rate = DecimalField(_l("is worth"), [InputRequired()])
    into = CurrencyField(_l("in"), [InputRequired()])
    source = StringField(_l("Source"), [InputRequired(), Length(max=120)])
    quoted_on = Day(_l("Quoted on"), [InputRequired()])

    def pair(self) -> tuple[str, str]:
        """Both currencies, as typed."""
        return str(self.currency.data), str(self.into.data)


class ReopeningForm(Form):
    """Why a period takes sales again."""

    reason = StringField(_l("Reason"), [InputRequired(), Length(max=300)])
