"""Opening periods and typing exchange rates."""

from datetime import date
from decimal import Decimal
from typing import Any

from ideas import clock
from ideas.accounts.approvals.queries import others_with
from ideas.accounts.approvals.rules import refusal_to_approve
from ideas.accounts.models import Person
from ideas.audit.actions import note
from ideas.db import session, writes
from ideas.policy import Role
from ideas.refusals import Refusal, refuse
from ideas.royalties.ledger.queries import lock_ledger
from ideas.royalties.periods import rules
from ideas.royalties.periods.models import Ask, FxRate, Period, PeriodProposal, PeriodState
from ideas.royalties.periods.queries import (
    locked_period,
    periods,
    proposal_waiting,
    standing_of,
)


@writes
def open_period(code: str, starts_on: date, ends_on: date, *, by: Person) -> Period:
    """Open a period that overlaps no other."""
    lock_ledger()
    known = periods()
    others = [(each.starts_on, each.ends_on, not each.is_open) for each in known]
    is_taken = code in {each.code for each in known}
    refuse(rules.refusal_to_open(starts_on, ends_on, others, is_taken=is_taken))
    period = Period(
        code=code,
        starts_on=starts_on,
        ends_on=ends_on,
        opened_by_id=by.id,
        opened_at=clock.now(),
    )
    session().add(period)
    session().flush()
    note("period.open", f"period:{period.id}", by=by.id, code=code)
    return period


@writes
def type_rate(
    period: Period,
    pair: tuple[str, str],
    rate: Decimal,
    *,
    source: str,
    quoted_on: date,
    by: Person,
) -> FxRate:
    """Type what one of the first currency is worth in the second; it holds until typed anew."""
    period, (currency, into) = locked_period(period.id), pair
    refuse(rules.refusal_to_type_rate(currency, into, rate, is_closed=period.is_closed))
    typed = FxRate(
        period_id=period.id,
        currency=currency,
        into=into,
        rate=rate,
        source=source,
        quoted_on=quoted_on,
        typed_by_id=by.id,
        typed_at=clock.now(),
    )
    session().add(typed)
    session().flush()
    detail = {"pair": f"{currency}/{into}", "rate": f"{rate:f}"}
    note("rate.type", f"period:{period.id}", by=by.id, **detail)
    return typed


@writes
def soft_close(period: Period, *, by: Person) -> None:
    """Let no more sales into a period that is over; finance can still correct it."""
    lock_ledger()
    period = locked_period(period.id)
    refuse(rules.refusal_to_soft_close(standing_of(period)))
    moment, closer = clock.now(), by.id
    period.state, period.soft_closed_at = PeriodState.SOFT_CLOSED, moment
    period.soft_closed_by_id = closer
    session().flush()
    note("period.soft_close", f"period:{period.id}", by=by.id)


@writes
def propose_reopening(period: Period, *, by: Person, reason: str) -> PeriodProposal:
    """Propose that a soft-closed period takes sales again."""
    lock_ledger()
    period = locked_period(period.id)
    refuse(rules.refusal_to_reopen(standing_of(period), reason))
    return put_forward(period, Ask.REOPEN, by=by, reason=reason.strip())


@writes
def reopen(period: Period, *, by: Person) -> None:
    """Approve somebody else's proposal to open a soft-closed period again."""
    lock_ledger()
    period = locked_period(period.id)
    proposal = waiting(period, Ask.REOPEN)
    refuse(rules.refusal_to_reopen(standing_of(period), proposal.reason))
    approve(proposal, by=by)
    period.state = PeriodState.OPEN
    session().flush()
    note("period.reopen", f"period:{period.id}", by=by.id, reason=proposal.reason)


@writes
def take_back_proposal(period: Period, *, by: Person) -> None:
    """End what waits in a period; twice is once."""
    lock_ledger()
    proposal = proposal_waiting(period.id)
    if proposal is not None:
        _end(proposal)
        note("period.take_back", f"period:{period.id}", by=by.id, ask=proposal.ask)


def put_forward(period: Period, ask: Ask, *, by: Person, **values: Any) -> PeriodProposal:
    """Propose something for a period, in place of what waits there; within an action."""
    before = proposal_waiting(period.id)
    if before is not None:
        _end(before)
    proposal = PeriodProposal(
        period_id=period.id,
        ask=ask,
        proposed_by_id=by.id,
        proposed_at=clock.now(),
        **({"figures": []} | values),
    )
    session().add(proposal)
    session().flush()
    action = "period.propose_close" if ask is Ask.CLOSE else "period.propose_reopen"
    note(action, f"period:{period.id}", by=by.id)
    return proposal


def _end(proposal: PeriodProposal) -> None:
    proposal.ended_at = clock.now()
    session().flush()


def waiting(period: Period, ask: Ask) -> PeriodProposal:
    """What waits in a period, if it is this; Refused when not."""
    proposal = proposal_waiting(period.id)
    if proposal is None or proposal.ask is not ask:
        refuse(Refusal("period.no_proposal"))
    return proposal  # type: ignore[return-value]


def approve(proposal: PeriodProposal, *, by: Person) -> None:
    """Write down that a second person approved; Refused when it is the same."""
    refuse_own(proposal, by=by)
    proposal.approved_by_id, proposal.approved_at = by.id, clock.now()
    session().flush()


def refuse_own(proposal: PeriodProposal, *, by: Person) -> None:
    """Refused when somebody would approve what they proposed; who could is named."""
    author = proposal.proposed_by_id
    others = others_with(Role.FINANCE, {author})
    refuse(refusal_to_approve(by=by.id, proposed_by=author, others=others))
