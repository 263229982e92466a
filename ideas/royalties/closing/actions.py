"""Closing a period: proposed by one, confirmed by another."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any

from ideas import clock
from ideas.accounts.models import Person
from ideas.audit.actions import note
from ideas.db import session, writes
from ideas.events.actions import record
from ideas.refusals import refuse
from ideas.royalties.closing.figures import digest_of, figures_of
from ideas.royalties.closing.queries import PeriodOutlook, outlook_of
from ideas.royalties.closing.sources import Outlook
from ideas.royalties.closing.writing import write_lines
from ideas.royalties.events import StatementReady
from ideas.royalties.ledger.actions import post
from ideas.royalties.ledger.queries import hash_of_period, lock_ledger
from ideas.royalties.periods.actions import approve, put_forward, waiting
from ideas.royalties.periods.models import Ask, Period, PeriodProposal, PeriodState
from ideas.royalties.periods.queries import locked_period, standing_of
from ideas.royalties.periods.rules import refusal_of_figures, refusal_to_close
from ideas.royalties.sales.queries import hash_of_sales
from ideas.royalties.settings import Royalties
from ideas.royalties.settlements.models import Settlement, Statement
from ideas.royalties.settlements.rules import Place, drafts_for
from ideas.royalties.statements.paper import LONGEST_CLAUSE, NEWEST
from ideas.settings.queries import dials
from ideas.text import plain_of

Written = Callable[[Outlook, int], None]
"""Writes the lines of an agreement's settlement, given its id."""


@dataclass(frozen=True)
class Whole:
    """All that a close writes, but its lines one by one; ``digest`` is of these, too."""

    agreements: Sequence[Outlook]
    digest: str
    sales_hash: str


@writes
def propose_close(period: Period, *, by: Person) -> PeriodProposal:
    """Propose to close a soft-closed period with the figures it comes to now."""
    lock_ledger()
    period = locked_period(period.id)
    outlook = _whole(period)
    figures = figures_of(outlook)
    return put_forward(
        period, Ask.CLOSE, by=by, digest=digest_of(figures), figures=[asdict(f) for f in figures]
    )


@writes
def confirm_close(period: Period, *, by: Person, seen: str) -> None:
    """Close with the figures somebody else proposed; ``seen`` is the digest that was shown.

    What the period comes to is written down, the statements are made, nothing more is let in.
    """
    lock_ledger()
    period = locked_period(period.id)
    outlook = _whole(period)
    digest = digest_of(figures_of(outlook))
    whole = Whole(outlook.agreements, digest, hash_of_sales(period.id))
    close_as(period, whole, by=by, seen=seen, written=write_lines)


def close_as(period: Period, whole: Whole, *, by: Person, seen: str, written: Written) -> None:
    """Close a period that can be closed; within an action that calculated it."""
    proposal = waiting(period, Ask.CLOSE)
    refuse(refusal_of_figures(proposal.digest, seen=seen, now=whole.digest))
    approve(proposal, by=by)
    for each in whole.agreements:
        _settle(each, period, by, written)
    _seal(period, whole.sales_hash, by)
    note("period.close", f"period:{period.id}", by=by.id, ledger_hash=period.ledger_hash)


def _whole(period: Period) -> PeriodOutlook:
    outlook = outlook_of(period)
    refuse(
        refusal_to_close(
            standing_of(period),
            missing_rates=outlook.missing_rates,
            without_agreement=outlook.without_agreement,
        )
    )
    return outlook


def _seal(period: Period, sales_hash: str, by: Person) -> None:
    """All at once: the database refuses a second change."""
    moment, closer = clock.now(), by.id
    ledger_hash = hash_of_period(period.id, sales_hash)
    period.ledger_hash, period.sales_hash = ledger_hash, sales_hash
    period.state = PeriodState.CLOSED
    period.closed_at, period.closed_by_id = moment, closer
    session().flush()


def _settle(outlook: Outlook, period: Period, by: Person, written: Written) -> None:
    pool, moment = outlook.pool, clock.now()
    settlement = Settlement(
        agreement_id=outlook.agreement.id,
        period_id=period.id,
        currency=outlook.deal.currency,
        card_id=outlook.card.id,
        earned=pool.earned,
        reserve_held=pool.reserve_held,
        reserve_released=pool.reserve_released,
        adjustments=pool.adjustments,
        guarantee=pool.guarantee,
        pool=pool.pool,
        disputable_until_on=moment.date() + timedelta(days=dials(Royalties).dispute_days),
        settled_at=moment,
        printed=_printed(outlook),
    )
    session().add(settlement)
    session().flush()
    written(outlook, settlement.id)
    statements = _write_statements(outlook, settlement.id)
    payees = [(share.id, after) for share, after in outlook.payees]
    place = Place(outlook.agreement.id, period.id, period.code)
    post(drafts_for(place, outlook.deal, pool, payees), by=by)
    for each in statements:
        record(StatementReady(each.id, each.person_id, outlook.agreement.idea_id))


def _printed(outlook: Outlook) -> dict[str, Any]:
    """What statements say besides figures; a later change of it leaves them as they are."""
    dialled = dials(Royalties)
    return {
        "version": NEWEST,
        "title": outlook.agreement.idea.title,
        "issuer": dialled.issuer,
        "contact": dialled.contact,
        "audit": {
            language: plain_of(clause, LONGEST_CLAUSE)
            for language, clause in outlook.agreement.audit.items()
        },
    }


def _write_statements(outlook: Outlook, settlement_id: int) -> list[Statement]:
    statements = [
        Statement(
            settlement_id=settlement_id,
            share_id=share.id,
            person_id=share.person_id,
            opening=after.before.opening,
            gross=after.gross,
            recouped=after.recouped,
            advance_left=after.advance_left,
            withholding_bp=after.before.withholding_bp,
            withheld=after.withheld,
            payable=after.payable,
            carried=after.carried,
        )
        for share, after in outlook.payees
    ]
    session().add_all(statements)
    session().flush()
    return statements
