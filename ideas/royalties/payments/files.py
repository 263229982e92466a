"""The files a bank gets: CSV, and for SEPA transfers pain.001 (ISO 20022)."""

import csv
import io
import re
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sepaxml import SepaTransfer
from sepaxml.validation import try_valid_xml

from ideas.money import Money
from ideas.royalties.bank.rules import Account
from ideas.text import harmless

SCHEMA = "pain.001.001.09"
SPACE = f"{{urn:iso:std:iso:20022:tech:xsd:{SCHEMA}}}"
FORBIDDEN = re.compile(r"[^A-Za-z0-9/\-?:().,'+ ]")
"""What SEPA's Latin character set (EPC217-08) does not have."""
HEADINGS = ("payment", "payee", "iban", "bic", "account", "amount", "currency", "remittance")


@dataclass(frozen=True)
class Transfer:
    """One payment as the bank gets it: its name for good, the account, the amount, what for."""

    name: str
    account: Account
    money: Money
    remittance: str


@dataclass(frozen=True)
class Message:
    """What names the whole: its id, when it was approved, when it is to be carried out."""

    id: str
    made_at: datetime
    pay_on: date


def csv_file(transfers: Sequence[Transfer]) -> str:
    """The transfers as CSV; texts are made harmless for spreadsheets, amounts are plain."""
    out = io.StringIO(newline="")
    rows = csv.writer(out)
    rows.writerow(HEADINGS)
    for each in transfers:
        account, money = each.account, each.money
        texts = (each.name, account.holder, account.iban, account.bic, account.other)
        cells = (*map(harmless, texts), money.plain(), money.currency, harmless(each.remittance))
        rows.writerow(cells)
    return out.getvalue()


def xml_file(payer: Account, transfers: Sequence[Transfer], message: Message) -> str:
    """The transfers as pain.001, checked against its schema; the same in, the same out."""
    config = {"name": payer.holder, "IBAN": payer.iban, "batch": True, "currency": "EUR"}
    sepa = SepaTransfer(config | ({"BIC": payer.bic} if payer.bic else {}), schema=SCHEMA)
    for each in transfers:
        sepa.add_payment(_payment(each, message))
    tree = ET.fromstring(sepa.export(validate=False))  # noqa: S314 made here, a line ago
    _name_for_good(tree, message)
    out = '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(tree, "unicode")
    try_valid_xml(out.encode(), SCHEMA)
    return out


def _payment(transfer: Transfer, message: Message) -> dict[str, Any]:
    account = transfer.account
    return {
        "name": account.holder,
        "IBAN": account.iban,
        "amount": transfer.money.amount,
        "execution_date": message.pay_on,
        "description": transfer.remittance,
        "endtoend_id": transfer.name,
    } | ({"BIC": account.bic} if account.bic else {})


def _name_for_good(tree: ET.Element, message: Message) -> None:
    """In place of what the library draws at random, or reads from the clock."""
    named = {
        "MsgId": message.id,
        "PmtInfId": message.id,
        "CreDtTm": f"{message.made_at:%Y-%m-%dT%H:%M:%SZ}",
    }
    for tag, text in named.items():
        for found in tree.iter(SPACE + tag):
            found.text = text
    for tag in ("Nm", "Ustrd"):
        for found in tree.iter(SPACE + tag):
            found.text = FORBIDDEN.sub(" ", found.text or "")
