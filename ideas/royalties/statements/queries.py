"""Finding statements and everything they show."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from ideas.agreements.models import Agreement
from ideas.db import session
from ideas.policy import Permission, allows
from ideas.royalties.payments.models import Payment
from ideas.royalties.payments.queries import payment_of
from ideas.royalties.sales.models import Sale
from ideas.royalties.settlements.models import Adjustment, SettledSale, Settlement, Statement

WITH_IDEA = (
    joinedload(Statement.settlement).joinedload(Settlement.period),
    joinedload(Statement.settlement).joinedload(Settlement.agreement).joinedload(Agreement.idea),
    joinedload(Statement.share),
    joinedload(Statement.person),
)


@dataclass(frozen=True)
class Sheet:
    """A statement with everything it shows."""

    statement: Statement
    lines: Sequence[SettledSale]
    adjustments: Sequence[Adjustment]
    payment: Payment | None

    @property
    def settlement(self) -> Settlement:
        """What all payees of the agreement share."""
        return self.statement.settlement


def statement_visible_to(actor: Any, statement_id: int) -> Statement | None:
    """The statement, when the actor may read it."""
    statement = session().get(Statement, statement_id, options=WITH_IDEA)
    if statement is None or not allows(Permission.STATEMENT_READ, actor, statement):
        return None
    return statement


def sheet_of(statement: Statement) -> Sheet:
    """Everything the statement shows."""
    return Sheet(
        statement=statement,
        lines=_lines_of(statement.settlement_id),
        adjustments=_adjustments_of(statement.settlement),
        payment=payment_of(statement.id),
    )


def statements_of(person_id: int) -> Sequence[Statement]:
    """A person's statements, newest first."""
    found = sa.select(Statement).where(Statement.person_id == person_id).options(*WITH_IDEA)
    return session().scalars(found.order_by(Statement.id.desc())).all()


def statements_in(period_id: int) -> Sequence[Statement]:
    """A period's statements by agreement and share."""
    found = sa.select(Statement).join(Settlement).where(Settlement.period_id == period_id)
    ordered = found.options(*WITH_IDEA).order_by(Settlement.agreement_id, Statement.id)
    return session().scalars(ordered).all()


def adjustments_in(period_id: int) -> Sequence[Adjustment]:
    """The adjustments entered for a period."""
    found = sa.select(Adjustment).where(Adjustment.period_id == period_id)
    loaded = found.options(joinedload(Adjustment.agreement).joinedload(Agreement.idea))
    return session().scalars(loaded.order_by(Adjustment.id)).all()


def _lines_of(settlement_id: int) -> Sequence[SettledSale]:
    found = sa.select(SettledSale).join(Sale)
    found = found.where(SettledSale.settlement_id == settlement_id)
    loaded = found.options(
        joinedload(SettledSale.sale).joinedload(Sale.product),
        joinedload(SettledSale.sale).joinedload(Sale.told_period),
    )
    ordered = loaded.order_by(Sale.product_id, Sale.source, Sale.external_id, Sale.revision)
    return session().scalars(ordered.order_by(SettledSale.sign)).all()


def _adjustments_of(settlement: Settlement) -> Sequence[Adjustment]:
    found = sa.select(Adjustment).where(
        Adjustment.agreement_id == settlement.agreement_id,
        Adjustment.period_id == settlement.period_id,
    )
    return session().scalars(found.order_by(Adjustment.id)).all()
