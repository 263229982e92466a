"""Reading what shops send: every spelling, hostile cells, bombs, and whatever bytes there are."""

import hashlib
import io
import json
import zipfile
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from ideas.refusals import Refused
from ideas.royalties.sales.imports.files import file_of
from ideas.royalties.sales.imports.receiving import receive
from ideas.royalties.sales.posting.reading import Known, Portion, Span, next_portion
from ideas.royalties.sales.reading.cells import BadCell, currency_of, day_of, minor_of, units_of
from ideas.royalties.sales.reading.detection import columns_of, dates_of, numbers_of, seen_in
from ideas.royalties.sales.reading.doubts import doubt_in
from ideas.royalties.sales.reading.layout import (
    Dates,
    Delimiter,
    Encoding,
    Layout,
    Numbers,
    layout_of,
    refusal_to_read,
    remembered,
)
from ideas.royalties.sales.reading.workbook import look_at, plain
from ideas.royalties.sales.rules import COLUMNS, SaleRow
from tests.money import a_file, a_row

pytestmark = pytest.mark.once
KNOWN = Known(
    {"LAMP-1": 1},
    {"2025-H2": 7},
    (Span("2025-H2", date(2025, 7, 1), date(2025, 12, 31), can_take=True),),
)
LAYOUT = Layout(columns={name: name for name in COLUMNS})


def read(path: Path, content: bytes, layout: Layout = LAYOUT) -> Portion:
    path.write_bytes(content)
    return portion_of(path, layout, Portion(0, 0))


def portion_of(path: Path, layout: Layout, last: Portion) -> Portion:
    with path.open("rb") as file:
        return next_portion(file, layout, KNOWN, place=last.place, line=last.line)


@pytest.mark.parametrize(
    ("numbers", "text", "minor"),
    [
        (Numbers.POINT, "1234.50", 123_450),
        (Numbers.POINT, "0.500", 50),
        (Numbers.COMMA, "1234,5", 123_450),
        (Numbers.POINT_GROUPED, "1,234,567.89", 123_456_789),
        (Numbers.COMMA_GROUPED, "1.234,50", 123_450),
        (Numbers.COMMA_SPACED, "1 234,50", 123_450),
        (Numbers.COMMA_SPACED, "1\u202f234,50", 123_450),
        (Numbers.POINT_QUOTED, "1'234.50", 123_450),
        (Numbers.POINT, "-0", 0),
    ],
)
def test_each_spelling_is_read_exactly(numbers: Numbers, text: str, minor: int) -> None:
    assert minor_of(text, numbers, 2) == minor


HOSTILE = (
    *("1e400", "NaN", "inf", "0x10", "1_000", "+5", "(5)", "5-", "٣", "１２", "1,5", "1.234,50"),
    *("1,23,456.00", "1 234", "", " ", "5 EUR", "€5", "=1+1", "1.005", "9" * 17, "1\x002", "--1"),
)


@pytest.mark.parametrize("text", HOSTILE)
def test_what_is_no_plain_amount_is_none(text: str) -> None:
    with pytest.raises(BadCell) as bad:
        minor_of(text, Numbers.POINT, 2)
    assert bad.value.code == "sale.amount"


@pytest.mark.parametrize("text", ["1.234", "12.50", "1,2345"])
def test_a_group_is_three_digits(text: str) -> None:
    with pytest.raises(BadCell):
        minor_of(text, Numbers.POINT_GROUPED, 0)


def test_currencies_keep_their_own_decimals() -> None:
    assert currency_of("jpy") == ("JPY", 0)
    assert minor_of("1.234", Numbers.POINT, currency_of("KWD")[1]) == 1_234
    for text, exponent in (("1.5", 0), ("1.2345", 3)):
        with pytest.raises(BadCell):
            minor_of(text, Numbers.POINT, exponent)
    for text in ("XXX", "EU", "", "€", "EUR "):
        with pytest.raises(BadCell):
            currency_of(text)


def test_below_zero_is_told_apart() -> None:
    with pytest.raises(BadCell) as bad:
        minor_of("-5", Numbers.POINT, 2)
    assert bad.value.code == "sale.negative"
    with pytest.raises(BadCell) as odd:
        units_of("1.5", Numbers.POINT)
    assert odd.value.code == "sale.number"
    with pytest.raises(BadCell):
        units_of("1000000001", Numbers.POINT)


