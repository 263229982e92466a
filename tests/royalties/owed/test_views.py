"""Finance's reports: ageing, the ring-fence, a year's withholding; and who is told of tax forms."""

import csv
import io
from datetime import date

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from ideas.accounts.models import Person
from ideas.agreements.models import Agreement
from ideas.audit.models import AuditEntry
from ideas.notifications.models import Notice
from ideas.notifications.money.listeners import (
    tell_of_account,
    tell_of_return,
    tell_of_tax_forms,
)
from ideas.royalties.events import BankAccountChanged, PaymentReturned
from ideas.royalties.owed.queries import ageing
from ideas.royalties.owed.withheld import withheld_in
from ideas.royalties.payees.actions import FormFacts, keep_form, tell_details
from ideas.royalties.payees.rules import Details, PayeeKind, TaxFormKind
from ideas.royalties.payments.actions import prepare
from ideas.royalties.periods.models import Period
from tests.conftest import Clock
from tests.factories import a_person, sign_in
from tests.money import a_row, carry_out, close, take_in, with_account

OWED = "/desk/royalties/owed"


@pytest.fixture
def closed(session: Session, fay: Person, agreement: Agreement, period: Period) -> Period:
    """A closed period: 540.00 to Ada and 360.00 to Ben, 100.00 in reserve."""
    take_in(fay, a_row("1", gross="100000.00"))
    close(fay, period)
    return period


def test_what_is_payable_ages_until_it_is_sent(
    session: Session, clock: Clock, closed: Period, fay: Person, flo: Person, ben: Person
) -> None:
    bands = {person.name: sums for person, _currency, sums in ageing()}
    assert bands["Ben"] == (36_000, 0, 0, 0)
    clock.go(days=61)
    bands = {person.name: sums for person, _currency, sums in ageing()}
    assert bands["Ben"] == (0, 0, 36_000, 0)
    with_account(ben, approved_by=flo)
    (batch,) = prepare(by=fay)
    assert "Ben" in {person.name for person, *_ in ageing()}
    carry_out(batch, by=flo)
    assert "Ben" not in {person.name for person, *_ in ageing()}


def test_finance_sees_what_is_owed_and_says_what_lies_apart(
    client: FlaskClient, closed: Period, fay: Person
) -> None:
    sign_in(client, fay)
    page = client.get(OWED).text
    assert "€360.00" in page
    assert "€900.00" in page.partition("<tfoot>")[2].partition("</tfoot>")[0]
    assert "not entered" in page
    figure = {"currency": "EUR", "amount": "500.00", "counted_on": "2026-02-01"}
    assert client.post(OWED, data=figure).status_code == 303
    page = client.get(OWED).text
    assert "missing" in page
    assert "Fay" in page
    assert client.post(OWED, data=figure | {"amount": "100000"}).status_code == 303
    assert "covered" in client.get(OWED).text
    assert client.post(OWED, data=figure | {"amount": "-1"}).status_code == 422
    assert client.post(OWED, data=figure | {"currency": "XXX"}).status_code == 422
    assert client.post(OWED, data=figure | {"counted_on": "2199-01-01"}).status_code == 409
    rows = list(csv.DictReader(io.StringIO(client.get("/desk/royalties/ageing.csv").text)))
    assert {row["payee"]: row["total"] for row in rows}["Ben"] == "360.00"


def test_a_years_withholding_names_its_payees_to_finance_alone(
    client: FlaskClient, session: Session, closed: Period, fay: Person, ben: Person
) -> None:
    tell_details(Details("Ben Ltd", "1 Road", "Oslo", "NO 1"), PayeeKind.COMPANY, "NO", by=ben)
    session.commit()
    year = closed.closed_at.year if closed.closed_at else 0
    own = next(each for each in withheld_in(year) if each.person.id == ben.id)
    assert (own.currency, own.withheld, own.payable) == ("EUR", 0, 36_000)
    assert withheld_in(year + 1) == []
    sign_in(client, fay)
    table = client.post("/desk/royalties/withheld", data={"year": str(year)})
    row = next(
        each for each in csv.DictReader(io.StringIO(table.text)) if each["payee"] == ben.name
    )
    assert (row["legal_name"], row["tax_number"], row["payable"]) == ("Ben Ltd", "NO 1", "360.00")
    assert table.headers["Cache-Control"] == "no-store"
    for nonsense in ("", "x", "1999", "9999"):
        asked = client.post("/desk/royalties/withheld", data={"year": nonsense})
        assert asked.status_code == 404
    noted = sa.select(AuditEntry).where(AuditEntry.action == "withholding.fetch")
    assert session.scalars(noted).one().subject == f"year:{year}"
    sign_in(client, ben)
    assert client.post("/desk/royalties/withheld", data={"year": str(year)}).status_code == 403
    assert client.get(OWED).status_code == 403
    assert client.get("/desk/royalties/ageing.csv").status_code == 403


def test_nothing_is_owed_yet(client: FlaskClient, session: Session, fay: Person) -> None:
    sign_in(client, fay)
    page = client.get(OWED).text
    assert "Nothing is payable" in page
    assert "No period was closed this year." in page


def told(session: Session, person: Person) -> list[str]:
    """The variants of what somebody was told about money, in their order."""
    own = sa.select(Notice.variant).where(Notice.person_id == person.id).order_by(Notice.id)
    return list(session.scalars(own))


def test_payee_and_finance_hear_once_that_a_tax_form_ends(
    session: Session, clock: Clock, agreement: Agreement, fay: Person, ada: Person
) -> None:
    facts = FormFacts(TaxFormKind.RESIDENCE, "A", date(2026, 1, 1), date(2026, 5, 31))
    keep_form(ada, facts, by=fay)
    tell_of_tax_forms()
    assert told(session, ada) == []
    for _ in range(2):
        clock.go(days=45)
        tell_of_tax_forms()
    assert told(session, ada) == ["form_ends_soon"]
    clock.go(days=45)
    tell_of_tax_forms()
    assert told(session, ada) == ["form_ends_soon", "form_ended"]
    assert told(session, fay) == ["form_of_payee", "form_of_payee"]


def test_a_changed_account_and_money_that_came_back_are_told(
    session: Session, agreement: Agreement, fay: Person, ada: Person
) -> None:
    eve = a_person("Eve")
    for _ in range(2):
        tell_of_account(BankAccountChanged(1, ada.id, "waiting"))
        tell_of_account(BankAccountChanged(1, ada.id, "approved"))
        tell_of_return(PaymentReturned(1, ada.id, agreement.idea_id))
    assert told(session, ada) == ["account_waiting", "account_approved", "returned"]
    assert told(session, fay) == ["account_to_approve"]
    assert told(session, eve) == []
