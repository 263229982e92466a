"""Closing a period: proposed by one, confirmed by another."""

from dataclasses import asdict
from datetime import timedelta
from itertools import islice
from typing import Any

import sqlalchemy as sa

from ideas import clock
from ideas.accounts.models import Person
from ideas.audit.actions import note
from ideas.db import session, writes
from ideas.events.actions import record
from ideas.refusals import refuse
from ideas.royalties.closing.figures import digest_of, figures_of
from ideas.royalties.closing.queries import PeriodOutlook, outlook_of
from ideas.royalties.closing.sources import Outlook
from ideas.royalties.events import StatementReady
from ideas.royalties.ledger.actions import post
from ideas.royalties.ledger.queries import hash_of_period, lock_ledger
from ideas.royalties.lines.rules import EarnedLine
from ideas.royalties.periods.actions import approve, put_forward, waiting
from ideas.royalties.periods.models import Ask, Period, PeriodProposal, PeriodState
from ideas.royalties.periods.queries import locked_period, standing_of
from ideas.royalties.periods.rules import refusal_of_figures, refusal_to_close
from ideas.royalties.sales.queries import hash_of_sales
from ideas.royalties.settings import Royalties
from ideas.royalties.settlements.effects import Effect
from ideas.royalties.settlements.models import (
    SettledPart,
    SettledSale,
    Settlement,
    Statement,
)
from ideas.royalties.settlements.rules import Place, drafts_for
from ideas.royalties.statements.paper import LONGEST_CLAUSE, NEWEST
from ideas.settings.queries import dials
from ideas.text import plain_of

PORTION = 5_000
"""Lines written in one statement."""


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
    proposal = waiting(period, Ask.CLOSE)
    refuse(refusal_of_figures(proposal.digest, seen=seen, now=digest_of(figures_of(outlook))))
    approve(proposal, by=by)
    for each in outlook.agreements:
        _settle(each, period, by)
    _seal(period, by)
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


def _seal(period: Period, by: Person) -> None:
    """All at once: the database refuses a second change."""
    sales_hash, moment, closer = hash_of_sales(period.id), clock.now(), by.id
    ledger_hash = hash_of_period(period.id, sales_hash)
    period.ledger_hash, period.sales_hash = ledger_hash, sales_hash
    period.state = PeriodState.CLOSED
    period.closed_at, period.closed_by_id = moment, closer
    session().flush()


def _settle(outlook: Outlook, period: Period, by: Person) -> None:
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
    _write_lines(outlook, settlement.id)
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


def _write_lines(outlook: Outlook, settlement_id: int) -> None:
    """A portion at a time: there may be a million."""
    results = outlook.results()
    while portion := list(islice(results, PORTION)):
        rows = [_row(settlement_id, *each) for each in portion]
        if not any(result.parts for _, result in portion):
            session().execute(sa.insert(SettledSale), rows)
            continue
        told = sa.insert(SettledSale).returning(SettledSale.id, sort_by_parameter_order=True)
        ids = session().scalars(told, rows).all()
        earned = (result for _, result in portion)
        parts = [each for at in zip(ids, earned, strict=True) for each in _parts(outlook, *at)]
        if parts:
            session().execute(sa.insert(SettledPart), parts)


def _row(settlement_id: int, effect: Effect, result: EarnedLine) -> dict[str, Any]:
    return {
        "settlement_id": settlement_id,
        "sale_id": effect.sale.id,
        "rate_id": result.line.rate_id,
        "sign": effect.sign,
        "allowed": result.allowed,
        "net": result.net,
        "fx": result.line.fx,
        "converted": result.converted,
        "earned": result.earned,
    }


def _parts(outlook: Outlook, settled_id: int, result: EarnedLine) -> list[dict[str, int]]:
    steps = outlook.rates[result.line.rate_id].steps
    return [
        {"settled_sale_id": settled_id, "step_id": step.id, "quantity": part}
        for step, part in zip(steps, result.parts, strict=False)
        if part
    ]


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
