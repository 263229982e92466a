"""Adjusting what an agreement comes to."""

from ideas import clock
from ideas.accounts.models import Person
from ideas.agreements.models import Agreement, AgreementState
from ideas.audit.actions import note
from ideas.db import session, writes
from ideas.refusals import refuse
from ideas.royalties.periods.models import Period
from ideas.royalties.periods.queries import locked_period
from ideas.royalties.settlements import rules
from ideas.royalties.settlements.models import Adjustment


@writes
def adjust(
    agreement: Agreement, period: Period, amount: int, *, reason: str, by: Person
) -> Adjustment:
    """Add to an agreement's pool in an open period, or take off; minor units of its currency."""
    period = locked_period(period.id)
    is_active = agreement.state is AgreementState.ACTIVE
    is_own = by.id in {share.person_id for share in agreement.shares}
    refuse(
        rules.refusal_to_adjust(
            amount, reason, is_open=period.is_open, is_active=is_active, is_own=is_own
        )
    )
    adjustment = Adjustment(
        agreement_id=agreement.id,
        period_id=period.id,
        amount=amount,
        reason=reason.strip(),
        made_by_id=by.id,
        made_at=clock.now(),
    )
    session().add(adjustment)
    session().flush()
    note("royalty.adjust", f"agreement:{agreement.id}", by=by.id, amount=amount)
    return adjustment
