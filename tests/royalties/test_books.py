"""From the trial balance down to the sales line, and the books added up again."""

import re

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from ideas.accounts.models import Person
from ideas.agreements.models import Agreement
from ideas.audit.actions import note
from ideas.db import take_write_lock
from ideas.royalties.books.actions import check_books, see_faults
from ideas.royalties.books.faults import faults_now, unseen_faults
from ideas.royalties.books.queries import PAGE, sheets, steps_of
from ideas.royalties.ledger.actions import post
from ideas.royalties.ledger.chart import Group
from ideas.royalties.ledger.models import JournalEntry
from ideas.royalties.ledger.rules import Draft, Kind, Leg
from ideas.royalties.payments.queries import statements_due
from ideas.royalties.periods.models import Period
from tests.factories import a_person, sign_in
from tests.money import WORKED_EXAMPLE, a_rate, a_row, close, pay, pay_statement, take_in


@pytest.fixture
def closed(
    session: Session, fay: Person, flo: Person, agreement: Agreement, period: Period
) -> Period:
    """The worked example, with a sale corrected before the close and one statement paid."""
    pay(agreement.shares[0], by=fay, confirmed_by=flo)
    a_rate(fay, period)
    take_in(fay, *WORKED_EXAMPLE, a_row("odd: one"))
    take_in(fay, a_row("odd: one", revision=2, gross="200.00"))
    close(fay, period)
    pay_statement(statements_due()[0], by=fay, confirmed_by=flo)
    session.commit()
    return period


def test_the_sheets_are_zero_in_each_currency(session: Session, closed: Period) -> None:
    euros, dollars = sheets()
    assert (euros.currency, dollars.currency, euros.total, dollars.total) == ("EUR", "USD", 0, 0)
    assert sum(amount for _, _, amount in euros.groups) == 0
    assert [group for group, _, _ in dollars.groups] == [
        *(Group.ASSETS, Group.EQUITY, Group.INCOME, Group.EXPENSES),
    ]


def test_each_step_has_the_balance_after_it(session: Session, fay: Person) -> None:
    for number in range(PAGE + 2):
        legs = (Leg("bank", number, "EUR"), Leg("sales", -number, "EUR"))
        post([Draft(f"sale:{number}", Kind.SALE, legs)], by=fay)
    first = steps_of("bank", "EUR")
    assert len(first) == PAGE + 1
    assert first[0].balance == sum(range(PAGE + 2))
    rest = steps_of("bank", "EUR", before=first[PAGE - 1].entry_id)
    assert [(each.amount, each.balance) for each in rest] == [(1, 1)]


def test_from_the_trial_balance_to_what_lies_beneath(
    client: FlaskClient, session: Session, fay: Person, agreement: Agreement, closed: Period
) -> None:
    sign_in(client, fay)
    page = client.get("/desk/royalties/ledger").text
    assert "Liabilities" in page
    assert "/desk/royalties/ledger/accounts/sales/EUR" in page
    assert f"{agreement.idea.title} · <code>reserve:{agreement.id}" in page
    share = agreement.shares[0]
    whose = f"{share.person.name}, {agreement.idea.title}"
    assert whose in client.get(f"/desk/royalties/ledger/accounts/payable:{share.id}/EUR").text
    page = client.get("/desk/royalties/ledger/accounts/sales/EUR").text
    link = r'href="(/desk/royalties/ledger/entries/\d+)">([^<]+)</a><br><span[^>]+>([^<]+)'
    (back, *_), *_, (sold, *_) = entries = re.findall(link, page)
    kinds = ["Sale taken back", "Sale", "Sale"]
    assert [each[1:] for each in entries] == [(kind, "sales.csv, 2025-H2") for kind in kinds]
    sold = client.get(sold).text
    assert "shop odd: one, revision 1" in sold
    assert "€620,000.00" in sold
    back = client.get(back).text
    assert "sales:2:2025-H2:taken-back" in back
    assert "shop odd: one, revision 1" in back
    assert "gross €100.00" in back
    assert "shop eu" not in back
    for kind, count in (("earned", 2), ("settled", 2), ("due", 1), ("royalty_paid", 1)):
        found = sa.select(JournalEntry.id).where(JournalEntry.kind == kind).limit(1)
        page = client.get(f"/desk/royalties/ledger/entries/{session.scalar(found)}").text
        assert page.count("/desk/royalties/statements/") == count
    found = sa.select(JournalEntry.id).where(JournalEntry.kind == "advance_paid")
    page = client.get(f"/desk/royalties/ledger/entries/{session.scalar(found)}").text
    assert "beneath it" not in page


