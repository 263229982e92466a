"""The books in other people's hands: Beancount agrees with them, and a period proves itself."""

import csv
import importlib.util
import io
import subprocess
import sys
import zipfile
from collections import defaultdict
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from beancount import loader
from beancount.core import data
from flask import Flask
from sqlalchemy.orm import Session

from ideas.accounts.models import Person
from ideas.agreements.models import Agreement
from ideas.cli import add_commands
from ideas.config import shipped
from ideas.money import Money
from ideas.royalties.audits.writing import audit_of
from ideas.royalties.ledger import rules
from ideas.royalties.ledger.actions import post
from ideas.royalties.ledger.beancount import Line, beancount_of
from ideas.royalties.ledger.chart import CHART, formal_name, group_of
from ideas.royalties.ledger.queries import trial_balance
from ideas.royalties.ledger.rules import Draft, Kind, Leg
from ideas.royalties.payments.queries import statements_due
from ideas.royalties.periods.models import Period
from tests.conftest import Clock
from tests.factories import a_person
from tests.money import (
    WORKED_EXAMPLE,
    a_period,
    a_product,
    a_rate,
    a_row,
    an_active_agreement,
    close,
    pay,
    pay_statement,
    take_in,
)

Balances = dict[tuple[str, str], Decimal]


@pytest.fixture
def books(
    session: Session, clock: Clock, fay: Person, flo: Person, agreement: Agreement, period: Period
) -> Period:
    """A ledger with every kind of entry, in euros, dollars, yen and dinars; some of it paid."""
    pay(agreement.shares[0], by=fay, confirmed_by=flo)
    other = an_active_agreement(fay, [(a_person("Kim"), 10_000, 0)], currency="KWD", minimum=0)
    a_product(fay, other, "DINAR")
    a_rate(fay, period)
    a_rate(fay, period, "0.0020", "JPY/KWD")
    take_in(fay, *WORKED_EXAMPLE, a_row("jp", sku="DINAR", gross="1000001", currency="JPY"))
    take_in(fay, a_row("kw", sku="DINAR", gross="123.457", currency="KWD"))
    take_in(fay, a_row("kw", revision=2, sku="DINAR", gross="123.456", currency="KWD"))
    close(fay, period)
    for statement in statements_due()[:2]:
        pay_statement(statement, by=fay, confirmed_by=flo, reference='a "quote"')
    clock.go(days=365)
    after = a_period(fay, "2026-H1")
    a_rate(fay, after)
    take_in(fay, a_row("us", revision=2, gross="100.00", currency="USD"))
    close(fay, after)
    return period


def export(app: Flask, *arguments: str) -> str:
    add_commands(app)
    done = app.test_cli_runner().invoke(args=["export", *arguments])
    assert done.exit_code == 0, done.output
    return done.output


def balances_in(text: str) -> Balances:
    entries, errors, _ = loader.load_string(text)
    assert errors == []
    found: Balances = defaultdict(Decimal)
    for entry in entries:
        for leg in entry.postings if isinstance(entry, data.Transaction) else ():
            assert leg.units is not None
            assert isinstance(leg.units.number, Decimal)
            found[leg.account, leg.units.currency] += leg.units.number
    return {key: amount for key, amount in found.items() if amount}


def test_beancount_agrees_with_every_balance(app: Flask, session: Session, books: Period) -> None:
    session.commit()
    text = export(app, "beancount")
    ours = {
        (formal_name(code), currency): Money(amount, currency).decimal()
        for code, currency, amount in trial_balance()
    }
    assert {currency for _, currency in ours} == {"EUR", "USD", "JPY", "KWD"}
    assert balances_in(text) == ours
    assert "  Assets:Receivable  1000001 JPY" in text
    assert "  Assets:Receivable  123.456 KWD" in text
    assert text.count(" balance ") == len(ours)


@pytest.mark.once
def test_bean_check_itself_agrees_and_sees_what_was_changed(
    app: Flask, session: Session, books: Period, tmp_path: Path
) -> None:
    session.commit()
    file, program = tmp_path / "ledger.beancount", Path(sys.executable).with_name("bean-check")
    export(app, "beancount", str(file))
    file.with_name("changed").write_text(file.read_text().replace(" 123.456 KWD", " 123.457 KWD"))
    done = [
        subprocess.run([program, path], capture_output=True, text=True, check=False)
        for path in (file, file.with_name("changed"))
    ]
    assert [each.returncode for each in done] == [0, 1]
    assert (done[0].stdout + done[0].stderr).strip() == ""
    assert "does not balance" in done[1].stderr


