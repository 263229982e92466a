"""Money: exact, whole, and split without losing a cent."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ideas.money import (
    EXPONENTS,
    MOST,
    MixedCurrencies,
    Money,
    NotMoney,
    converted,
    exponent_of,
    parsed,
    round_half_away,
    split,
)

amounts = st.integers(min_value=-MOST, max_value=MOST)
currencies = st.sampled_from(sorted(EXPONENTS))
shares = st.lists(st.integers(min_value=0, max_value=10_000), min_size=1, max_size=12).filter(any)


@pytest.mark.parametrize(("currency", "exponent"), [("EUR", 2), ("JPY", 0), ("KWD", 3), ("IQD", 3)])
def test_a_currency_has_its_iso_exponent(currency: str, exponent: int) -> None:
    assert exponent_of(currency) == exponent


@pytest.mark.parametrize(
    ("text", "currency", "amount"),
    [
        ("1234.5", "EUR", 123450),
        (" 0.01 ", "EUR", 1),
        ("-0.01", "EUR", -1),
        ("12.500", "EUR", 1250),
        ("7", "JPY", 7),
        ("7.00", "JPY", 7),
        ("0.001", "KWD", 1),
    ],
)
def test_a_plain_decimal_is_read_exactly(text: str, currency: str, amount: int) -> None:
    assert parsed(text, currency) == Money(amount, currency)


@pytest.mark.parametrize(
    ("text", "currency"),
    [
        ("", "EUR"),
        ("1,234.50", "EUR"),
        ("1e3", "EUR"),
        ("+5", "EUR"),
        (".5", "EUR"),
        ("5.", "EUR"),
        ("NaN", "EUR"),
        ("٣", "EUR"),
        ("0.005", "EUR"),
        ("0.5", "JPY"),
        ("1", "ABC"),
        ("1", "eur"),
        ("99999999999999999", "EUR"),
    ],
)
def test_what_is_no_exact_amount_is_refused(text: str, currency: str) -> None:
    with pytest.raises(NotMoney):
        parsed(text, currency)


@given(amounts, currencies)
def test_what_is_written_is_read_back(amount: int, currency: str) -> None:
    money = Money(amount, currency)
    assert parsed(money.plain(), currency) == money
    assert money.decimal() == Decimal(amount).scaleb(-exponent_of(currency))


def test_currencies_do_not_mix() -> None:
    with pytest.raises(MixedCurrencies):
        Money(1, "EUR") + Money(1, "USD")
    with pytest.raises(MixedCurrencies):
        assert Money(1, "EUR") < Money(1, "USD")


def test_an_amount_is_whole() -> None:
    with pytest.raises(NotMoney):
        Money(1.5, "EUR")  # type: ignore[arg-type]


def test_arithmetic_stays_in_the_currency() -> None:
    assert Money(150, "EUR") - Money(200, "EUR") == -Money(50, "EUR")
    assert str(Money(-5, "EUR")) == "-0.05 EUR"
    assert not Money(0, "JPY")


@pytest.mark.parametrize(
    ("value", "whole"),
    [("0.5", 1), ("-0.5", -1), ("1.5", 2), ("2.5", 3), ("-2.5", -3), ("2.4999", 2), ("0", 0)],
)
def test_a_half_rounds_away_from_zero(value: str, whole: int) -> None:
    assert round_half_away(Decimal(value)) == whole
    assert round_half_away(Fraction(value)) == whole


@given(st.fractions())
def test_rounding_is_symmetric_and_near(value: Fraction) -> None:
    assert round_half_away(-value) == -round_half_away(value)
    assert abs(round_half_away(value) - value) <= Fraction(1, 2)


def test_conversion_minds_both_exponents() -> None:
    assert converted(15_250_000, "USD", "EUR", Decimal("0.9200")) == 14_030_000
    assert converted(1_000, "JPY", "EUR", Decimal("0.0061")) == 610
    assert converted(610, "EUR", "KWD", Decimal("0.335")) == Fraction("2043.5")


@given(amounts, shares)
def test_parts_always_sum_to_the_pool(pool: int, parts: list[int]) -> None:
    assert sum(split(pool, parts)) == pool


@given(amounts, shares)
def test_splitting_the_negative_is_the_exact_negative(pool: int, parts: list[int]) -> None:
    assert split(-pool, parts) == [-part for part in split(pool, parts)]


@given(amounts, shares)
def test_each_part_is_within_one_of_its_exact_share(pool: int, parts: list[int]) -> None:
    total = sum(parts)
    for share, part in zip(parts, split(pool, parts), strict=True):
        assert abs(part - Fraction(pool * share, total)) < 1


def test_ties_go_to_the_first_in_order() -> None:
    assert split(100, [1, 1, 1]) == [34, 33, 33]
    assert split(101, [1, 1, 1]) == [34, 34, 33]
    assert split(1, [5000, 5000]) == [1, 0]


@pytest.mark.parametrize("bad", [[], [0, 0], [1, -1, 5]])
def test_shares_that_divide_nothing_are_refused(bad: list[int]) -> None:
    with pytest.raises(ValueError, match="shares"):
        split(100, bad)


def test_money_adds_up_and_compares() -> None:
    five, seven = Money(500, "EUR"), Money(700, "EUR")
    assert (five + seven, seven - five, -five) == (
        Money(1_200, "EUR"),
        Money(200, "EUR"),
        Money(-500, "EUR"),
    )
    assert (five < seven, seven < five, five < five) == (True, False, False)
    assert (five <= seven, seven <= five, five <= five) == (True, False, True)
    assert (bool(five), bool(Money(0, "EUR")), bool(Money(-1, "EUR"))) == (True, False, True)
    assert str(Money(-5, "KWD")) == "-0.005 KWD"


@pytest.mark.parametrize(
    ("amount", "currency", "plain"),
    [
        (0, "EUR", "0.00"),
        (1, "EUR", "0.01"),
        (-1, "EUR", "-0.01"),
        (0, "JPY", "0"),
        (-7, "JPY", "-7"),
    ],
)
def test_what_is_written_for_files(amount: int, currency: str, plain: str) -> None:
    assert Money(amount, currency).plain() == plain
    assert str(Money(amount, currency).decimal()) == plain


def test_what_is_wrong_is_said() -> None:
    with pytest.raises(NotMoney, match=r"\Aan amount is a whole number of minor units\Z"):
        Money(True, "EUR")
    with pytest.raises(MixedCurrencies, match=r"\A0\.01 EUR and 2 JPY\Z"):
        Money(1, "EUR") + Money(2, "JPY")
    with pytest.raises(MixedCurrencies, match="and 3"):
        Money(1, "EUR") + 3  # type: ignore[operator]
    with pytest.raises(NotMoney, match=r"\A'XXX' is not a currency in use\Z"):
        exponent_of("XXX")
    with pytest.raises(NotMoney, match=r"\A'1,0' is not an amount\Z"):
        parsed("1,0", "EUR")
    with pytest.raises(NotMoney, match=r"\A'1\.001' has more decimals than EUR has\Z"):
        parsed("1.001", "EUR")
    with pytest.raises(NotMoney, match=r"\A'9999999999999999' is too large\Z"):
        parsed("9999999999999999", "EUR")
    with pytest.raises(ValueError, match=r"\Ashares must be positive\Z"):
        split(1, [2, -1])


def test_the_most_that_is_read() -> None:
    assert parsed("10000000000000.00", "EUR").amount == MOST
    with pytest.raises(NotMoney):
        parsed("10000000000000.01", "EUR")