@given(
    st.integers(0, 10**15 - 1),
    st.sampled_from(list(Numbers)),
    st.sampled_from([0, 2, 3]),
    st.booleans(),
)
def test_what_is_written_in_a_spelling_is_read_again(
    minor: int, numbers: Numbers, exponent: int, is_grouped: bool
) -> None:
    signs = {
        Numbers.POINT: ("", "."),
        Numbers.COMMA: ("", ","),
        Numbers.POINT_GROUPED: (",", "."),
        Numbers.COMMA_GROUPED: (".", ","),
        Numbers.COMMA_SPACED: (" ", ","),
        Numbers.POINT_QUOTED: ("'", "."),
    }
    group, point = signs[numbers]
    digits = str(minor).rjust(exponent + 1, "0")
    whole, part = digits[: len(digits) - exponent], digits[len(digits) - exponent :]
    if is_grouped and len(whole) < 18:
        whole = f"{int(whole):,}".replace(",", group)
    assert minor_of(whole + (point + part if part else ""), numbers, exponent) == minor


@pytest.mark.parametrize(
    ("text", "dates", "day"),
    [
        ("2025-12-24", Dates.ISO, date(2025, 12, 24)),
        ("2025-12-24T10:00:00Z", Dates.DAY_FIRST, date(2025, 12, 24)),
        ("24.12.2025", Dates.DAY_FIRST, date(2025, 12, 24)),
        ("3/4/2025", Dates.DAY_FIRST, date(2025, 4, 3)),
        ("3/4/2025", Dates.MONTH_FIRST, date(2025, 3, 4)),
        ("3/4/2025", Dates.ISO, None),
        ("31/02/2025", Dates.DAY_FIRST, None),
        ("24.12/2025", Dates.DAY_FIRST, None),
        ("٢٤.12.2025", Dates.DAY_FIRST, None),
        ("2025-H2", Dates.ISO, None),
    ],
)
def test_days_are_read_in_the_order_chosen(text: str, dates: Dates, day: date | None) -> None:
    assert day_of(text, dates) == day


