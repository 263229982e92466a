"""What an entry was made from: sales lines, or statements."""

import re
from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from ideas.db import session
from ideas.royalties.ledger.models import JournalEntry
from ideas.royalties.ledger.rules import Kind
from ideas.royalties.payments.models import Payment
from ideas.royalties.sales.models import Sale, SaleTakenBack
from ideas.royalties.settlements.models import Settlement, Statement

IMPORTED = re.compile(r"sales:([0-9]+):")
NUMBERED = re.compile(r"[a-z]+:([0-9]+)(?::.*)?")


def lines_beneath(entry: JournalEntry, *, limit: int = 200) -> Sequence[Sale]:
    """The sales lines of an import that were posted or taken back together, the first of them."""
    named = IMPORTED.match(entry.key)
    if named is None:
        return ()
    found = sa.select(Sale).options(joinedload(Sale.product)).order_by(Sale.id).limit(limit)
    if entry.kind is Kind.SALE:
        mine = sa.and_(Sale.import_id == int(named[1]), Sale.period_id == entry.period_id)
    else:
        found = found.join(SaleTakenBack, SaleTakenBack.sale_id == Sale.id)
        mine = sa.and_(
            SaleTakenBack.import_id == int(named[1]), SaleTakenBack.period_id == entry.period_id
        )
    return session().scalars(found.where(mine)).all()


def statements_beneath(entry: JournalEntry) -> Sequence[Statement]:
    """The statements that say what was posted, by their ids."""
    named = NUMBERED.fullmatch(entry.key)
    if named is None:
        return ()
    number = int(named[1])
    owners = {
        Kind.EARNED: Settlement.agreement_id == number,
        Kind.SETTLED: Settlement.agreement_id == number,
        Kind.DUE: Statement.share_id == number,
    }
    found = sa.select(Statement).join(Settlement).options(joinedload(Statement.person))
    if entry.kind in owners:
        found = found.where(owners[entry.kind], Settlement.period_id == entry.period_id)
    elif entry.kind is Kind.ROYALTY_PAID:
        found = found.where(Statement.id.in_(_paid(number)))
    else:
        return ()
    return session().scalars(found.order_by(Statement.id)).all()


def _paid(payment_id: int) -> sa.Select[int | None]:
    return sa.select(Payment.statement_id).where(Payment.id == payment_id)
