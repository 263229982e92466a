"""Batches: prepared by one, approved by another, exported, sent, returned; nothing twice."""

from datetime import UTC, datetime
from functools import partial

import pytest
import sqlalchemy as sa
import sqlalchemy.exc
from sqlalchemy.orm import Session

from ideas.accounts.models import Person
from ideas.accounts.personal import erase
from ideas.agreements.actions import end
from ideas.agreements.models import Agreement
from ideas.audit.models import AuditEntry
from ideas.db import take_write_lock
from ideas.events.models import RecordedEvent
from ideas.policy import Role
from ideas.refusals import Refused
from ideas.royalties.bank.models import BankAccount
from ideas.royalties.bank.rules import Account
from ideas.royalties.ledger.actions import check_ledger
from ideas.royalties.ledger.queries import balance
from ideas.royalties.payments.actions import (
    approve,
    cancel,
    confirm,
    confirm_all,
    give_back,
    prepare,
)
from ideas.royalties.payments.dues import due_rows
from ideas.royalties.payments.exporting import export, fetch
from ideas.royalties.payments.holding import hold, lift
from ideas.royalties.payments.keeping import forget_old_records
from ideas.royalties.payments.models import Batch, BatchFile, Payment
from ideas.royalties.payments.queries import (
    advances_due,
    payment_of,
    payments_in,
    payments_to,
    statements_due,
)
from ideas.royalties.payments.rules import BatchState, Due, PaymentState, Way, block_of
from ideas.royalties.periods.models import Period
from ideas.royalties.settings import Royalties
from ideas.royalties.settlements.models import Statement
from ideas.settings.actions import turn
from tests.conftest import Clock
from tests.factories import a_person
from tests.money import (
    a_row,
    an_active_agreement,
    carry_out,
    close,
    pay,
    take_in,
    with_account,
)

SEPA = Account("Benoît Müller", "FR1420041010050500013M02606", "PSSTFRPPLIL")
PAYER = {"payer_name": "Brick & Co", "payer_iban": "DE89370400440532013000", "payer_bic": ""}


@pytest.fixture
def statement(
    session: Session, fay: Person, flo: Person, ben: Person, agreement: Agreement, period: Period
) -> Statement:
    """Ben's statement, with 360.00 to pay to an account that SEPA reaches."""
    take_in(fay, a_row("1", gross="100000.00"))
    close(fay, period)
    with_account(ben, approved_by=flo, account=SEPA)
    return next(each for each in statements_due() if each.person_id == ben.id)


@pytest.fixture
def batch(session: Session, fay: Person, statement: Statement) -> Batch:
    """A batch of Ben's statement, prepared by Fay."""
    (batch,) = prepare(by=fay)
    session.commit()
    return batch


def named(by: Person) -> None:
    """Say whose account pays."""
    for name, value in PAYER.items():
        turn(Royalties, name, value, by=by.id)


def blocks(by: Person) -> dict[str, str | None]:
    return {row.person.name: block_of(row.due, by=by.id) for row in due_rows()}


def test_one_prepares_another_approves_and_the_bank_carries_it_out(
    session: Session, fay: Person, flo: Person, statement: Statement, batch: Batch
) -> None:
    assert (batch.count, batch.total, batch.currency, batch.way) == (1, 36_000, "EUR", Way.SEPA)
    assert statement not in statements_due()
    named(fay)
    approve(batch, by=flo)
    export(batch, by=fay)
    (payment,) = payments_in(batch.id)
    assert balance("bank", "EUR") == 0
    confirm(payment, by=fay, reference=" SEPA 1 ")
    assert (payment.state, payment.reference) == (PaymentState.SENT, "SEPA 1")
    assert batch.state is BatchState.DONE
    assert balance("bank", "EUR") == -36_000
    assert balance(f"payable:{statement.share_id}", "EUR") == 0
    assert list(payments_to(statement.person_id)) == [payment]
    sent = sa.select(RecordedEvent.values).where(RecordedEvent.name == "royalties.PaymentSent")
    assert [values["payment_id"] for values in session.scalars(sent)] == [payment.id]
    done = set(session.scalars(sa.select(AuditEntry.action)))
    assert {"batch.prepare", "batch.approve", "batch.export", "payment.confirm"} <= done


