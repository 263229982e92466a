"""Two of finance press at the same moment; each in a session and a thread of their own."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from ideas.accounts.models import Person
from ideas.agreements.models import Agreement
from ideas.db import db
from ideas.policy import Role
from ideas.royalties.books.faults import faults_now
from ideas.royalties.closing.actions import confirm_close, propose_close
from ideas.royalties.disputes.actions import Complaint, open_dispute
from ideas.royalties.disputes.models import Dispute
from ideas.royalties.disputes.rules import DisputeReason
from ideas.royalties.ledger.queries import balance
from ideas.royalties.payments import actions as payments
from ideas.royalties.payments.exporting import export, fetch
from ideas.royalties.payments.models import Batch, Payment
from ideas.royalties.payments.queries import payments_in
from ideas.royalties.payments.rules import PaymentState
from ideas.royalties.periods.actions import soft_close
from ideas.royalties.periods.models import Period
from ideas.royalties.sales.imports.actions import post_import
from ideas.royalties.sales.imports.models import SalesImport
from ideas.royalties.sales.models import Sale
from ideas.royalties.settlements.actions import Correction, adjust
from ideas.royalties.settlements.models import Adjustment, Statement
from tests.factories import a_person
from tests.money import (
    WORKED_EXAMPLE,
    a_file,
    a_rate,
    checked,
    close,
    take_in,
    with_account,
    worked,
)
from tests.races import at_once


@pytest.fixture
def third(session: Session) -> Person:
    return a_person("Max", Role.FINANCE)


def pressing(
    act: Callable[..., object], model: type[Any], row_id: int, by: Person, **values: object
) -> Callable[[], object]:
    """What somebody does with a row, in whose session they are."""
    person_id = by.id
    return lambda: act(
        db.session.get_one(model, row_id), by=db.session.get_one(Person, person_id), **values
    )


@pytest.fixture
def closed(
    session: Session, fay: Person, flo: Person, agreement: Agreement, period: Period
) -> Period:
    a_rate(fay, period)
    take_in(fay, *WORKED_EXAMPLE)
    close(fay, period)
    for share in agreement.shares:
        with_account(share.person, approved_by=flo)
    return period


def test_two_approve_one_batch(
    app: Flask, session: Session, fay: Person, flo: Person, third: Person, closed: Period
) -> None:
    (batch,) = payments.prepare(by=fay)
    session.commit()
    deeds = (pressing(payments.approve, Batch, batch.id, who) for who in (flo, third))
    assert at_once(app, *deeds) == ["", "batch.not_prepared"]
    session.refresh(batch)
    assert (batch.state, batch.approved_by_id in {flo.id, third.id}) == ("approved", True)


def test_two_prepare_the_same_payments(
    app: Flask, session: Session, fay: Person, flo: Person, closed: Period
) -> None:
    deeds = [
        lambda who=who.id: payments.prepare(by=db.session.get_one(Person, who))
        for who in (fay, flo)
    ]
    assert at_once(app, *deeds) == ["", "batch.nothing_due"]
    kinds = sorted(session.scalars(sa.select(Payment.kind)))
    assert kinds == ["advance", "royalty", "royalty"]


def test_two_say_that_one_payment_was_sent(
    app: Flask, session: Session, fay: Person, flo: Person, third: Person, closed: Period
) -> None:
    (batch,) = payments.prepare(by=fay)
    export(payments.approve(batch, by=flo), by=flo)
    session.commit()
    payment = payments_in(batch.id)[0]
    deeds = (pressing(payments.confirm, Payment, payment.id, who) for who in (fay, flo, third))
    assert at_once(app, *deeds) == ["", "", ""]
    assert balance("bank", "EUR") == -payment.amount
    assert faults_now() == []


def test_what_is_disputed_as_the_files_are_made_is_paid_or_left_out_never_both(
    app: Flask, session: Session, fay: Person, flo: Person, ada: Person, closed: Period
) -> None:
    (batch,) = payments.prepare(by=fay)
    payments.approve(batch, by=flo)
    session.commit()
    theirs = session.scalars(sa.select(Statement).where(Statement.person_id == ada.id)).one()
    wrong = Complaint(DisputeReason.UNITS, "Too few.")
    deeds = (
        pressing(export, Batch, batch.id, flo),
        pressing(partial(disputing, wrong), Statement, theirs.id, ada),
    )
    assert at_once(app, *deeds) == ["", ""]
    (payment,) = (each for each in payments_in(batch.id) if each.statement_id == theirs.id)
    is_sent = f"PAYMENT-{payment.id}," in (fetch(batch, "csv", by=flo) or "")
    assert is_sent == (payment.state is PaymentState.WAITING) == (payment.left_out is None)
    assert len(session.scalars(sa.select(Dispute.id)).all()) == 1


def disputing(complaint: Complaint, statement: Statement, *, by: Person) -> Dispute:
    """Open a dispute, with what stays the same in front."""
    return open_dispute(statement, complaint, by=by)


def test_two_close_one_period(
    app: Flask, session: Session, fay: Person, flo: Person, third: Person, period: Period
) -> None:
    a_rate(fay, period)
    take_in(fay, *WORKED_EXAMPLE)
    soft_close(period, by=fay)
    seen = propose_close(period, by=fay).digest
    session.commit()
    deeds = (pressing(confirm_close, Period, period.id, who, seen=seen) for who in (flo, third))
    assert at_once(app, *deeds) == ["", "period.closed"]
    assert len(session.scalars(sa.select(Statement.id)).all()) == 2
    assert faults_now() == []


def test_two_post_one_file(
    app: Flask, session: Session, fay: Person, flo: Person, third: Person, period: Period
) -> None:
    kept = checked(fay, a_file(*WORKED_EXAMPLE))
    deeds = (pressing(post_import, SalesImport, kept.id, who) for who in (flo, third))
    assert at_once(app, *deeds) == ["", "sales_import.posted_before"]
    worked(kept)
    assert len(session.scalars(sa.select(Sale.id)).all()) == 2
    assert faults_now() == []


def test_one_form_of_an_adjustment_sent_twice(
    app: Flask, session: Session, fay: Person, agreement: Agreement, period: Period
) -> None:
    told, fay_id, ids = Correction(500, "Why", "nonce"), fay.id, (agreement.id, period.id)

    def deed() -> object:
        here = db.session.get_one(Agreement, ids[0]), db.session.get_one(Period, ids[1])
        return adjust(*here, told, by=db.session.get_one(Person, fay_id))

    assert at_once(app, deed, deed) == ["", ""]
    assert session.scalars(sa.select(Adjustment.amount)).all() == [500]
