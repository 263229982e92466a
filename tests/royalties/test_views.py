"""Royalties through HTTP: the desk's pages, and the creator's statement to the cent."""

import re

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from ideas.accounts.models import Person
from ideas.agreements.models import Agreement
from ideas.royalties.payments.actions import prepare
from ideas.royalties.payments.queries import payments_in, statements_due
from ideas.royalties.periods.models import Period
from ideas.royalties.settlements.actions import Correction, adjust
from ideas.royalties.settlements.models import Statement
from tests.factories import a_person, sign_in
from tests.money import WORKED_EXAMPLE, a_rate, close, pay, take_in, with_account

RATE = {
    "currency": "usd",
    "rate": "0.9200",
    "into": "EUR",
    "source": "ECB",
    "quoted_on": "2025-12-31",
}


def confirm_as(client: FlaskClient, person: Person, address: str) -> None:
    """Press the button of a second person, as the page offers it."""
    sign_in(client, person)
    (digest,) = re.findall(r'name="digest" value="([0-9a-f]{64})"', client.get(address).text)
    sent = client.post(f"{address}/close/confirmation", data={"digest": digest})
    assert sent.status_code == 303


@pytest.fixture
def closed(fay: Person, flo: Person, agreement: Agreement, period: Period) -> Period:
    """The worked example, closed."""
    pay(agreement.shares[0], by=fay, confirmed_by=flo)
    a_rate(fay, period)
    take_in(fay, *WORKED_EXAMPLE)
    close(fay, period)
    return period


def statement_of(session: Session, person: Person) -> Statement:
    return session.scalars(sa.select(Statement).where(Statement.person_id == person.id)).one()


def test_finance_walks_a_period_to_its_statements(
    client: FlaskClient,
    session: Session,
    fay: Person,
    flo: Person,
    ada: Person,
    agreement: Agreement,
) -> None:
    sign_in(client, fay)
    days = {"code": "2025-H2", "starts_on": "2025-07-01", "ends_on": "2025-12-31"}
    assert client.post("/desk/royalties/periods", data=days).status_code == 303
    assert "2025-H2" in client.get("/desk/royalties").text
    period = session.query(Period).one()
    address = f"/desk/royalties/periods/{period.id}"
    take_in(fay, *WORKED_EXAMPLE)
    assert "sales in USD" in client.get(address).text
    assert client.post(f"{address}/close").status_code == 409
    assert client.post(f"{address}/soft-close").status_code == 303
    assert client.post(f"{address}/close").status_code == 409
    assert client.post(f"{address}/rates", data=RATE).status_code == 303
    page = client.get(address).text
    assert "1 USD = 0.9200 EUR" in page
    assert "€7,107.00" in page
    assert client.post(f"{address}/close").status_code == 303
    confirm_as(client, flo, address)
    page = client.get(address).text
    assert "€3,837.78" in page
    assert "€2,558.52" in page
    statement = statement_of(session, ada)
    assert f"/desk/royalties/statements/{statement.id}" in page
    assert client.get(f"/desk/royalties/statements/{statement.id}").status_code == 200
    assert "fx-clearing" in client.get("/desk/royalties/ledger").text


def test_fans_stay_out_of_the_desk(client: FlaskClient, period: Period) -> None:
    sign_in(client, a_person("Eve"))
    for address in ("", "/sales", "/payments", "/ledger", f"/periods/{period.id}"):
        assert client.get(f"/desk/royalties{address}").status_code == 403
    assert client.post(f"/desk/royalties/periods/{period.id}/close").status_code == 403


@pytest.mark.parametrize(
    ("field", "value"),
    [("currency", "XYZ"), ("rate", "ten"), ("source", ""), ("quoted_on", "soon")],
)
def test_a_bad_rate_keeps_what_was_typed(
    client: FlaskClient, fay: Person, period: Period, field: str, value: str
) -> None:
    sign_in(client, fay)
    address = f"/desk/royalties/periods/{period.id}/rates"
    answer = client.post(address, data=RATE | {field: value})
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert 'value="0.9200"' in answer.text or field == "rate"


def test_a_bad_period_keeps_what_was_typed(client: FlaskClient, fay: Person) -> None:
    sign_in(client, fay)
    days = {"code": "2026 H1!", "starts_on": "2026-01-01", "ends_on": "2026-06-30"}
    answer = client.post("/desk/royalties/periods", data=days)
    assert answer.status_code == 422
    assert 'value="2026 H1!"' in answer.text


def test_an_adjustment_is_typed_in_the_agreements_currency(
    client: FlaskClient, fay: Person, agreement: Agreement, period: Period
) -> None:
    sign_in(client, fay)
    address = f"/desk/royalties/periods/{period.id}"
    form = {"agreement": str(agreement.id), "amount": "-50.00", "reason": "Sent twice"}
    bad = client.post(f"{address}/adjustments", data=form | {"amount": "1.005"})
    assert bad.status_code == 422
    assert 'value="1.005"' in bad.text
    nonce = re.findall(r'name="nonce"[^>]*value="([^"]+)"', client.get(address).text)[0]
    for _ in range(2):
        sent = client.post(f"{address}/adjustments", data=form | {"nonce": nonce})
        assert sent.status_code == 303
    assert client.get(address).text.count("Sent twice") == 1


