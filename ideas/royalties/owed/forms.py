"""What lies apart, as finance types it."""

from wtforms.validators import InputRequired

from ideas.money import Money
from ideas.web.exact import CurrencyField, DecimalField, InCurrency, money_of
from ideas.web.forms import Day, Form
from ideas.web.languages import lazy_gettext as _l


class ApartForm(Form):
    """An amount on an account of its own."""

    currency = CurrencyField(_l("Currency"), [InputRequired()])
    amount = DecimalField(_l("Amount kept apart"), [InputRequired(), InCurrency()])
    counted_on = Day(_l("As of"), [InputRequired()])

    def money(self) -> Money:
        """The amount, as typed; the form is valid."""
        return money_of(self.amount.data, str(self.currency.data)) or Money(0, "EUR")
