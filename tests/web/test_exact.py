"""Numbers that people type, read exactly in their language; money shown exactly."""

from decimal import Decimal

import pytest
from flask import Flask
from flask_babel import force_locale

from ideas.money import Money
from ideas.web.exact import exact_decimal, money_of, shown
from ideas.web.format import language_name, minor, money


@pytest.mark.parametrize(
    ("language", "text", "value"),
    [
        ("en", "1234.50", "1234.50"),
        ("en", " 1 234.5 ", "1234.5"),
        ("en", "1,234", None),
        ("fr", "12,50", "12.50"),
        ("fr", "1\N{NARROW NO-BREAK SPACE}234,5", "1234.5"),
        ("fr", "12.50", "12.50"),
        ("fr", "1.234,50", None),
        ("en", "-5", "-5"),
        ("en", "1e5", None),
        ("en", "NaN", None),
        ("en", "--5", None),
        ("en", "", None),
        ("en", "1" * 40, None),
        ("en", "١", None),
    ],
)
def test_a_decimal_is_read_with_the_languages_mark(
    app: Flask, language: str, text: str, value: str | None
) -> None:
    with app.test_request_context(), force_locale(language):
        assert exact_decimal(text) == (Decimal(value) if value else None)


@pytest.mark.parametrize(("language", "text"), [("en", "1234.50"), ("fr", "1234,50")])
def test_a_decimal_is_shown_as_it_would_be_typed(app: Flask, language: str, text: str) -> None:
    with app.test_request_context(), force_locale(language):
        assert shown(Decimal("1234.50")) == text
        assert exact_decimal(text) == Decimal("1234.50")


def test_an_amount_has_the_decimals_of_its_currency() -> None:
    assert money_of(Decimal("1.5"), "EUR") == Money(150, "EUR")
    assert money_of(None, "EUR") == Money(0, "EUR")
    assert money_of(Decimal("1.5"), "JPY") is None
    assert money_of(Decimal("-1"), "EUR") is None
    assert money_of(Decimal(1), "XYZ") is None


@pytest.mark.parametrize(
    ("amount", "currency", "text"),
    [
        (123_456, "EUR", "€1,234.56"),
        (-5, "EUR", "-€0.05"),
        (1_500, "JPY", "¥1,500"),
        (1_501, "KWD", "KWD1.501"),
        (1_501, "IQD", "IQD1.501"),
    ],
)
def test_money_is_shown_to_its_last_unit(app: Flask, amount: int, currency: str, text: str) -> None:
    with app.test_request_context(), force_locale("en"):
        assert minor(amount, currency) == money(Money(amount, currency)) == text


def test_a_language_is_called_as_its_reader_calls_it(app: Flask) -> None:
    for reader, name in {"en": "English", "fr": "anglais"}.items():
        with app.test_request_context(), force_locale(reader):
            assert (language_name("en"), language_name("xx")) == (name, "xx")
