"""Finding disputes."""

from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from ideas.agreements.models import Agreement, Share
from ideas.db import session
from ideas.policy import Permission, allows
from ideas.royalties.disputes.models import Dispute
from ideas.royalties.sales.models import Sale
from ideas.royalties.settlements.models import SettledSale, Settlement, Statement

CHUNK = 500
WITH_ALL = (
    joinedload(Dispute.person),
    joinedload(Dispute.answered_by),
    joinedload(Dispute.adjustment),
    joinedload(Dispute.line).joinedload(SettledSale.sale).joinedload(Sale.product),
    joinedload(Dispute.statement).joinedload(Statement.settlement).joinedload(Settlement.period),
    joinedload(Dispute.statement)
    .joinedload(Statement.settlement)
    .joinedload(Settlement.agreement)
    .joinedload(Agreement.idea),
)


def disputed(statement_ids: Iterable[int]) -> set[int]:
    """Those of these statements that a dispute holds: they are not paid until it is answered."""
    wanted, held = sorted(set(statement_ids)), set[int]()
    for start in range(0, len(wanted), CHUNK):
        some = Dispute.statement_id.in_(wanted[start : start + CHUNK])
        found = sa.select(Dispute.statement_id).where(some, Dispute.answered_at.is_(None))
        held.update(session().scalars(found))
    return held


def looks_at(statement_id: int) -> Sequence[Dispute]:
    """The dispute about a statement: its first look, then its second."""
    found = sa.select(Dispute).where(Dispute.statement_id == statement_id)
    return session().scalars(found.options(*WITH_ALL).order_by(Dispute.look)).all()


def disputes_by(person_id: int) -> dict[int, Dispute]:
    """A person's disputes by statement, of each the last look."""
    found = sa.select(Dispute).where(Dispute.person_id == person_id).order_by(Dispute.look)
    return {each.statement_id: each for each in session().scalars(found)}


def disputes_waiting() -> Sequence[Dispute]:
    """Disputes that wait for an answer, the first promised first."""
    found = sa.select(Dispute).where(Dispute.answered_at.is_(None)).options(*WITH_ALL)
    return session().scalars(found.order_by(Dispute.due_on, Dispute.id)).all()


def disputes_answered(limit: int = 50) -> Sequence[Dispute]:
    """The last disputes answered, newest first."""
    found = sa.select(Dispute).where(Dispute.answered_at.is_not(None)).options(*WITH_ALL)
    return session().scalars(found.order_by(Dispute.answered_at.desc()).limit(limit)).all()


def dispute_by_id(dispute_id: int) -> Dispute | None:
    """The dispute."""
    return session().get(Dispute, dispute_id, options=WITH_ALL)


def locked_dispute(dispute_id: int) -> Dispute:
    """The dispute, read anew and locked until the transaction ends."""
    locked = sa.select(Dispute).where(Dispute.id == dispute_id)
    locked = locked.with_for_update().execution_options(populate_existing=True)
    return session().scalars(locked).one()


def statement_of(actor: Any, statement_id: int) -> Statement | None:
    """The statement, when it is the actor's own."""
    statement = session().get(Statement, statement_id)
    if statement is None or not allows(Permission.DISPUTE_OPEN, actor, statement):
        return None
    return statement


def line_in(statement: Statement, line_id: int | None) -> SettledSale | None:
    """The line, when the statement has it."""
    line = session().get(SettledSale, line_id) if line_id else None
    return line if line and line.settlement_id == statement.settlement_id else None


def payees_beside(statement: Statement) -> set[int]:
    """Everybody with a share in what a statement is about."""
    found = sa.select(Share.person_id)
    found = found.where(Share.agreement_id == statement.settlement.agreement_id)
    return set(session().scalars(found))
