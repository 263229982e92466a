"""What has come up since a batch was prepared; its payments go out only without."""

from collections.abc import Sequence

from ideas.agreements.models import AgreementState
from ideas.agreements.queries import locked_agreement
from ideas.money import Money
from ideas.royalties.disputes.queries import disputed
from ideas.royalties.payments.models import Batch, Payment
from ideas.royalties.payments.queries import people_held
from ideas.royalties.payments.rules import Block, PaymentKind, stop_of


def stops_under_lock(payments: Sequence[Payment]) -> dict[int, Block]:
    """As ``stops``, while no agreement can end; the ledger's lock is held."""
    for agreement_id in sorted({each.share.agreement_id for each in payments}):
        locked_agreement(agreement_id)
    return stops(payments)


def stops(payments: Sequence[Payment]) -> dict[int, Block]:
    """Those of these payments that are not to be carried out as it stands, and why."""
    held = people_held()
    asked = disputed(each.statement_id for each in payments if each.statement_id)
    found = {
        each.id: stop_of(
            is_disputed=each.statement_id in asked,
            is_held=each.person_id in held,
            has_ended=_has_ended(each),
        )
        for each in payments
    }
    return {payment_id: block for payment_id, block in found.items() if block is not None}


def _has_ended(payment: Payment) -> bool:
    """Is it an advance of an agreement that is no longer in force?"""
    is_advance = payment.kind is PaymentKind.ADVANCE
    return is_advance and payment.share.agreement.state is not AgreementState.ACTIVE


def sum_left_out(batch: Batch, payments: Sequence[Payment]) -> Money:
    """What the bank did not get with the rest of a batch."""
    return Money(sum(each.amount for each in payments if each.left_out), batch.currency)
