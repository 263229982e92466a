"""Preparing a payment, and marking somebody else's as sent."""

from ideas import clock
from ideas.accounts.models import Person
from ideas.agreements.models import AgreementState, Share
from ideas.agreements.queries import locked_agreement
from ideas.audit.actions import note
from ideas.db import session, writes
from ideas.events.actions import record
from ideas.refusals import refuse
from ideas.royalties.disputes.queries import disputed
from ideas.royalties.disputes.rules import refusal_while_disputed
from ideas.royalties.events import PaymentSent
from ideas.royalties.ledger.actions import post
from ideas.royalties.ledger.queries import lock_ledger
from ideas.royalties.payments import rules
from ideas.royalties.payments.models import Payment, PaymentKind
from ideas.royalties.payments.queries import (
    advance_paid,
    locked_payment,
    others_in_finance,
    payment_of,
)
from ideas.royalties.settlements.models import Statement


@writes
def propose_royalty(statement: Statement, *, by: Person) -> Payment:
    """Prepare the payment of a statement; twice is once."""
    lock_ledger()
    is_own = statement.person_id == by.id
    refuse(rules.refusal_to_propose(statement.payable, is_own=is_own))
    refuse(refusal_while_disputed(is_disputed=bool(disputed([statement.id]))))
    before = payment_of(statement.id)
    if before is not None:
        return before
    payment = Payment(
        kind=PaymentKind.ROYALTY,
        person_id=statement.person_id,
        share_id=statement.share_id,
        statement_id=statement.id,
        amount=statement.payable,
        currency=statement.settlement.currency,
    )
    return _propose(payment, by)


@writes
def propose_advance(share: Share, *, by: Person) -> Payment:
    """Prepare the payment of a share's advance; twice is once."""
    lock_ledger()
    is_due, is_own = _is_in_force(share), share.person_id == by.id
    refuse(rules.refusal_to_propose(share.advance if is_due else 0, is_own=is_own))
    before = advance_paid(share.id)
    if before is not None:
        return before
    payment = Payment(
        kind=PaymentKind.ADVANCE,
        person_id=share.person_id,
        share_id=share.id,
        amount=share.advance,
        currency=share.agreement.currency,
    )
    return _propose(payment, by)


def _is_in_force(share: Share) -> bool:
    return locked_agreement(share.agreement_id).state is AgreementState.ACTIVE


def _propose(payment: Payment, by: Person) -> Payment:
    payment.proposed_by_id, payment.proposed_at = by.id, clock.now()
    session().add(payment)
    session().flush()
    note("payment.propose", f"payment:{payment.id}", by=by.id, amount=payment.amount)
    return payment


@writes
def confirm(payment: Payment, *, by: Person, reference: str = "") -> Payment:
    """Mark somebody else's payment as sent, and post it; twice is once."""
    payment = locked_payment(payment.id)
    if payment.sent_at is not None:
        return payment
    is_advance = payment.kind is PaymentKind.ADVANCE
    held = disputed([payment.statement_id] if payment.statement_id else [])
    refuse(refusal_while_disputed(is_disputed=bool(held)))
    refuse(
        rules.refusal_to_confirm(
            by=by.id,
            is_due=not is_advance or _is_in_force(payment.share),
            proposed_by=payment.proposed_by_id,
            payee=payment.person_id,
            others=others_in_finance({payment.proposed_by_id, payment.person_id}),
        )
    )
    payment.confirmed_by_id, payment.sent_at = by.id, clock.now()
    payment.reference = reference.strip()
    session().flush()
    entry = rules.draft_for(
        payment.id,
        share_id=payment.share_id,
        is_advance=is_advance,
        money=(payment.amount, payment.currency),
    )
    post([entry], by=by)
    note("payment.confirm", f"payment:{payment.id}", by=by.id, amount=payment.amount)
    record(PaymentSent(payment.id, payment.person_id, payment.share.agreement.idea_id))
    return payment