def test_payment_takes_two_people(
    client: FlaskClient, session: Session, fay: Person, flo: Person, ben: Person, closed: Period
) -> None:
    statement = statement_of(session, ben)
    sign_in(client, fay)
    page = client.get("/desk/royalties/payments").text
    assert "€2,558.52" in page
    assert "No account that can be used" in page
    with_account(ben, approved_by=flo)
    sign_in(client, fay)
    ticked = {"due": f"royalty:{statement.id}"}
    made = client.post("/desk/royalties/payments", data=ticked)
    assert made.status_code == 303
    assert client.post("/desk/royalties/payments", data=ticked).status_code == 409
    address = made.headers["Location"]
    page = client.get(address).text
    assert "You prepared this batch" in page
    assert page.count("Waits for a second person") == 2
    assert "Batches to approve" not in client.get("/desk").text
    refused = client.post(f"{address}/approval")
    assert refused.status_code == 409
    assert "Flo" in refused.text
    assert client.post(f"{address}/files/csv").status_code == 404
    sign_in(client, ben)
    dispute = f"/workshop/statements/{statement.id}/dispute"
    assert "paid before the answer" in client.get(dispute).text
    sign_in(client, flo)
    assert "Batches to approve" in client.get("/desk").text
    assert client.post(f"{address}/approval").status_code == 303
    assert client.post(f"{address}/export").status_code == 303
    files = [client.post(f"{address}/files/csv") for _ in range(2)]
    assert files[0].data == files[1].data
    assert b"2558.52" in files[0].data
    assert files[0].headers["Cache-Control"] == "no-store"
    long = client.post(f"{address}/confirmation", data={"reference": "x" * 121})
    assert long.status_code == 422
    assert client.post(f"{address}/confirmation", data={"reference": "SEPA 7"}).status_code == 303
    assert "SEPA 7" in client.get(address).text
    sign_in(client, ben)
    assert "SEPA 7" in client.get("/workshop/statements").text
    assert "Sent on" in client.get(f"/workshop/statements/{statement.id}").text
    assert "This statement was paid on" in client.get(dispute).text
    assert client.get(address).status_code == 403
    assert client.post(f"{address}/approval").status_code == 403
    assert statement not in statements_due()


def test_a_payment_is_sent_comes_back_and_is_due_again(
    client: FlaskClient, session: Session, fay: Person, flo: Person, ben: Person, closed: Period
) -> None:
    with_account(ben, approved_by=flo)
    (batch,) = prepare(by=fay, only=[f"royalty:{statement_of(session, ben).id}"])
    (payment,) = payments_in(batch.id)
    session.commit()
    address, one = f"/desk/royalties/batches/{batch.id}", f"/desk/royalties/payments/{payment.id}"
    sign_in(client, flo)
    assert client.post(f"{one}/confirmation").status_code == 409
    assert client.post(f"{address}/cancellation", data={"reason": ""}).status_code == 422
    client.post(f"{address}/approval")
    client.post(f"{address}/export")
    assert client.post(f"{address}/cancellation", data={"reason": "x"}).status_code == 409
    assert client.post(f"{one}/confirmation", data={"reference": "A 1"}).status_code == 303
    assert client.post(f"{one}/return", data={"reason": ""}).status_code == 422
    assert client.post(f"{one}/return", data={"reason": "Account closed"}).status_code == 303
    assert client.post(f"{one}/return", data={"reason": "Account closed"}).status_code == 409
    page = client.get(address).text
    assert (page.count("Came back"), page.count("€2,558.52")) == (2, 3)
    assert "€2,558.52" in client.get("/desk/royalties/payments").text
    assert client.post("/desk/royalties/payments/999/return").status_code == 404
    sign_in(client, ben)
    assert "Account closed" in client.get("/workshop/statements").text


def test_payments_to_somebody_are_held_and_let_go(
    client: FlaskClient, session: Session, fay: Person, ben: Person, closed: Period
) -> None:
    address = f"/desk/royalties/payees/{ben.id}"
    sign_in(client, fay)
    assert client.post(f"{address}/hold", data={"reason": ""}).status_code == 303
    assert "Say why nothing is to be paid." in client.get(address).text
    assert client.post(f"{address}/hold", data={"reason": "Asked by a court"}).status_code == 303
    assert "Asked by a court" in client.get(address).text
    assert "Held" in client.get("/desk/royalties/payments").text
    assert client.post(f"{address}/hold", data={"_method": "DELETE"}).status_code == 303
    assert "Asked by a court" not in client.get(address).text


def test_empty_pages_say_so(client: FlaskClient, fay: Person) -> None:
    sign_in(client, fay)
    assert "No periods yet" in client.get("/desk/royalties").text
    assert "Nothing to prepare" in client.get("/desk/royalties/payments").text
    assert "Nothing is posted yet" in client.get("/desk/royalties/ledger").text
    sign_in(client, a_person("Ada"))
    assert "No statements yet" in client.get("/workshop/statements").text


def test_an_adjustment_is_taken_back_on_its_page(
    client: FlaskClient, session: Session, fay: Person, agreement: Agreement, period: Period
) -> None:
    made = adjust(agreement, period, Correction(-5_000, "Sent twice"), by=fay)
    session.commit()
    own, home = f"/desk/royalties/adjustments/{made.id}", f"/desk/royalties/periods/{period.id}"
    assert client.get(own).status_code == 303
    for person, status in ((a_person("Eve"), 403), (fay, 200)):
        sign_in(client, person)
        assert client.get(own).status_code == status
    assert own in client.get(home).text
    assert client.post(own, data={"reason": ""}).status_code == 422
    assert client.get("/desk/royalties/adjustments/0").status_code == 404
    assert client.post(own, data={"reason": "It was right"}).location.endswith(home)
    assert "It was taken back in 2025-H2: It was right" in client.get(own).text
    reversal = client.get(f"/desk/royalties/adjustments/{made.id + 1}").text
    assert "takes another adjustment back" in reversal
    refused = client.post(f"/desk/royalties/adjustments/{made.id + 1}", data={"reason": "No"})
    assert refused.status_code == 409