def test_a_payment_that_comes_back_is_taken_back_and_due_again(
    session: Session, fay: Person, flo: Person, statement: Statement, batch: Batch
) -> None:
    named(fay)
    carry_out(batch, by=flo)
    (payment,) = payments_in(batch.id)
    with pytest.raises(Refused, match=r"payment\.no_reason"):
        give_back(payment, by=fay, reason=" ")
    give_back(payment, by=fay, reason="Account closed")
    assert (payment.state, payment.reason) == (PaymentState.RETURNED, "Account closed")
    assert balance("bank", "EUR") == 0
    assert balance(f"payable:{statement.share_id}", "EUR") == -36_000
    check_ledger()
    assert statement in statements_due()
    with pytest.raises(Refused, match=r"payment\.decided"):
        give_back(payment, by=fay, reason="Again")
    with pytest.raises(Refused, match=r"payment\.decided"):
        confirm(payment, by=fay)
    (again,) = prepare(by=flo)
    carry_out(again, by=fay)
    assert balance("bank", "EUR") == -36_000
    paid = payment_of(statement.id)
    assert paid is not None
    assert paid.batch_id == again.id


def test_what_the_bank_did_not_carry_out_posts_nothing(
    session: Session, fay: Person, flo: Person, statement: Statement, batch: Batch
) -> None:
    named(fay)
    export(approve(batch, by=flo), by=flo)
    (payment,) = payments_in(batch.id)
    give_back(payment, by=fay, reason="Refused by the bank")
    assert balance("bank", "EUR") == 0
    assert batch.state is BatchState.DONE
    assert statement in statements_due()


def test_who_prepared_does_not_approve_and_hears_who_could(
    session: Session, fay: Person, flo: Person, batch: Batch
) -> None:
    with pytest.raises(Refused) as caught:
        approve(batch, by=fay)
    assert caught.value.refusal.code == "batch.own"
    assert caught.value.refusal.values == {"names": "Flo"}


def test_who_is_alone_hears_whom_to_invite(
    session: Session, fay: Person, flo: Person, batch: Batch
) -> None:
    take_write_lock()
    flo.suspended_at = flo.created_at
    session.commit()
    with pytest.raises(Refused, match=r"batch\.alone"):
        approve(batch, by=fay)


def test_twice_is_once(session: Session, fay: Person, flo: Person, batch: Batch) -> None:
    named(fay)
    with pytest.raises(Refused, match=r"batch\.nothing_due"):
        prepare(by=flo)
    approve(batch, by=flo)
    approve(batch, by=flo)
    with pytest.raises(Refused, match=r"batch\.not_prepared"):
        approve(batch, by=a_person("Gus", Role.FINANCE))
    export(batch, by=flo)
    export(batch, by=fay)
    assert confirm_all(batch, by=flo) == 1
    assert confirm_all(batch, by=fay) == 0
    confirm(payments_in(batch.id)[0], by=fay)
    assert balance("bank", "EUR") == -36_000


def test_a_batch_goes_its_way_in_order(
    session: Session, fay: Person, flo: Person, batch: Batch
) -> None:
    (payment,) = payments_in(batch.id)
    for act in (
        partial(confirm, payment, by=fay),
        partial(give_back, payment, by=fay, reason="No"),
        partial(export, batch, by=fay),
    ):
        with pytest.raises(Refused, match=r"batch\.not_"):
            act()
    with pytest.raises(Refused, match=r"batch\.no_reason"):
        cancel(batch, by=fay, reason=" ")
    approve(batch, by=flo)
    with pytest.raises(Refused, match=r"batch\.no_payer"):
        export(batch, by=fay)
    cancel(batch, by=fay, reason="Wrong day")
    assert payment.state is PaymentState.DROPPED
    assert len(statements_due()) == 2
    with pytest.raises(Refused, match=r"batch\.exported"):
        cancel(batch, by=fay, reason="Again")


def test_nobody_prepares_approves_or_confirms_what_is_paid_to_them(
    session: Session, fay: Person, flo: Person
) -> None:
    gus = with_account_of_finance(fay, flo)
    assert blocks(gus) == {"Gus": "own"}
    with pytest.raises(Refused, match=r"batch\.nothing_due"):
        prepare(by=gus)
    (batch,) = prepare(by=fay)
    with pytest.raises(Refused, match=r"batch\.to_oneself"):
        approve(batch, by=gus)
    export(approve(batch, by=flo), by=flo)
    assert confirm_all(batch, by=gus) == 0
    (payment,) = payments_in(batch.id)
    for act in (partial(confirm, payment, by=gus), partial(give_back, payment, by=gus, reason="?")):
        with pytest.raises(Refused, match=r"payment\.to_oneself"):
            act()


