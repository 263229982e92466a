"""Adjusting what an agreement comes to."""

from dataclasses import dataclass

from ideas import clock
from ideas.accounts.models import Person
from ideas.agreements.models import Agreement, AgreementState
from ideas.audit.actions import note
from ideas.db import session, writes
from ideas.refusals import refuse
from ideas.royalties.ledger.queries import lock_ledger
from ideas.royalties.periods.models import Period
from ideas.royalties.periods.queries import first_not_closed, locked_period
from ideas.royalties.settlements import rules
from ideas.royalties.settlements.models import Adjustment, AdjustmentReversal
from ideas.royalties.settlements.queries import adjustment_made_with, is_reversal, taken_back_by
from ideas.text import short_id


@dataclass(frozen=True)
class Correction:
    """What finance typed: minor units of the agreement's currency, why, and the form's nonce."""

    amount: int
    reason: str
    nonce: str = ""


@writes
def adjust(
    agreement: Agreement, period: Period, correction: Correction, *, by: Person
) -> Adjustment:
    """Add to an agreement's pool in an open period, or take off; sent twice is once."""
    period, amount = locked_period(period.id), correction.amount
    nonce = f"{by.id} {correction.nonce or short_id()}"
    made = adjustment_made_with(nonce)
    if made is not None:
        return made
    is_active = agreement.state is AgreementState.ACTIVE
    is_own = by.id in {share.person_id for share in agreement.shares}
    refuse(
        rules.refusal_to_adjust(
            amount,
            correction.reason,
            is_open=not period.is_closed,
            is_active=is_active,
            is_own=is_own,
        )
    )
    adjustment = Adjustment(
        agreement_id=agreement.id,
        period_id=period.id,
        amount=amount,
        reason=correction.reason.strip(),
        made_by_id=by.id,
        made_at=clock.now(),
        nonce=nonce,
    )
    session().add(adjustment)
    session().flush()
    note("royalty.adjust", f"agreement:{agreement.id}", by=by.id, amount=amount)
    return adjustment


@writes
def reverse(adjustment: Adjustment, *, by: Person, reason: str) -> Adjustment:
    """Take an adjustment back by its exact opposite; twice is once.

    It is dated into the same period, or where that is closed into the first that is not.
    """
    lock_ledger()
    made = taken_back_by(adjustment)
    if made is not None:
        return made
    own = locked_period(adjustment.period_id)
    period = first_not_closed() if own.is_closed else own
    is_one = is_reversal(adjustment)
    refuse(rules.refusal_to_reverse(is_reversal=is_one, has_period=period is not None))
    assert period is not None  # noqa: S101
    opposite = Correction(-adjustment.amount, reason, f"reversal:{adjustment.id}")
    made = adjust(adjustment.agreement, period, opposite, by=by)
    session().add(AdjustmentReversal(adjustment_id=adjustment.id, reversal_id=made.id))
    session().flush()
    note("royalty.reverse", f"agreement:{adjustment.agreement_id}", by=by.id, amount=made.amount)
    return made
