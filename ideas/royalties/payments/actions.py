"""Preparing a batch, approving another's, and saying what became of its payments."""

from collections.abc import Collection

from ideas import clock
from ideas.accounts.models import Person
from ideas.audit.actions import note
from ideas.db import session, writes
from ideas.events.actions import record
from ideas.refusals import Refusal, refuse
from ideas.royalties.disputes.rules import refusal_while_disputed
from ideas.royalties.events import PaymentReturned, PaymentSent
from ideas.royalties.ledger.actions import post
from ideas.royalties.ledger.queries import lock_ledger
from ideas.royalties.ledger.rules import Draft
from ideas.royalties.payees.queries import others_in_finance
from ideas.royalties.payments import rules
from ideas.royalties.payments.dues import DueRow, due_rows
from ideas.royalties.payments.models import Batch, Payment
from ideas.royalties.payments.queries import (
    locked_batch,
    locked_payment,
    payments_in,
)
from ideas.royalties.payments.rules import BatchState, Block, PaymentKind, PaymentState, Way
from ideas.royalties.payments.stopping import stops_under_lock
from ideas.text import short_id


@writes
def prepare(*, by: Person, only: Collection[str] | None = None) -> list[Batch]:
    """Put what is due and can be paid into batches, one for each currency and way.

    ``only`` names what is wanted (``Due.key``); everything without it.
    """
    lock_ledger()
    rows = {each.due.key: each for each in due_rows()}
    wanted = [each.due for key, each in rows.items() if only is None or key in only]
    batches = rules.batches_of(wanted, by=by.id)
    refuse(rules.refusal_to_prepare(batches))
    return [
        _batch(currency, way, [rows[due.key] for due in dues], by)
        for (currency, way), dues in batches.items()
    ]


def _batch(currency: str, way: Way, rows: list[DueRow], by: Person) -> Batch:
    moment, total = clock.now(), sum(row.due.amount for row in rows)
    batch = Batch(
        message_id=f"PAY-{moment:%Y%m%d}-{short_id()}",
        currency=currency,
        way=way,
        state=BatchState.PREPARED,
        count=len(rows),
        total=total,
        prepared_by_id=by.id,
        prepared_at=moment,
    )
    session().add(batch)
    session().flush()
    session().add_all(_payment(row, batch) for row in rows)
    session().flush()
    _note("batch.prepare", batch, by)
    return batch


def _payment(row: DueRow, batch: Batch) -> Payment:
    is_royalty = row.due.kind is PaymentKind.ROYALTY
    return Payment(
        batch_id=batch.id,
        kind=row.due.kind,
        state=PaymentState.WAITING,
        person_id=row.person.id,
        share_id=row.share.id,
        statement_id=row.due.id if is_royalty else None,
        account_id=row.account_id,
        amount=row.due.amount,
        currency=row.due.currency,
        made_at=batch.prepared_at,
    )


@writes
def approve(batch: Batch, *, by: Person) -> Batch:
    """Approve somebody else's batch; once by one person, however often they press."""
    lock_ledger()
    batch = locked_batch(batch.id)
    if batch.state is not BatchState.PREPARED and batch.approved_by_id == by.id:
        return batch
    payments = payments_in(batch.id)
    payees = {each.person_id for each in payments}
    refuse(
        rules.refusal_to_approve(
            batch.state,
            by=by.id,
            prepared_by=batch.prepared_by_id,
            payees=payees,
            others=others_in_finance({batch.prepared_by_id, *payees}),
        )
    )
    stopped = set(stops_under_lock(payments).values())
    refuse(refusal_while_disputed(is_disputed=Block.DISPUTED in stopped))
    refuse(Refusal("batch.stale") if stopped else None)
    batch.state, batch.approved_by_id, batch.approved_at = BatchState.APPROVED, by.id, clock.now()
    session().flush()
    _note("batch.approve", batch, by)
    return batch


@writes
def cancel(batch: Batch, *, by: Person, reason: str) -> None:
    """Call off a batch the bank has not seen; what is in it is due again."""
    lock_ledger()
    batch = locked_batch(batch.id)
    refuse(rules.refusal_to_cancel(batch.state, reason))
    for payment in payments_in(batch.id):
        payment.state, payment.reason = PaymentState.DROPPED, reason.strip()
    batch.state, batch.reason = BatchState.CANCELLED, reason.strip()
    session().flush()
    _note("batch.cancel", batch, by)


@writes
def confirm(payment: Payment, *, by: Person, reference: str = "") -> Payment:
    """Say that the bank carried a payment out, and post it; twice is once."""
    lock_ledger()
    batch, payment = locked_batch(payment.batch_id), locked_payment(payment.id)
    if payment.state is PaymentState.SENT:
        return payment
    is_own = payment.person_id == by.id
    refuse(rules.refusal_to_confirm(batch.state, payment.state, is_own=is_own))
    payment.state, payment.sent_by_id = PaymentState.SENT, by.id
    payment.sent_at, payment.reference = clock.now(), reference.strip()
    session().flush()
    post([_draft_of(payment)], by=by)
    note("payment.confirm", f"payment:{payment.id}", by=by.id, amount=payment.amount)
    record(PaymentSent(payment.id, payment.person_id, payment.share.agreement.idea_id))
    _finish(batch)
    return payment


@writes
def confirm_all(batch: Batch, *, by: Person, reference: str = "") -> int:
    """Say that the bank carried out all that waits, but for one's own; answers how many."""
    waiting = [each for each in payments_in(batch.id) if each.state is PaymentState.WAITING]
    others = [each for each in waiting if each.person_id != by.id]
    for payment in others:
        confirm(payment, by=by, reference=reference)
    return len(others)


@writes
def give_back(payment: Payment, *, by: Person, reason: str) -> Payment:
    """Say that a payment came back: what was posted is taken back, and it is due again."""
    lock_ledger()
    batch, payment = locked_batch(payment.batch_id), locked_payment(payment.id)
    is_own = payment.person_id == by.id
    refuse(rules.refusal_to_return(batch.state, payment.state, reason, is_own=is_own))
    was_sent = payment.state is PaymentState.SENT
    payment.state, payment.reason = PaymentState.RETURNED, reason.strip()
    payment.returned_at, payment.returned_by_id = clock.now(), by.id
    session().flush()
    if was_sent:
        post([rules.returned(_draft_of(payment))], by=by)
    note("payment.return", f"payment:{payment.id}", by=by.id, amount=payment.amount)
    record(PaymentReturned(payment.id, payment.person_id, payment.share.agreement.idea_id))
    _finish(batch)
    return payment


def _draft_of(payment: Payment) -> Draft:
    return rules.draft_for(
        payment.id,
        share_id=payment.share_id,
        is_advance=payment.kind is PaymentKind.ADVANCE,
        money=(payment.amount, payment.currency),
    )


def _finish(batch: Batch) -> None:
    states = [each.state for each in payments_in(batch.id)]
    if batch.state is BatchState.EXPORTED and rules.is_done(states):
        batch.state = BatchState.DONE
        session().flush()


def _note(action: str, batch: Batch, by: Person) -> None:
    subject, money = f"batch:{batch.id}", str(batch.money)
    note(action, subject, by=by.id, total=money, count=batch.count)
