"""From the trial balance down to the sales line, and the books added up again."""

import re

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from ideas.accounts.models import Person
from ideas.agreements.models import Agreement
from ideas.royalties.books.queries import PAGE, sheets, steps_of
from ideas.royalties.ledger.actions import post
from ideas.royalties.ledger.chart import Group
from ideas.royalties.ledger.models import JournalEntry
from ideas.royalties.ledger.rules import Draft, Kind, Leg
from ideas.royalties.payments.actions import confirm, propose_royalty
from ideas.royalties.payments.queries import statements_due
from ideas.royalties.periods.models import Period
from tests.factories import a_person, sign_in
from tests.money import WORKED_EXAMPLE, a_rate, a_row, close, pay, take_in


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
    confirm(propose_royalty(statements_due()[0], by=fay), by=flo)
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
    client: FlaskClient, session: Session, fay: Person, closed: Period
) -> None:
    sign_in(client, fay)
    page = client.get("/desk/royalties/ledger").text
    assert "Liabilities" in page
    assert "/desk/royalties/ledger/accounts/sales/EUR" in page
    page = client.get("/desk/royalties/ledger/accounts/sales/EUR").text
    entries = dict(re.findall(r'href="(/desk/royalties/ledger/entries/\d+)"><code>([^<]+)', page))
    keys = {key: address for address, key in entries.items()}
    sold = client.get(keys["sale:shop:odd%3A%20one:1"]).text
    assert "Lamp" in sold
    assert "Taken back by:" in sold
    back = client.get(keys["sale:shop:odd%3A%20one:1:taken-back"]).text
    assert "It takes back:" in back
    assert "€100.00 gross" in back
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
