"""Disputing and answering, on both databases."""

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from ideas.accounts.models import Person
from ideas.audit.models import AuditEntry
from ideas.db import db, take_write_lock
from ideas.jobs.worker import drain
from ideas.notifications.models import Notice
from ideas.refusals import Refused
from ideas.royalties.disputes.actions import (
    Complaint,
    Verdict,
    answer_dispute,
    ask_again,
    open_dispute,
)
from ideas.royalties.disputes.models import Dispute
from ideas.royalties.disputes.queries import disputed, disputes_waiting
from ideas.royalties.disputes.rules import DisputeReason, Outcome
from ideas.royalties.payments.actions import approve, cancel, confirm_all, prepare
from ideas.royalties.payments.exporting import export, fetch
from ideas.royalties.payments.models import Batch
from ideas.royalties.payments.queries import payment_of, payment_on_its_way, payments_in
from ideas.royalties.payments.rules import BatchState, Block
from ideas.royalties.periods.models import Period
from ideas.royalties.settlements.models import Adjustment, Settlement, Statement
from tests.conftest import Clock
from tests.factories import a_person
from tests.money import close, with_account

COMPLAINT = Complaint(DisputeReason.UNITS, "The shop told me of 13,000.")
UPHELD = Verdict(Outcome.UPHELD, "600 units were missing.", 27_600)
REJECTED = Verdict(Outcome.REJECTED, "310 came back.")


def refused(act: object, *args: object, **kwargs: object) -> str:
    with pytest.raises(Refused) as refusal:
        act(*args, **kwargs)  # type: ignore[operator]
    db.session.rollback()
    return refusal.value.refusal.code


def disputing(statement: Statement, by: Person) -> Dispute:
    dispute = open_dispute(statement, COMPLAINT, by=by)
    db.session.commit()
    return dispute


def answered(dispute: Dispute, verdict: Verdict, by: Person) -> Dispute:
    done = answer_dispute(dispute, verdict, by=by)
    db.session.commit()
    return done


def test_a_dispute_holds_its_statement_until_it_is_answered(
    session: Session, fay: Person, flo: Person, ada: Person, statement: Statement
) -> None:
    others = list(session.scalars(sa.select(Statement.id)))
    assert disputed(others) == set()
    first = disputing(statement, ada)
    assert open_dispute(statement, Complaint(DisputeReason.OTHER, "x"), by=ada).id == first.id
    assert disputed(others) == {statement.id}
    assert [each.id for each in disputes_waiting()] == [first.id]
    answered(first, REJECTED, fay)
    assert disputed(others) == set()
    second = ask_again(statement, "They did not.", by=ada)
    assert ask_again(statement, "Again", by=ada).id == second.id
    db.session.commit()
    assert disputed(others) == {statement.id}
    assert refused(answer_dispute, second, REJECTED, by=fay) == "dispute.same_person"
    answered(second, REJECTED, flo)
    assert disputed(others) == set()
    kept = session.scalars(sa.select(AuditEntry.action).order_by(AuditEntry.id)).all()
    assert [each for each in kept if each.startswith("dispute.")] == [
        *("dispute.open", "dispute.answer", "dispute.open", "dispute.answer")
    ]


def test_what_is_upheld_is_made_good_in_the_open_period(
    session: Session, fay: Person, flo: Person, ada: Person, statement: Statement, after: Period
) -> None:
    before = statement.gross, statement.payable, statement.settlement.pool
    dispute = answered(disputing(statement, ada), UPHELD, fay)
    adjustment = session.scalars(sa.select(Adjustment)).one()
    assert dispute.adjustment_id == adjustment.id
    assert (adjustment.period_id, adjustment.amount) == (after.id, 27_600)
    assert adjustment.reason == "2025-H2: 600 units were missing."
    assert (statement.gross, statement.payable, statement.settlement.pool) == before


def test_the_next_statement_shows_what_was_upheld(
    session: Session,
    fay: Person,
    ada: Person,
    statement: Statement,
    after: Period,
    clock: Clock,
) -> None:
    answered(disputing(statement, ada), UPHELD, fay)
    clock.go(days=365)
    close(fay, after)
    settled = sa.select(Settlement).where(Settlement.period_id == after.id)
    assert session.scalars(settled).one().adjustments == 27_600


def test_what_is_disputed_is_neither_prepared_nor_sent(
    session: Session, fay: Person, flo: Person, ada: Person, ben: Person, statement: Statement
) -> None:
    theirs = session.scalars(sa.select(Statement).where(Statement.person_id == ben.id)).one()
    for person in (ada, ben):
        with_account(person, approved_by=flo)
    (batch,) = prepare(by=fay, only=[f"royalty:{theirs.id}"])
    db.session.commit()
    first, second = disputing(statement, ada), disputing(theirs, ben)
    own = [f"royalty:{statement.id}"]
    assert refused(prepare, by=fay, only=own) == "batch.nothing_due"
    assert refused(approve, batch, by=flo) == "payment.disputed"
    for dispute in (first, second):
        answered(dispute, REJECTED, fay)
    assert len(prepare(by=fay, only=own)) == 1
    assert approve(batch, by=flo).approved_at is not None


