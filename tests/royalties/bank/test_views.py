"""The payee's own page, and finance's pages of payees."""

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from ideas.accounts.hashing import hashed
from ideas.accounts.models import Person
from ideas.agreements.models import Agreement
from ideas.db import take_write_lock
from ideas.royalties.bank.actions import type_account
from ideas.royalties.bank.models import BankAccount
from ideas.royalties.bank.rules import Account, AccountState
from ideas.royalties.payees.queries import details_in, details_of, withholding_of
from tests.conftest import Clock
from tests.factories import a_person, sign_in
from tests.money import an_active_agreement

IBAN = "DE89 3704 0044 0532 0130 00"
TYPED = {"holder": "Ada Lovelace", "iban": IBAN, "present": "lamp on the moon"}
PAGE, ACCOUNTS = "/workshop/payee", "/workshop/payee/accounts"


@pytest.fixture
def payee(client: FlaskClient, session: Session, agreement: Agreement, ada: Person) -> Person:
    """Ada, signed in, with a password."""
    take_write_lock()
    ada.password_hash = hashed(TYPED["present"])
    session.commit()
    sign_in(client, ada)
    return ada


def test_a_payee_says_where_the_money_goes(
    client: FlaskClient, session: Session, payee: Person
) -> None:
    assert "We do not know where to pay you" in client.get(PAGE).text
    assert client.post(ACCOUNTS, data=TYPED).status_code == 303
    page = client.get(PAGE).text
    assert "DE…3000" in page
    assert "Waits for finance" in page
    assert "0532" not in page
    row = session.scalars(sa.select(BankAccount)).one()
    address = f"{ACCOUNTS}/{row.id}/withdrawal"
    assert client.post(address).status_code == 303
    assert client.post(address).status_code == 409
    assert "Withdrawn" in client.get(PAGE).text


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"present": "guess"}, "This is not your present password."),
        ({"iban": "DE89 3704 0044 0532 0130 01"}, "This is no IBAN"),
        ({"iban": ""}, "Write an IBAN, or describe"),
        ({"bic": "X"}, "A BIC has 8 or 11"),
        ({"holder": ""}, "Please fill this in."),
        ({"iban": "", "other": "x" * 501}, "At most 500 characters."),
    ],
)
def test_what_is_wrong_is_said_beside_it_and_nothing_is_kept(
    client: FlaskClient, session: Session, payee: Person, changed: dict, said: str
) -> None:
    page = client.post(ACCOUNTS, data=TYPED | changed)
    assert page.status_code == 422
    assert said in page.text
    assert TYPED["present"] not in page.text
    assert session.scalars(sa.select(BankAccount)).all() == []


def test_a_payee_says_who_they_are(client: FlaskClient, session: Session, payee: Person) -> None:
    who = {"kind": "company", "name": "Engines Ltd", "country": "GB", "tax_number": "GB 1"}
    assert client.post(PAGE, data=who).status_code == 303
    assert 'value="Engines Ltd"' in client.get(PAGE).text
    assert details_in(details_of([payee.id])[payee.id]).tax_number == "GB 1"
    assert client.post(PAGE, data=who | {"name": ""}).status_code == 422
    assert client.post(PAGE, data=who | {"country": "XX"}).status_code == 422


def test_who_is_no_payee_has_nothing_to_say_there(client: FlaskClient, session: Session) -> None:
    assert client.get(PAGE).status_code == 303
    eve = a_person("Eve")
    take_write_lock()
    eve.password_hash = hashed(TYPED["present"])
    session.commit()
    sign_in(client, eve)
    assert "Nothing to pay yet" in client.get(PAGE).text
    who = {"kind": "person", "name": "Eve", "country": "GB"}
    assert client.post(PAGE, data=who).status_code == 409
    assert "Only somebody with a share" in client.post(ACCOUNTS, data=TYPED).text