def test_beancount_notices_a_balance_that_is_off() -> None:
    line = Line(date(2026, 1, 1), "a", "sale", None, None, "bank", 5, "EUR")
    other = Line(date(2026, 1, 1), "a", "sale", None, None, "sales", -5, "EUR")
    text = "\n".join(beancount_of([line, other], [("bank", "EUR", 6)], today=date(2026, 1, 1)))
    _, errors, _ = loader.load_string(text)
    assert len(errors) == 1
    odd = "\n".join(beancount_of([line], [], today=date(2026, 1, 1)))
    _, errors, _ = loader.load_string(odd)
    assert len(errors) == 1


def test_an_empty_ledger_is_exported(app: Flask, session: Session) -> None:
    session.commit()
    assert balances_in(export(app, "beancount")) == {}


def test_any_name_an_account_can_have_is_read(session: Session, fay: Person, app: Flask) -> None:
    legs = tuple(Leg(code, 1, "EUR") for code in CHART if code != "payable")
    more = (Leg("payable:12", 1, "EUR"), Leg("bank", -len(legs) - 1, "EUR"))
    post([Draft('a "b" \\ c\nd', Kind.SALE, (*legs, *more))], by=fay)
    session.commit()
    assert len(balances_in(export(app, "beancount"))) == len(CHART)


@pytest.mark.once
def test_every_account_has_its_group() -> None:
    made = [
        getattr(rules, name)
        for name in dir(rules)
        if name.isupper() and isinstance(getattr(rules, name), str)
    ]
    made += [
        getattr(rules, name)(7) for name in dir(rules) if name.endswith("_of") and name in MADE
    ]
    assert len(made) > len(MADE)
    assert all(group_of(code) for code in made)


MADE = ("earned_of", "reserve_of", "payee_of", "advance_of", "payable_of")


def verifier() -> Any:
    path = shipped("static") / "verify_ledger.py"
    spec = importlib.util.spec_from_file_location("verify_ledger", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_a_period_proves_itself(
    app: Flask, session: Session, books: Period, tmp_path: Path
) -> None:
    session.commit()
    file = tmp_path / "period.zip"
    export(app, "period", "2025-H2", str(file))
    assert file.read_bytes() == audit_of(books)
    with zipfile.ZipFile(file) as packed:
        faults, computed = verifier().faults_of(packed)
        assert (faults, computed) == ([], books.ledger_hash)
        assert packed.read("sales-hash.txt").decode().strip() == books.sales_hash
        rows = list(csv.DictReader(io.StringIO(packed.read("sales.csv").decode())))
        assert {row["external_id"] for row in rows} == {"eu", "us", "jp", "kw"}
        assert "Fay" not in "".join(packed.read(name).decode() for name in packed.namelist())
        packed.extract("verify_ledger.py", tmp_path)
    alone = [sys.executable, "-I", "-S", str(tmp_path / "verify_ledger.py"), str(file)]
    subprocess.run(alone, check=True)


def changed(original: bytes, name: str, before: bytes, after: bytes) -> zipfile.ZipFile:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(original)) as old, zipfile.ZipFile(out, "w") as new:
        for each in old.namelist():
            text = old.read(each)
            if each == name:
                assert before in text
                text = text.replace(before, after, 1)
            new.writestr(each, text)
    return zipfile.ZipFile(out)


@pytest.mark.parametrize(
    ("name", "before", "after", "fault"),
    [
        ("postings.csv", b"receivable,12345", b"receivable,12346", "is off by"),
        ("statements.csv", b"255852,0,255852", b"255852,0,255853", "does not agree"),
        ("entries.csv", b"settled:1:2025-H2,settled", b"settled:1:2025-H2,due", "hash is stated"),
        ("ledger-hash.txt", b"\n", b"0\n", "hash is stated"),
        ("sales.csv", b",EU,web,12400,", b",EU,web,12401,", "is not as it was told"),
        ("sales.csv", b",1,0\n", b",0,0\n", "hash of the sales is stated"),
        ("sales.csv", b",1,0\n", b",0,0\n", "the hash is stated"),
    ],
)
def test_the_verifier_sees_what_was_changed(
    session: Session, books: Period, name: str, before: bytes, after: bytes, fault: str
) -> None:
    faults, _ = verifier().faults_of(changed(audit_of(books), name, before, after))
    assert any(fault in each for each in faults)


def test_there_is_no_such_period(app: Flask, session: Session, tmp_path: Path) -> None:
    session.commit()
    add_commands(app)
    done = app.test_cli_runner().invoke(args=["export", "period", "x", str(tmp_path / "x")])
    assert done.exit_code == 1
    assert "no period called 'x'" in done.output