def test_what_is_disputed_after_the_approval_is_left_out_of_the_batch(
    session: Session, fay: Person, flo: Person, ada: Person, ben: Person, statement: Statement
) -> None:
    for person in (ada, ben):
        with_account(person, approved_by=flo)
    (batch,) = prepare(by=fay)
    approve(batch, by=flo)
    dispute = disputing(statement, ada)
    take_write_lock()
    with pytest.raises(DatabaseError, match="disputed is not paid"):
        session.execute(
            sa.update(Batch).values(state=BatchState.EXPORTED, exported_at=batch.approved_at)
        )
    session.rollback()
    assert payment_on_its_way(statement.id) is None
    export(batch, by=flo)
    session.commit()
    payments, told = payments_in(batch.id), fetch(batch, "csv", by=flo) or ""
    for each in payments:
        is_out = each.statement_id == statement.id
        assert each.left_out is (Block.DISPUTED if is_out else None)
        assert (f"PAYMENT-{each.id}," in told) is not is_out
    assert confirm_all(batch, by=fay) == len(payments) - 1
    assert batch.state is BatchState.DONE
    answered(dispute, REJECTED, fay)
    (rest,) = prepare(by=fay)
    assert [each.statement_id for each in payments_in(rest.id)] == [statement.id]


def test_a_batch_that_is_disputed_whole_goes_nowhere(
    session: Session, fay: Person, flo: Person, ada: Person, statement: Statement
) -> None:
    with_account(ada, approved_by=flo)
    (batch,) = prepare(by=fay, only=[f"royalty:{statement.id}"])
    approve(batch, by=flo)
    disputing(statement, ada)
    assert refused(export, batch, by=flo) == "batch.nothing_left"
    cancel(batch, by=fay, reason="Disputed")
    assert payment_of(statement.id) is None


def test_nobody_with_a_share_answers_and_nobody_twice(
    session: Session, fay: Person, flo: Person, ada: Person, ben: Person, statement: Statement
) -> None:
    dispute = disputing(statement, ada)
    for person in (ada, ben):
        assert refused(answer_dispute, dispute, REJECTED, by=person) == "dispute.own"
    answered(dispute, REJECTED, fay)
    assert refused(answer_dispute, dispute, UPHELD, by=flo) == "dispute.answered"
    assert session.scalars(sa.select(Adjustment)).all() == []


def test_too_late_is_too_late(ada: Person, fay: Person, statement: Statement, clock: Clock) -> None:
    clock.go(days=61)
    assert refused(open_dispute, statement, COMPLAINT, by=ada) == "dispute.too_late"
    assert refused(ask_again, statement, "x", by=ada) == "dispute.not_answered"


def test_a_second_look_has_its_days(
    ada: Person, fay: Person, statement: Statement, clock: Clock
) -> None:
    dispute = disputing(statement, ada)
    assert refused(ask_again, statement, "x", by=ada) == "dispute.not_answered"
    answered(dispute, REJECTED, fay)
    clock.go(days=31)
    assert refused(ask_again, statement, "x", by=ada) == "dispute.too_late_again"


def test_without_an_open_period_nothing_is_upheld(
    session: Session, fay: Person, ada: Person, statement: Statement, after: Period, clock: Clock
) -> None:
    dispute = disputing(statement, ada)
    clock.go(days=365)
    close(fay, after)
    assert refused(answer_dispute, dispute, UPHELD, by=fay) == "dispute.no_period"
    assert session.scalars(sa.select(Adjustment)).all() == []
    answered(dispute, REJECTED, fay)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE disputes SET answer = 'x'",
        "DELETE FROM disputes",
        "INSERT INTO disputes (statement_id, look, person_id, reason, words, asked_at, due_on, "
        "answer) SELECT statement_id, 1, person_id, reason, words, asked_at, due_on, '' "
        "FROM disputes",
    ],
)
def test_the_database_keeps_what_was_answered(
    session: Session, fay: Person, ada: Person, statement: Statement, change: str
) -> None:
    answered(disputing(statement, ada), REJECTED, fay)
    with pytest.raises(DatabaseError):
        session.execute(sa.text(change))
    session.rollback()


def test_the_database_asks_another_for_the_second_look(
    session: Session, fay: Person, ada: Person, statement: Statement
) -> None:
    answered(disputing(statement, ada), REJECTED, fay)
    second = ask_again(statement, "They did not.", by=ada)
    db.session.commit()
    answered_too = sa.update(Dispute).where(Dispute.id == second.id)
    values = {"outcome": Outcome.REJECTED, "answer": "No", "answered_by_id": fay.id}
    with pytest.raises(DatabaseError):
        session.execute(answered_too.values(answered_at=second.asked_at, **values))
    session.rollback()
    assert second.is_open


def test_both_sides_are_told(
    app: Flask,
    session: Session,
    fay: Person,
    flo: Person,
    ada: Person,
    statement: Statement,
    clock: Clock,
) -> None:
    a_person("Eve")
    dispute = disputing(statement, ada)
    drain(app)
    told = sa.select(Notice.person_id, Notice.kind, Notice.variant).order_by(Notice.id)
    asked = [row for row in session.execute(told) if row.kind == "dispute"]
    assert {row.person_id for row in asked} == {fay.id, flo.id}
    answered(dispute, UPHELD, fay)
    drain(app)
    rows = [(each.person_id, each.variant) for each in session.execute(told)]
    assert (ada.id, "upheld") in rows