def with_account_of_finance(fay: Person, flo: Person) -> Person:
    """Gus of finance, with an advance of 50.00 to be paid."""
    gus = a_person("Gus", Role.FINANCE)
    an_active_agreement(fay, [(gus, 10_000, 5_000)])
    return with_account(gus, approved_by=flo)


def test_what_keeps_something_from_being_paid_is_said(
    session: Session, fay: Person, ben: Person, ada: Person, statement: Statement
) -> None:
    assert blocks(fay) == {"Ada": "no_account", "Ben": None}
    hold(ben, by=fay, reason="Asked by the court")
    hold(ben, by=fay, reason="Twice")
    assert blocks(fay) == {"Ada": "no_account", "Ben": "held"}
    with pytest.raises(Refused, match=r"batch\.nothing_due"):
        prepare(by=fay)
    with pytest.raises(Refused, match=r"hold\.own"):
        lift(ben, by=ben)
    lift(ben, by=fay)
    lift(ben, by=fay)
    assert blocks(fay)["Ben"] is None
    with pytest.raises(Refused, match=r"hold\.no_reason"):
        hold(ben, by=fay, reason=" ")


def test_who_is_held_meanwhile_is_not_approved(
    session: Session, fay: Person, flo: Person, ben: Person, batch: Batch
) -> None:
    hold(ben, by=flo, reason="Asked by the court")
    with pytest.raises(Refused, match=r"batch\.stale"):
        approve(batch, by=flo)


def test_an_advance_is_due_once_and_only_while_its_agreement_is_in_force(
    session: Session, fay: Person, flo: Person, agreement: Agreement, ada: Person
) -> None:
    share = agreement.shares[0]
    assert list(advances_due()) == [share]
    pay(share, by=fay, confirmed_by=flo)
    assert list(advances_due()) == []
    assert balance(f"advance:{share.id}", "EUR") == 100_000
    ida = with_account_of_finance(fay, flo)
    (batch,) = prepare(by=fay)
    end(an_agreement_of(session, ida), by=fay, reason="Called off")
    with pytest.raises(Refused, match=r"batch\.stale"):
        approve(batch, by=flo)


def an_agreement_of(session: Session, person: Person) -> Agreement:
    """The agreement somebody has a share in."""
    return session.scalars(
        sa.select(Agreement).where(Agreement.shares.any(person_id=person.id))
    ).one()


def test_what_is_ticked_is_prepared_by_currency_and_way(
    session: Session, fay: Person, flo: Person, ada: Person, ben: Person, statement: Statement
) -> None:
    with_account(ada, approved_by=flo)
    an_active_agreement(fay, [(ben, 10_000, 7_000)], currency="USD")
    only = [row.due.key for row in due_rows() if row.due.currency == "USD"]
    (dollars,) = prepare(by=fay, only=only)
    assert (dollars.currency, dollars.way, dollars.total) == ("USD", Way.OTHER, 7_000)
    others = {(each.currency, each.way): each.count for each in prepare(by=fay)}
    assert others == {("EUR", Way.OTHER): 2, ("EUR", Way.SEPA): 1}


def test_files_stay_as_the_bank_got_them(
    session: Session, fay: Person, flo: Person, batch: Batch
) -> None:
    named(fay)
    export(approve(batch, by=flo), by=flo)
    session.commit()
    first = {kind: fetch(batch, kind, by=fay) for kind in ("csv", "xml")}
    turn(Royalties, "payer_name", "Somebody else", by=fay.id)
    export(batch, by=fay)
    assert {kind: fetch(batch, kind, by=fay) for kind in ("csv", "xml")} == first
    assert SEPA.iban in (first["xml"] or "")
    assert SEPA.iban in (first["csv"] or "")
    kept = session.scalars(sa.select(BatchFile)).all()
    assert not any(SEPA.iban in each.sealed for each in kept)
    assert fetch(batch, "pdf", by=fay) is None


def test_accounts_that_were_paid_to_stay_when_their_owner_leaves(
    session: Session, fay: Person, flo: Person, ben: Person, ada: Person, batch: Batch
) -> None:
    with_account(ada, approved_by=flo)
    erase(ben)
    erase(ada)
    session.commit()
    kept = session.scalars(sa.select(BankAccount.person_id)).all()
    assert list(kept) == [ben.id]


