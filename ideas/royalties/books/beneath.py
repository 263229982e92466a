"""What an entry was made from: a sales line, or statements."""

import re
from collections.abc import Sequence
from urllib.parse import unquote

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from ideas.db import session
from ideas.royalties.ledger.models import JournalEntry
from ideas.royalties.ledger.rules import Kind
from ideas.royalties.payments.models import Payment
from ideas.royalties.sales.models import Sale
from ideas.royalties.settlements.models import Settlement, Statement

SALE = re.compile(r"sale:([^:]*):([^:]*):([0-9]+)")
NUMBERED = re.compile(r"[a-z]+:([0-9]+)(?::.*)?")


def sale_beneath(entry: JournalEntry) -> Sale | None:
    """The sales line that was posted or taken back."""
    named = SALE.fullmatch(entry.reverses or entry.key)
    if named is None:
        return None
    source, external_id, revision = (unquote(part) for part in named.groups())
    found = sa.select(Sale).where(Sale.source == source, Sale.external_id == external_id)
    found = found.where(Sale.revision == int(revision))
    return session().scalar(found.options(joinedload(Sale.product)))


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