def test_what_can_be_seen_is_proposed(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(
        "Order ID;Sold on;SKU;Qty;Gross sales;Währung\n1;24.12.2025;A;2;1.234,50;EUR".encode(
            "cp1252"
        )
    )
    layout, sample = seen_in(path)
    assert (layout.encoding, layout.delimiter) == (Encoding.WINDOWS, Delimiter.SEMICOLON)
    assert (layout.numbers, layout.dates) == (Numbers.COMMA_GROUPED, Dates.DAY_FIRST)
    assert layout.columns["external_id"] == "Order ID"
    assert sample.heading[-1] == "Währung"
    assert numbers_of([]) is Numbers.POINT
    assert dates_of([]) is Dates.ISO
    assert columns_of(["Currency", "currency code"]) == {"currency": "Currency"}
    assert layout_of(layout.as_json()) == layout


@pytest.mark.parametrize(
    ("amounts", "numbers"),
    [
        ([("619.355", "KWD"), ("110.610", "KWD")], Numbers.POINT),
        ([("619,355", "TND"), ("0", "TND")], Numbers.COMMA),
        ([("1.619,355", "KWD"), ("207.539", "KWD")], Numbers.COMMA_GROUPED),
        ([("1,619.355", "KWD"), ("207.539", "KWD")], Numbers.POINT_GROUPED),
        ([("619.355", "EUR"), ("110.610", "EUR")], Numbers.COMMA_GROUPED),
        ([("619.355", ""), ("110.610", "")], Numbers.COMMA_GROUPED),
        ([("619,355", "JPY")], Numbers.POINT_GROUPED),
    ],
)
def test_three_digits_are_thousands_unless_the_currency_has_three_decimals(
    amounts: list[tuple[str, str]], numbers: Numbers
) -> None:
    assert numbers_of(amounts) is numbers


@pytest.mark.parametrize(
    ("cells", "numbers", "said"),
    [
        ([("1.234", "EUR")], Numbers.COMMA_GROUPED, ("1.234", ".", True)),
        ([("1.234", "KWD"), ("7", "")], Numbers.POINT, ("1.234", ".", False)),
        ([("12", "EUR"), ("1,500", "EUR")], Numbers.POINT_GROUPED, ("1,500", ",", True)),
        ([("10.00", "EUR"), ("1.000", "")], Numbers.POINT, None),
        ([("10", "EUR"), ("1.000", "")], Numbers.POINT, ("1.000", ".", False)),
        ([("1.234", "EUR"), ("9.50", "EUR")], Numbers.POINT, None),
        ([("1.234", "EUR"), ("9,50", "EUR")], Numbers.COMMA_GROUPED, None),
        ([("1.234", "EUR"), ("1.234.567", "EUR")], Numbers.COMMA_GROUPED, None),
        ([("1.234", "EUR"), ("2.345", "")], Numbers.COMMA_GROUPED, None),
        ([("619,355", "JPY")], Numbers.POINT_GROUPED, None),
        ([("12.50", "EUR"), ("0", "EUR"), ("3", "")], Numbers.POINT, None),
        ([("x", "EUR"), ("1.234", "EUR")], Numbers.POINT, None),
        ([], Numbers.POINT, None),
    ],
)
def test_an_amount_that_could_be_meant_in_two_ways_is_seen(
    cells: list[tuple[str, str]], numbers: Numbers, said: tuple[str, str, bool] | None
) -> None:
    doubt = doubt_in(cells, numbers)
    assert (doubt and (doubt.cell, doubt.mark, doubt.is_grouped)) == said


def test_the_currency_beside_an_amount_tells_its_spelling(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("id,gross,returns,currency\n1,619.355,207.539,kwd\n2,110.610,,KWD\n")
    assert seen_in(path)[0].numbers is Numbers.POINT


def test_what_is_remembered_fits_the_file_there_is() -> None:
    before = Layout(
        numbers=Numbers.COMMA, columns={"sku": "Artikel", "gross": "Alt"}, fixed={"currency": "EUR"}
    )
    seen = Layout(columns={"sku": "SKU", "gross": "Gross", "currency": "Cur", "units": "Artikel"})
    kept = remembered(seen, before, ["Artikel", "SKU", "Gross", "Cur"])
    assert kept.columns == {"sku": "Artikel", "gross": "Gross"}
    assert (kept.fixed, kept.numbers) == ({"currency": "EUR"}, Numbers.COMMA)
    refusal = refusal_to_read(kept, ["Artikel", "SKU", "Gross", "Cur"])
    assert refusal is not None
    assert refusal.values["sale_field"] == ("source", "external_id", "period", "units")
    whole = Layout(columns={name: name for name in COLUMNS})
    assert refusal_to_read(whole, COLUMNS) is None
    gone = refusal_to_read(whole, COLUMNS[:-1])
    assert gone is not None
    assert gone.values == {"columns": "currency"}


def test_lines_are_numbered_as_in_the_file(tmp_path: Path) -> None:
    heading, good = a_file(a_row("1")).splitlines()
    content = b"\r\n".join(
        [
            b"\xef\xbb\xbf" + heading,
            good,
            b"",
            good.replace(b"web", b'"we\nb"'),
            b"," * 12,
            good + b",more",
            b'"open',
        ]
    )
    portion = read(tmp_path / "a.csv", content)
    assert [row[0] for row in portion.rows] == [2]
    assert [(each["row"], each["code"]) for each in portion.problems] == [
        (5, "sale.text"),
        (7, "sale.columns"),
        (8, "sale.quotes"),
    ]


@pytest.mark.parametrize("ending", [b"\n", b"\r\n"])
@pytest.mark.parametrize("portion", [1, 2, 7])
def test_reading_goes_on_from_any_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: bytes, portion: int
) -> None:
    path = tmp_path / "a.csv"
    rows = [a_row(str(number), gross="x" if number % 3 == 0 else "5") for number in range(12)]
    content = a_file(*rows).replace(b"\r\n", ending)
    whole = read(path, content)
    monkeypatch.setattr("ideas.royalties.sales.posting.reading.PORTION", portion)
    parts, last = [], Portion(0, 0)
    while not last.is_last:
        last = portion_of(path, LAYOUT, last)
        parts.append(last)
    assert [row for part in parts for row in part.rows] == whole.rows
    assert [each for part in parts for each in part.problems] == whole.problems


def test_the_hash_is_of_canonical_json() -> None:
    row = SaleRow('é"\\', "1", 2, "P", "S", "T", "C", 1, 2, 3, 4, 5, "EUR")
    canonical = json.dumps(row._asdict(), sort_keys=True, separators=(",", ":"))
    assert row.content_hash == hashlib.sha256(canonical.encode()).hexdigest()


@settings(
    deadline=None, max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.binary(max_size=400), st.sampled_from(list(Encoding)), st.sampled_from(list(Delimiter)))
def test_whatever_bytes_there_are_become_rows_or_sentences(
    tmp_path: Path, content: bytes, encoding: Encoding, delimiter: Delimiter
) -> None:
    heading = delimiter.value.join(COLUMNS).encode() + b"\n"
    layout = Layout(encoding, delimiter, columns={name: name for name in COLUMNS})
    path = tmp_path / "a.csv"
    portion = read(path, heading + content, layout)
    assert portion.is_last
    rest = portion_of(path, layout, portion)
    assert not rest.rows
    assert not rest.problems
    assert {each["code"].partition(".")[0] for each in portion.problems} <= {"sale"}


@settings(
    deadline=None, max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.binary(max_size=300))
def test_any_file_is_received_or_refused(session: Session, content: bytes) -> None:
    try:
        received = receive(io.BytesIO(content), "x.csv", most=10_000)
    except Refused as error:
        refused, received = error.refusal.code, None
    if received is None:
        assert refused.startswith("sales_file.")
    else:
        file_of(received.mark).unlink()


def a_workbook(fill: Callable[[Any], None]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        fill(book.add_worksheet())
    return out.getvalue()


def _sales(sheet: Any) -> None:
    sheet.write_row(0, 0, COLUMNS)
    row: dict[str, Any] = a_row("1") | {
        "units": 3,
        "gross": 0.1 + 0.2,
        "returns": 0,
        "external_id": 42,
    }
    sheet.write_row(1, 0, [row[name] for name in COLUMNS])


def test_a_workbook_is_read_like_a_file(session: Session) -> None:
    received = receive(io.BytesIO(a_workbook(_sales)), "sales.xlsx", most=10**6)
    portion = portion_of(file_of(received.mark), received.layout, Portion(0, 0))
    ((line, source, external_id, *_, units, _, gross, _, _, currency, _, _),) = portion.rows
    assert (line, source, external_id, units, gross, currency) == (2, "shop", "42", 3, 30, "EUR")


def test_cells_are_written_as_spreadsheets_show_them() -> None:
    cells = (
        1.0,
        1234.5,
        1e22,
        True,
        datetime(2025, 12, 24, 10, tzinfo=UTC),
        date(2025, 12, 24),
        "a\r\nb",
        "",
    )
    assert [plain(cell) for cell in cells] == [
        *("1", "1234.5", "10000000000000000000000", "TRUE", "2025-12-24", "2025-12-24", "a b", ""),
    ]


@pytest.mark.parametrize(
    ("fill", "code"),
    [
        (lambda sheet: sheet.write(60_000, 0, "far"), "sales_file.too_long"),
        (lambda sheet: sheet.write(0, 700, "wide"), "sales_file.too_wide"),
        (lambda sheet: sheet.write(1_048_575, 16_383, "corner"), "sales_file.too_long"),
        (lambda sheet: None, "sales_file.no_heading"),
    ],
)
def test_cells_far_out_are_refused_before_they_are_read(
    session: Session, fill: Callable[[Any], None], code: str
) -> None:
    with pytest.raises(Refused) as refused:
        receive(io.BytesIO(a_workbook(fill)), "sales.xlsx", most=10**7)
    assert refused.value.refusal.code == code


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed,
        packed.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part,
    ):
        for _ in range(400):
            part.write(b"0" * (1 << 20))
    assert path.stat().st_size < 1_000_000
    with pytest.raises(Refused) as refused:
        look_at(path)
    assert refused.value.refusal.code == "sales_file.bomb"
    content = bytearray(path.read_bytes())
    at = content.rindex(b"PK\x01\x02")
    content[at + 24 : at + 28] = (1000).to_bytes(4, "little")
    path.write_bytes(content)
    with pytest.raises(Refused) as lied:
        look_at(path)
    assert lied.value.refusal.code == "sales_file.workbook"