def test_after_ten_years_the_bank_files_and_accounts_out_of_use_are_emptied(
    session: Session, clock: Clock, fay: Person, flo: Person, ben: Person, ada: Person, batch: Batch
) -> None:
    named(fay)
    with_account(ada, approved_by=flo)
    carry_out(batch, by=flo)
    erase(ben)
    session.commit()
    figures = session.execute(sa.select(Payment.amount, Payment.currency)).all()
    clock.stand_at(datetime(batch.prepared_at.year + 10, 12, 31, tzinfo=UTC))
    forget_old_records()
    assert "".join(session.scalars(sa.select(BankAccount.sealed))) != ""
    assert fetch(batch, "csv", by=flo)
    clock.go(days=2)
    forget_old_records()
    session.commit()
    session.expire_all()
    rows = session.execute(sa.select(BankAccount.person_id, BankAccount.sealed))
    sealed = {person_id: text for person_id, text in rows}
    assert sealed[ben.id] == ""
    assert sealed[ada.id] != "", "she is paid there still"
    assert fetch(batch, "csv", by=flo) is None
    assert all(session.scalars(sa.select(BatchFile.sha256)))
    assert session.execute(sa.select(Payment.amount, Payment.currency)).all() == figures
    forgotten = sa.select(AuditEntry).where(AuditEntry.action == "money.forget")
    assert len(session.scalars(forgotten).all()) == 1
    forget_old_records()
    assert len(session.scalars(forgotten).all()) == 1


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"state": BatchState.APPROVED}, "approved_first"),
        ({"state": BatchState.EXPORTED}, "does not move like this"),
        ({"total": 1}, "stays as it was prepared"),
        ({"currency": "USD", "way": Way.OTHER}, "stays as it was prepared"),
        ({"state": BatchState.CANCELLED}, "cancelled_why"),
    ],
)
def test_the_database_keeps_the_way_of_a_batch(
    session: Session, batch: Batch, values: dict, said: str
) -> None:
    take_write_lock()
    with pytest.raises(sqlalchemy.exc.DBAPIError, match=said):
        session.execute(sa.update(Batch).values(**values))


def test_the_database_wants_two_people_and_no_payee(
    session: Session, fay: Person, ben: Person, batch: Batch
) -> None:
    take_write_lock()
    for person, said in ((fay, "four_eyes"), (ben, "to themselves")):
        approved = {"approved_by_id": person.id, "approved_at": batch.prepared_at}
        change = sa.update(Batch).values(state=BatchState.APPROVED, **approved)
        with pytest.raises(sqlalchemy.exc.DBAPIError, match=said), session.begin_nested():
            session.execute(change)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"amount": 1}, "stays as it is"),
        ({"state": PaymentState.SENT}, "sent_then|once its batch was exported"),
        ({"state": PaymentState.RETURNED}, "once its batch was exported|returned_at"),
    ],
)
def test_the_database_keeps_a_payment(
    session: Session, batch: Batch, values: dict, said: str
) -> None:
    take_write_lock()
    with pytest.raises(sqlalchemy.exc.DBAPIError, match=said):
        session.execute(sa.update(Payment).values(**values))


def test_the_database_pays_nothing_twice_and_only_to_a_usable_account(
    session: Session, fay: Person, ada: Person, flo: Person, batch: Batch
) -> None:
    (paid,) = payments_in(batch.id)
    own = {c.key: getattr(paid, c.key) for c in Payment.__table__.columns if c.key != "id"}
    ada_account = with_account(ada, approved_by=flo)
    other = session.scalars(
        sa.select(BankAccount.id).where(BankAccount.person_id == ada_account.id)
    ).one()
    take_write_lock()
    for changed, said in (
        ({}, "uq_payments_royalty|UNIQUE"),
        ({"account_id": other}, "approved and has waited"),
        ({"account_id": None}, "approved and has waited"),
        ({"currency": "USD"}, "prepared batch of its currency"),
        ({"state": PaymentState.SENT}, "prepared batch of its currency"),
    ):
        with pytest.raises(sqlalchemy.exc.DBAPIError, match=said), session.begin_nested():
            session.execute(sa.insert(Payment).values(**own | changed))


def test_a_due_names_itself() -> None:
    row = Due("advance", 7, 1, 5, "EUR")  # type: ignore[arg-type]
    assert row.key == "advance:7"
