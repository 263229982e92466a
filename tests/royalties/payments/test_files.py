"""The files a bank gets: valid, exact, and the same each time."""

import csv
import io
import xml.etree.ElementTree as ET
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sepaxml.validation import ValidationError

from ideas.money import Money
from ideas.royalties.bank.rules import Account
from ideas.royalties.payments.files import SPACE, Message, Transfer, csv_file, xml_file

pytestmark = pytest.mark.once

PAYER = Account("Brick & Co", "DE89370400440532013000", "COBADEFFXXX")
BEN = Account("Benoît Łukasz <Müller>", "FR1420041010050500013M02606")
MESSAGE = Message("PAY-20260301-abc", datetime(2026, 3, 1, 9, 5, tzinfo=UTC), date(2026, 3, 2))


WHAT = "Royalties 2026-H1, Étagère “X”"


def a_transfer(amount: int = 1_250, at: int = 1, account: Account = BEN) -> Transfer:
    return Transfer(f"PAYMENT-{at}", account, Money(amount, "EUR"), WHAT)


def texts(xml: str, tag: str) -> list[str]:
    return [each.text or "" for each in ET.fromstring(xml).iter(SPACE + tag)]


def test_a_sepa_file_says_who_pays_whom_what_and_when() -> None:
    xml = xml_file(PAYER, [a_transfer(), a_transfer(5, 2)], MESSAGE)
    assert texts(xml, "MsgId") == texts(xml, "PmtInfId") == ["PAY-20260301-abc"]
    assert texts(xml, "CreDtTm") == ["2026-03-01T09:05:00Z"]
    assert texts(xml, "Dt") == ["2026-03-02"]
    assert texts(xml, "InstdAmt") == ["12.50", "0.05"]
    assert texts(xml, "CtrlSum") == ["12.55", "12.55"]
    assert texts(xml, "NbOfTxs") == ["2", "2"]
    assert texts(xml, "EndToEndId") == ["PAYMENT-1", "PAYMENT-2"]
    assert texts(xml, "IBAN") == [PAYER.iban, BEN.iban, BEN.iban]
    assert texts(xml, "BICFI") == [PAYER.bic]
    assert texts(xml, "Nm") == ["Brick   Co", "Brick   Co", *["Benoit Lukasz  Muller "] * 2]
    assert texts(xml, "Ustrd")[0] == "Royalties 2026-H1, Etagere  X "


@settings(max_examples=10, deadline=None)
@given(st.lists(st.integers(1, 10**9), min_size=1, max_size=5))
def test_sums_counts_and_bytes_hold(amounts: list[int]) -> None:
    transfers = [a_transfer(amount, at) for at, amount in enumerate(amounts)]
    xml = xml_file(PAYER, transfers, MESSAGE)
    assert xml == xml_file(PAYER, transfers, MESSAGE)
    assert Decimal(texts(xml, "CtrlSum")[0]) * 100 == sum(amounts)
    assert texts(xml, "NbOfTxs")[0] == str(len(amounts))


def test_what_the_schema_refuses_is_not_written() -> None:
    with pytest.raises(ValidationError):
        xml_file(PAYER, [a_transfer(account=Account("Ben", "no iban"))], MESSAGE)


def test_a_csv_file_holds_every_payment_and_runs_nothing() -> None:
    elsewhere = Account("=cmd()", other="Bank of Kigali\n000-4711")
    rows = list(csv.DictReader(io.StringIO(csv_file([a_transfer(), a_transfer(7, 2, elsewhere)]))))
    assert [row["amount"] for row in rows] == ["12.50", "0.07"]
    assert rows[0]["iban"] == BEN.iban
    assert rows[1]["account"] == elsewhere.other
    assert not rows[1]["payee"].startswith("=")
