"""Paying with four eyes."""

import pytest
import sqlalchemy as sa
import sqlalchemy.exc
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from ideas.accounts.models import Person
from ideas.agreements.actions import end
from ideas.agreements.models import Agreement
from ideas.db import take_write_lock
from ideas.events.models import RecordedEvent
from ideas.policy import Role
from ideas.refusals import Refused
from ideas.royalties.ledger.queries import balance
from ideas.royalties.payments.actions import confirm, propose_advance, propose_royalty
from ideas.royalties.payments.models import Payment
from ideas.royalties.payments.queries import (
    advances_due,
    payments_to,
    payments_waiting,
    statements_due,
)
from ideas.royalties.periods.models import Period
from ideas.royalties.settlements.models import Statement
from tests.factories import a_person, sign_in
from tests.money import a_row, an_active_agreement, close, take_in


@pytest.fixture
def statement(session: Session, fay: Person, agreement: Agreement, period: Period) -> Statement:
    """Ben's statement, with 360.00 to pay."""
    take_in(fay, a_row("1", gross="100000.00"))
    close(fay, period)
    return statements_due()[1]


def test_one_prepares_another_sends(
    session: Session, fay: Person, flo: Person, statement: Statement
) -> None:
    payment = propose_royalty(statement, by=fay)
    assert list(payments_waiting()) == [payment]
    assert statement not in statements_due()
    assert balance("bank", "EUR") == 0
    confirm(payment, by=flo, reference=" SEPA 1 ")
    assert (payment.amount, payment.reference) == (36_000, "SEPA 1")
    assert balance("bank", "EUR") == -36_000
    assert balance(f"payable:{statement.share_id}", "EUR") == 0
    assert list(payments_to(statement.person_id)) == [payment]
    sent = sa.select(RecordedEvent.values).where(RecordedEvent.name == "royalties.PaymentSent")
    assert [values["payment_id"] for values in session.scalars(sent)] == [payment.id]


def test_who_prepared_does_not_send_and_hears_who_could(
    session: Session, fay: Person, flo: Person, statement: Statement
) -> None:
    payment = propose_royalty(statement, by=fay)
    with pytest.raises(Refused) as caught:
        confirm(payment, by=fay)
    assert caught.value.refusal.code == "payment.own_proposal"
    assert caught.value.refusal.values == {"names": "Flo"}


def test_who_is_alone_hears_whom_to_invite(
    session: Session, fay: Person, statement: Statement
) -> None:
    payment = propose_royalty(statement, by=fay)
    with pytest.raises(Refused, match=r"payment\.alone"):
        confirm(payment, by=fay)


def test_twice_is_once(session: Session, fay: Person, flo: Person, statement: Statement) -> None:
    payment = propose_royalty(statement, by=fay)
    assert propose_royalty(statement, by=flo).id == payment.id
    confirm(payment, by=flo)
    confirm(payment, by=flo)
    confirm(payment, by=fay)
    assert balance("bank", "EUR") == -36_000


def test_nobody_sends_money_to_themselves(
    session: Session, fay: Person, flo: Person, period: Period
) -> None:
    own = an_active_agreement(fay, [(flo, 10_000, 5_000)])
    payment = propose_advance(own.shares[0], by=fay)
    with pytest.raises(Refused, match=r"payment\.to_oneself"):
        confirm(payment, by=flo)


def test_an_advance_is_due_once_the_agreement_is_in_force(
    session: Session, fay: Person, agreement: Agreement
) -> None:
    share = agreement.shares[0]
    assert list(advances_due()) == [share]
    payment = propose_advance(share, by=fay)
    assert not advances_due()
    assert (payment.amount, payment.kind) == (100_000, "advance")
    with pytest.raises(Refused, match=r"payment\.nothing_due"):
        propose_advance(agreement.shares[1], by=fay)


def test_no_advance_is_paid_once_the_agreement_has_ended(session: Session, fay: Person) -> None:
    agreement = an_active_agreement(fay, [(a_person("Ada"), 10_000, 5_000)])
    end(agreement, by=fay, reason="It cannot be made.")
    with pytest.raises(Refused, match=r"payment\.nothing_due"):
        propose_advance(agreement.shares[0], by=fay)


def test_nothing_due_is_not_paid(
    session: Session, fay: Person, agreement: Agreement, period: Period
) -> None:
    take_in(fay, a_row("1", gross="10.00"))
    close(fay, period)
    statement = session.scalars(sa.select(Statement).limit(1)).one()
    with pytest.raises(Refused, match=r"payment\.nothing_due"):
        propose_royalty(statement, by=fay)


def test_the_database_wants_two_people(session: Session, fay: Person, statement: Statement) -> None:
    payment = propose_royalty(statement, by=fay)
    take_write_lock()
    payment.confirmed_by_id, payment.sent_at = fay.id, payment.proposed_at
    with pytest.raises(sqlalchemy.exc.IntegrityError, match="four_eyes"):
        session.flush()


def test_suspended_colleagues_are_not_named(
    session: Session, fay: Person, statement: Statement
) -> None:
    gone = a_person("Gus", Role.FINANCE)
    take_write_lock()
    gone.suspended_at = gone.created_at
    session.commit()
    payment = propose_royalty(statement, by=fay)
    with pytest.raises(Refused, match=r"payment\.alone"):
        confirm(payment, by=fay)
    assert session.scalar(sa.select(sa.func.count()).select_from(Payment)) == 1


def test_an_advance_is_not_sent_once_its_agreement_ended(
    session: Session, fay: Person, flo: Person
) -> None:
    agreement = an_active_agreement(fay, [(a_person("Ida"), 10_000, 50_000)])
    payment = propose_advance(agreement.shares[0], by=fay)
    end(agreement, by=fay, reason="Called off")
    assert list(payments_waiting()) == []
    with pytest.raises(Refused, match=r"payment\.nothing_due"):
        confirm(payment, by=flo)
    assert payment.sent_at is None


def test_nobody_prepares_a_payment_to_themselves(
    session: Session, fay: Person, flo: Person
) -> None:
    agreement = an_active_agreement(flo, [(fay, 10_000, 50_000)])
    with pytest.raises(Refused, match=r"payment\.to_oneself"):
        propose_advance(agreement.shares[0], by=fay)


def test_a_reference_too_long_leaves_the_payment_as_it_was(
    client: FlaskClient, session: Session, fay: Person, flo: Person, statement: Statement
) -> None:
    payment = propose_royalty(statement, by=fay)
    session.commit()
    sign_in(client, flo)
    address = f"/desk/royalties/payments/{payment.id}/confirmation"
    page = client.post(address, data={"reference": "x" * 121})
    assert page.status_code == 422
    assert "At most 120 characters." in page.text
    assert "x" * 121 in page.text
    session.refresh(payment)
    assert payment.sent_at is None