def test_an_account_of_somebody_else_is_not_there(
    client: FlaskClient, session: Session, payee: Person, ben: Person
) -> None:
    row = type_account(Account("Ben", IBAN.replace(" ", "")), by=ben)
    session.commit()
    assert client.post(f"{ACCOUNTS}/{row.id}/withdrawal").status_code == 404
    assert client.get(f"/desk/royalties/payees/{ben.id}").status_code == 403
    assert client.post(f"/desk/royalties/accounts/{row.id}/approval").status_code == 403


@pytest.fixture
def waiting(session: Session, agreement: Agreement, ada: Person) -> BankAccount:
    """Ada's account, to approve."""
    row = type_account(Account("Ada", IBAN.replace(" ", "")), by=ada)
    session.commit()
    return row


def test_finance_approves_what_it_asked_about(
    client: FlaskClient, session: Session, clock: Clock, waiting: BankAccount, fay: Person
) -> None:
    sign_in(client, fay)
    assert "Accounts to approve" in client.get("/desk").text
    assert "To approve" in client.get("/desk/royalties/payees").text
    page = client.get(f"/desk/royalties/payees/{waiting.person_id}").text
    assert "To approve: DE…3000" in page
    assert "0532" not in page
    address = f"/desk/royalties/accounts/{waiting.id}"
    assert client.post(f"{address}/refusal", data={"reason": ""}).status_code == 422
    assert client.post(f"{address}/approval").status_code == 303
    assert client.post(f"{address}/approval").status_code == 303
    refused = client.post(f"{address}/refusal", data={"reason": "Not theirs"})
    assert refused.status_code == 409
    page = client.get(f"/desk/royalties/payees/{waiting.person_id}").text
    assert "Approved, not yet used" in page
    clock.go(hours=49)
    sign_in(client, fay)
    assert "In use" in client.get(f"/desk/royalties/payees/{waiting.person_id}").text


def test_finance_turns_an_account_down(
    client: FlaskClient, session: Session, waiting: BankAccount, fay: Person
) -> None:
    sign_in(client, fay)
    address = f"/desk/royalties/accounts/{waiting.id}/refusal"
    assert client.post(address, data={"reason": "Not theirs"}).status_code == 303
    session.refresh(waiting)
    assert waiting.state is AccountState.REFUSED
    assert client.post("/desk/royalties/accounts/999/approval").status_code == 404


def test_finance_enters_what_is_withheld_and_on_what_it_rests(
    client: FlaskClient, session: Session, agreement: Agreement, fay: Person, ada: Person
) -> None:
    sign_in(client, fay)
    address = f"/desk/royalties/payees/{ada.id}"
    rate = {"rate": "15", "from_on": "2026-01-01", "reason": "Treaty, article 12"}
    assert client.post(f"{address}/withholding", data=rate).status_code == 303
    form = {"kind": "residence", "name": "A 1", "received_on": "2026-01-02"}
    assert client.post(f"{address}/tax-forms", data=form).status_code == 303
    page = client.get(address).text
    assert "15% from" in page
    assert "Certificate of residence" in page
    session.rollback()
    assert set(withholding_of([ada.id], ada.created_at.date()).values()) == {1_500}
    assert client.post(f"{address}/withholding", data=rate | {"rate": "101"}).status_code == 422
    assert client.post(f"{address}/tax-forms", data=form | {"kind": "x"}).status_code == 422
    ends = form | {"ends_on": "2025-12-31"}
    assert client.post(f"{address}/tax-forms", data=ends).status_code == 409
    assert client.get("/desk/royalties/payees/999").status_code == 404
    sign_in(client, ada)
    assert "Treaty, article 12" in client.get(PAGE).text


def test_nobody_enters_their_own_rate(
    client: FlaskClient, session: Session, fay: Person, flo: Person
) -> None:
    an_active_agreement(flo, [(fay, 10_000, 0)])
    sign_in(client, fay)
    rate = {"rate": "0", "from_on": "2026-01-01", "reason": "Mine"}
    address = f"/desk/royalties/payees/{fay.id}/withholding"
    assert client.post(address, data=rate).status_code == 409


def test_there_are_no_payees_yet(client: FlaskClient, session: Session, fay: Person) -> None:
    sign_in(client, fay)
    assert "No payees yet" in client.get("/desk/royalties/payees").text
