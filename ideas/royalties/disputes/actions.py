"""Disputing a statement, asking for a second look, and answering."""

from dataclasses import dataclass
from datetime import date, timedelta

from ideas import clock
from ideas.accounts.models import Person
from ideas.audit.actions import note
from ideas.db import session, writes
from ideas.events.actions import record
from ideas.refusals import refuse
from ideas.royalties.disputes import rules
from ideas.royalties.disputes.models import Dispute
from ideas.royalties.disputes.queries import locked_dispute, looks_at, payees_beside
from ideas.royalties.disputes.rules import DisputeReason, Look, Outcome
from ideas.royalties.events import DisputeAnswered, DisputeOpened
from ideas.royalties.ledger.queries import lock_ledger
from ideas.royalties.periods.queries import open_periods
from ideas.royalties.settings import Royalties
from ideas.royalties.settlements.actions import Correction, adjust
from ideas.royalties.settlements.models import Adjustment, SettledSale, Statement
from ideas.settings.queries import dials


@dataclass(frozen=True)
class Complaint:
    """What a payee says is wrong, and about which line, if one."""

    reason: DisputeReason
    words: str
    line: SettledSale | None = None


@dataclass(frozen=True)
class Verdict:
    """What finance answers; ``amount`` is added to what everybody shares, in minor units."""

    outcome: Outcome
    answer: str
    amount: int = 0


@writes
def open_dispute(statement: Statement, complaint: Complaint, *, by: Person) -> Dispute:
    """Say that a statement is wrong; twice is once."""
    lock_ledger()
    looks = looks_at(statement.id)
    if looks:
        return looks[0]
    until = statement.settlement.disputable_until_on
    refuse(rules.refusal_to_dispute(complaint.words, today=clock.today(), until=until))
    return _ask(statement, complaint, 1, by)


@writes
def ask_again(statement: Statement, words: str, *, by: Person) -> Dispute:
    """Ask somebody else in finance to look a second time; twice is once."""
    lock_ledger()
    looks = looks_at(statement.id)
    if len(looks) == rules.LOOKS:
        return looks[1]
    first = looks[0] if looks else None
    until = last_day_to_ask_again(first) if first else None
    seen = _seen(first) if first else None
    refuse(rules.refusal_to_ask_again(words, seen, today=clock.today(), until=until))
    reason = first.reason if first else DisputeReason.OTHER
    return _ask(statement, Complaint(reason, words, first.line if first else None), 2, by)


def last_day_to_ask_again(first: Dispute) -> date | None:
    """The last day for a second look at an answered dispute."""
    if first.answered_at is None:
        return None
    return first.answered_at.date() + timedelta(days=dials(Royalties).second_look_days)


def _ask(statement: Statement, complaint: Complaint, look: int, by: Person) -> Dispute:
    moment = clock.now()
    dispute = Dispute(
        statement_id=statement.id,
        look=look,
        person_id=by.id,
        reason=complaint.reason,
        words=complaint.words.strip(),
        settled_sale_id=complaint.line.id if complaint.line else None,
        asked_at=moment,
        due_on=moment.date() + timedelta(days=dials(Royalties).answer_days),
    )
    session().add(dispute)
    session().flush()
    note("dispute.open", f"statement:{statement.id}", by=by.id, look=look)
    record(DisputeOpened(dispute.id, by.id, statement.settlement.agreement.idea_id))
    return dispute


@writes
def answer_dispute(dispute: Dispute, verdict: Verdict, *, by: Person) -> Dispute:
    """Answer a dispute; upheld, with an adjustment in the oldest open period."""
    dispute = locked_dispute(dispute.id)
    looks, payees = looks_at(dispute.statement_id), payees_beside(dispute.statement)
    first = _seen(looks[0]) if dispute.look > 1 else None
    refuse(rules.refusal_to_answer(by=by.id, payees=payees, is_open=dispute.is_open, first=first))
    adjustment, moment, answerer = _adjust(dispute, verdict, by), clock.now(), by.id
    dispute.adjustment_id = adjustment.id if adjustment else None
    dispute.outcome, dispute.answer = verdict.outcome, verdict.answer.strip()
    dispute.answered_by_id, dispute.answered_at = answerer, moment
    session().flush()
    settlement = dispute.statement.settlement
    detail = {"outcome": verdict.outcome.value, "amount": verdict.amount, "look": dispute.look}
    note("dispute.answer", f"statement:{dispute.statement_id}", by=by.id, **detail)
    record(
        DisputeAnswered(
            dispute.id, dispute.person_id, settlement.agreement.idea_id, verdict.outcome.value
        )
    )
    return dispute


def _adjust(dispute: Dispute, verdict: Verdict, by: Person) -> Adjustment | None:
    """What was upheld is made good in the oldest open period, for all who share."""
    period = next(iter(open_periods()), None)
    has_period = period is not None
    refuse(
        rules.refusal_of_answer(
            verdict.outcome, verdict.answer, verdict.amount, has_period=has_period
        )
    )
    if verdict.outcome is Outcome.REJECTED or period is None:
        return None
    settlement = dispute.statement.settlement
    correction = Correction(
        verdict.amount,
        f"{settlement.period.code}: {verdict.answer.strip()}",
        f"dispute:{dispute.id}",
    )
    return adjust(settlement.agreement, period, correction, by=by)


def _seen(dispute: Dispute) -> Look:
    answered = dispute.answered_at
    return Look(answered.date() if answered else None, dispute.answered_by_id)
