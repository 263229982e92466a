"""Form fields for numbers that must be exact: decimals, percentages, amounts of money."""

from decimal import Decimal, InvalidOperation
from typing import Any

from babel.numbers import get_decimal_symbol
from flask_babel import get_locale
from wtforms import StringField
from wtforms.validators import StopValidation, ValidationError

from ideas.money import BASIS_POINTS, EXPONENTS, Money, NotMoney, parsed
from ideas.web.languages import lazy_gettext as _l

PER_CENT = BASIS_POINTS // 100
BLANKS = dict.fromkeys(map(ord, " \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}"))
MOST_DIGITS = 30


def exact_decimal(text: str) -> Decimal | None:
    """The decimal a person typed, with the decimal mark of their language; None if it is none."""
    plain = text.translate(BLANKS)
    mark = get_decimal_symbol(get_locale())
    if mark != "." and "." not in plain:
        plain = plain.replace(mark, ".", 1)
    if len(plain) > MOST_DIGITS or not plain.isascii() or set(plain) - set("-.0123456789"):
        return None
    try:
        return Decimal(plain)
    except InvalidOperation:
        return None


def shown(value: Decimal) -> str:
    """A decimal as a person would type it: not grouped, with their language's mark."""
    return f"{value:f}".replace(".", str(get_decimal_symbol(get_locale())))


class DecimalField(StringField):
    """A decimal, exact, or None when nothing was typed; what was typed is kept."""

    data: Any

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else shown(self.to_decimal(self.data))

    def to_decimal(self, data: Any) -> Decimal:
        """The decimal to show for the field's data."""
        return Decimal(data)

    def from_decimal(self, value: Decimal) -> Any:
        """The field's data for a decimal that was typed."""
        return value

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read what was typed."""
        self.data = None
        if not valuelist or not valuelist[0].strip():
            return
        value = exact_decimal(valuelist[0])
        if value is None:
            raise ValueError(_l("Write a number such as 12.50."))
        self.data = self.from_decimal(value)


class PercentField(DecimalField):
    """A percentage from 0 to 100 with two decimals at most; the data are basis points."""

    def to_decimal(self, data: Any) -> Decimal:
        """Basis points as a percentage."""
        return Decimal(data) / PER_CENT

    def from_decimal(self, value: Decimal) -> int:
        """A percentage as basis points."""
        exact = value * PER_CENT
        if exact != exact.to_integral_value() or not 0 <= exact <= BASIS_POINTS:
            raise ValueError(_l("Write a percentage from 0 to 100 with two decimals at most."))
        return int(exact)


class CurrencyField(StringField):
    """An ISO 4217 code in capitals."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the code, however it is written."""
        self.data = valuelist[0].strip().upper() if valuelist else ""

    def pre_validate(self, form: Any) -> None:
        """Refuse what is no currency in use."""
        if self.data not in EXPONENTS:
            raise StopValidation(_l("Write a currency's three letters, such as EUR."))


class InCurrency:
    """Validator of a DecimalField: an amount, not negative, in the currency of another field."""

    def __init__(self, currency: str = "currency") -> None:
        self.currency = currency

    def __call__(self, form: Any, field: Any) -> None:
        """Refuse decimals the currency does not have."""
        currency = form[self.currency].data
        if field.data is None or currency not in EXPONENTS:
            return
        if money_of(field.data, currency) is None:
            raise ValidationError(_l("Write an amount this currency can have, not below zero."))


def money_of(value: Decimal | None, currency: str) -> Money | None:
    """The money a decimal names in a currency; None when it names none or less than nothing."""
    try:
        money = parsed(f"{value or Decimal(0):f}", currency)
    except NotMoney:
        return None
    return money if money.amount >= 0 else None
