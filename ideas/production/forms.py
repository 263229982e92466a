"""A product, and why an idea is given up."""

from datetime import date
from typing import cast

from wtforms import StringField, TextAreaField
from wtforms.validators import URL, InputRequired, Length, Optional, Regexp

from ideas.money import Money
from ideas.production.actions import Launch
from ideas.web.exact import CurrencyField, DecimalField, InCurrency, money_of
from ideas.web.forms import Day, Form
from ideas.web.languages import lazy_gettext as _l

MOST_WORDS = 1_000


class ProductForm(Form):
    """A product that is on sale."""

    sku = StringField(
        _l("SKU"),
        [
            InputRequired(),
            Length(max=64),
            Regexp(r"[A-Za-z0-9._/-]+\Z", message=_l("Use letters, digits and . _ / - only.")),
        ],
    )
    name = StringField(_l("Name"), [InputRequired(), Length(max=120)])
    price = DecimalField(_l("Price"), [InputRequired(), InCurrency()])
    currency = CurrencyField(_l("Currency"), [InputRequired()])
    on_sale_on = Day(_l("On sale since"), [InputRequired()])
    url = StringField(
        _l("Where to buy it"),
        [
            Optional(),
            Length(max=500),
            Regexp(r"^https?://", message=_l("Write an address that begins with https://.")),
            URL(message=_l("Write an address that begins with https://.")),
        ],
    )

    def facts(self) -> Launch:
        """What was typed."""
        currency = str(self.currency.data)
        return Launch(
            sku=str(self.sku.data),
            name=str(self.name.data).strip(),
            price=money_of(self.price.data, currency) or Money(0, currency),
            on_sale_on=cast(date, self.on_sale_on.data),
            url=self.url.data or None,
        )


class CancelForm(Form):
    """The public sentence, per language."""

    text_en = TextAreaField(_l("Reason in English"), [InputRequired(), Length(max=MOST_WORDS)])
    text_fr = TextAreaField(_l("Reason in French"), [Optional(), Length(max=MOST_WORDS)])

    def texts(self) -> dict[str, str]:
        """What was typed."""
        typed = {"en": self.text_en.data or "", "fr": self.text_fr.data or ""}
        return {language: text.strip() for language, text in typed.items() if text.strip()}