def test_what_is_not_there_is_not_found(client: FlaskClient, fay: Person, closed: Period) -> None:
    sign_in(client, fay)
    for address in ("accounts/sales/JPY", "accounts/none/EUR", "entries/0"):
        assert client.get(f"/desk/royalties/ledger/{address}").status_code == 404
    sign_in(client, a_person("Eve"))
    for address in ("accounts/sales/EUR", "entries/1"):
        assert client.get(f"/desk/royalties/ledger/{address}").status_code == 403


def spoil(session: Session, change: str) -> None:
    """Do what the database refuses: its triggers are put away, as somebody with the file could."""
    if session.get_bind().dialect.name == "postgresql":
        take_write_lock()
        session.execute(sa.text("SET LOCAL session_replication_role = replica"))
    else:
        names = sa.text("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        found = session.scalars(names).all()
        take_write_lock()
        for name in found:
            session.execute(sa.text(f"DROP TRIGGER {name}"))
    session.execute(sa.text(change))
    note("test.spoil", "ledger", by=None)
    session.commit()


@pytest.mark.parametrize(
    ("change", "codes"),
    [
        (
            "UPDATE postings SET amount = amount + 1 WHERE id = (SELECT min(id) FROM postings)",
            {"book.entry", "book.trial"},
        ),
        ("UPDATE sales SET gross = gross + 1 WHERE external_id = 'eu'", {"book.imports"}),
        ("UPDATE statements SET payable = payable + 1, carried = carried - 1", {"book.statements"}),
        ("UPDATE journal_entries SET kind = 'due' WHERE kind = 'sale'", {"book.hash"}),
        ("UPDATE periods SET ledger_hash = 'x'", {"book.hash"}),
    ],
)
def test_what_does_not_agree_is_found(
    session: Session, fay: Person, closed: Period, change: str, codes: set[str]
) -> None:
    assert faults_now() == []
    spoil(session, change)
    assert {code for code, _, _ in faults_now()} >= codes
    check_books()
    session.commit()
    (night,) = unseen_faults()
    assert {code for code, _, _ in night.faults} >= codes
    for _ in range(2):
        see_faults(by=fay)
    session.commit()
    assert (unseen_faults(), night.seen_by_id) == ([], fay.id)


def test_a_fault_is_an_alarm_on_the_desk(
    client: FlaskClient, session: Session, fay: Person, closed: Period
) -> None:
    sign_in(client, fay)
    check_books()
    assert "did not agree" not in client.get("/desk").text
    assert "Everything agrees." in client.get("/desk/royalties/ledger/check").text
    spoil(session, "UPDATE periods SET ledger_hash = 'x'")
    check_books()
    session.commit()
    assert "did not agree" in client.get("/desk").text
    page = client.get("/desk/royalties/ledger/check").text
    assert "hash is another" in page
    assert client.post("/desk/royalties/ledger/check").status_code == 303
    assert "did not agree" not in client.get("/desk").text
    sign_in(client, a_person("Eve"))
    assert client.post("/desk/royalties/ledger/check").status_code == 403


def test_the_file_of_a_period_is_offered(client: FlaskClient, fay: Person, closed: Period) -> None:
    sign_in(client, fay)
    page = client.get(f"/desk/royalties/periods/{closed.id}").text
    address = f"/desk/royalties/periods/{closed.id}/audit.zip"
    assert address in page
    assert client.get(address).data[:2] == b"PK"
    assert client.get("/desk/royalties/periods/0/audit.zip").status_code == 404
    sign_in(client, a_person("Eve"))
    assert client.get(address).status_code == 403
