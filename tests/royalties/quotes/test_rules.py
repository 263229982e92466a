"""Reading a file of exchange rates, by table."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ideas.royalties.quotes.rules import (
    LONGEST_CELL,
    MOST_BYTES,
    MOST_ROWS,
    Quote,
    decoded,
    read,
    refusal_to_keep,
    refusal_to_read,
)

pytestmark = pytest.mark.once
TODAY, DAY = date(2026, 1, 10), date(2025, 12, 31)
HEADING = "date,currency,rate,source\n"


@pytest.mark.parametrize(
    ("text", "rate"),
    [
        ("date,currency,rate,source\n2025-12-31,USD,0.9200,ECB\n", "0.9200"),
        ("Currency;Rate;Source;Date\r\nusd;0,92;ECB;2025-12-31\r\n", "0.92"),
        ("source\tday\tcode\tvalue\nECB\t2025-12-31\tUSD\t1\n\n", "1"),
        ('date,currency,rate,source,note\n"2025-12-31","USD","0.92","ECB","x, y"\n', "0.92"),
    ],
)
def test_files_are_read_as_shops_and_banks_write_them(text: str, rate: str) -> None:
    assert refusal_to_read(len(text), text) is None
    found = read(text, into="EUR", today=TODAY)
    assert found.rates == (Quote("USD", Decimal(rate), "ECB", DAY),)
    assert (found.problems, refusal_to_keep(found)) == ((), None)


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("2025-12-31,USD,0.92", "quote.columns"),
        ('2025-12-31,USD,0.92,"ECB', "quote.columns"),
        ("31.12.2025,USD,0.92,ECB", "quote.day"),
        ("2025-02-30,USD,0.92,ECB", "quote.day"),
        ("2026-01-11,USD,0.92,ECB", "quote.future"),
        ("2025-12-31,XXX,0.92,ECB", "quote.currency"),
        ("2025-12-31,EUR,0.92,ECB", "quote.rate.same_currency"),
        ("2025-12-31,USD,-0.92,ECB", "quote.rate"),
        ("2025-12-31,USD,1e3,ECB", "quote.rate"),
        ("2025-12-31,USD,0.000,ECB", "quote.rate.bounds"),
        ("2025-12-31,USD,1000000000,ECB", "quote.rate.bounds"),
        ("2025-12-31,USD,0.92, ", "quote.source"),
        ("2025-12-31,GBP,1.2,ECB", "quote.twice"),
    ],
)
def test_what_is_wrong_is_named_by_its_line(row: str, code: str) -> None:
    found = read(f"{HEADING}2025-12-31,GBP,1.1512,ECB\n\n{row}\n", into="EUR", today=TODAY)
    assert [(each.line, each.code) for each in found.problems] == [(4, code)]
    assert refusal_to_keep(found).code == "quotes.problems"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "quotes.no_heading"),
        (b"date,currency,rate\n", "quotes.no_heading"),
        (b"date,day,currency,rate,source\n", "quotes.no_heading"),
        (b"PK\x03\x04\0\0", "quotes.encoding"),
        (b"\x81\x8d\xff", "quotes.encoding"),
        (b"x" * (MOST_BYTES + 1), "quotes.too_large"),
        (HEADING.encode("utf-8-sig"), None),
    ],
)
def test_what_is_no_file_of_rates_is_not_read(raw: bytes, code: str | None) -> None:
    refusal = refusal_to_read(len(raw), decoded(raw))
    assert (refusal.code if refusal else None) == code


def test_nothing_is_nothing_to_keep() -> None:
    refusal = refusal_to_keep(read(HEADING, into="EUR", today=TODAY))
    assert refusal is not None
    assert refusal.code == "quotes.empty"
    assert MOST_ROWS > 200


@given(st.text(max_size=200))
def test_whatever_is_sent_is_read_or_named(text: str) -> None:
    found = read(HEADING + text, into="EUR", today=TODAY)
    assert all(line > 1 for line, _ in found.quotes)
    assert all(each.line > 1 for each in found.problems)


@pytest.mark.parametrize(
    ("row", "value"),
    [
        ("2025-12-31,xxx,0.92,ECB", "xxx"),
        ("2025-12-31,EUR,0.92,ECB", "EUR"),
        ("2025-12-31,USD,0.000,ECB", "0.000"),
        ("2025-12-31,USD,1e3,ECB", "1e3"),
        ("31.12.2025,USD,0.92,ECB", "31.12.2025"),
        ("2026-01-11,USD,0.92,ECB", "2026-01-11"),
        (f"2025-12-31,USD,0.92,{'x' * (LONGEST_CELL + 1)}", "x" * LONGEST_CELL),
        ("2025-12-31,USD,0.92", ""),
    ],
)
def test_what_stands_there_is_shown(row: str, value: str) -> None:
    (problem,) = read(f"{HEADING}{row}\n", into="EUR", today=TODAY).problems
    assert problem.value == value


def test_a_source_of_the_longest_name_and_a_rate_of_today_are_read() -> None:
    row = f"{TODAY},USD,0.92,{'x' * LONGEST_CELL}\n"
    found = read(HEADING + row, into="EUR", today=TODAY)
    assert found.quotes == ((2, Quote("USD", Decimal("0.92"), "x" * LONGEST_CELL, TODAY)),)


def test_a_line_that_is_wrong_does_not_hide_the_next() -> None:
    rows = "x,USD,1,ECB\n2025-12-31,USD,0.92,ECB\n2025-12-31,USD,0.93,ECB\n"
    found = read(HEADING + rows, into="EUR", today=TODAY)
    assert [line for line, _ in found.quotes] == [3]
    assert [(each.line, each.value) for each in found.problems] == [(2, "x"), (4, "USD")]
    refusal = refusal_to_keep(found)
    assert refusal is not None
    assert refusal.values == {"number": 2}


def test_a_file_of_the_largest_size_is_read_and_a_larger_one_hears_the_most() -> None:
    assert refusal_to_read(MOST_BYTES, HEADING) is None
    refusal = refusal_to_read(MOST_BYTES + 1, HEADING)
    assert refusal is not None
    assert refusal.values == {"most": 100}


def test_a_file_of_windows_is_read_with_its_letters() -> None:
    assert decoded("Cr\u00e9dit".encode("cp1252")) == "Cr\u00e9dit"
