"""Adding up the books again: what has to agree, and what does not."""

from collections.abc import Iterator, Sequence

import sqlalchemy as sa

from ideas import clock
from ideas.db import session
from ideas.royalties.books.models import BookFault
from ideas.royalties.ledger.models import Account, JournalEntry, Posting
from ideas.royalties.ledger.queries import hash_of_period, trial_balance, unbalanced_entries
from ideas.royalties.ledger.rules import DEDUCTIONS, RETURNS, SALES, Kind, payable_of
from ideas.royalties.periods.queries import periods
from ideas.royalties.sales.models import Sale, SaleTakenBack, counted
from ideas.royalties.sales.queries import hash_of_sales, unreconciled_imports
from ideas.royalties.settlements.models import Statement

Fault = tuple[str, str, str]
SOLD = {SALES: (Sale.gross, -1), RETURNS: (Sale.returns, 1), DEDUCTIONS: (Sale.deductions, 1)}


def faults_now() -> list[Fault]:
    """Everything that does not agree, as [code, of what, by how much]."""
    found = [("book.entry", key, "") for key in unbalanced_entries()]
    found += [("book.orphan", key, "") for key in _orphans()]
    found += _trial()
    found += _imports()
    found += _statements()
    return found + _hash()


def unseen_faults() -> Sequence[BookFault]:
    """What nobody has looked at, newest first."""
    found = sa.select(BookFault).where(BookFault.seen_at.is_(None))
    return session().scalars(found.order_by(BookFault.id.desc())).all()


def _orphans() -> Sequence[str]:
    alone = sa.select(Posting.entry_key).distinct()
    alone = alone.where(~sa.exists().where(JournalEntry.key == Posting.entry_key))
    return session().scalars(alone).all()


def _trial() -> Iterator[Fault]:
    sums: dict[str, int] = {}
    for _, currency, amount in trial_balance():
        sums[currency] = sums.get(currency, 0) + amount
    return (("book.trial", currency, str(amount)) for currency, amount in sums.items() if amount)


def _imports() -> Iterator[Fault]:
    """Sales that stand are what the accounts of sales, returns and deductions hold."""
    posted = {(code, currency): amount for code, currency, amount in trial_balance()}
    gone = sa.select(SaleTakenBack.sale_id).where(counted(SaleTakenBack))
    for code, (column, sign) in SOLD.items():
        summed = sa.select(Sale.currency, sa.func.sum(column)).group_by(Sale.currency)
        stands = _dict(summed.where(counted(), Sale.id.not_in(gone)))
        for currency in {*stands, *(each for named, each in posted if named == code)}:
            off = posted.get((code, currency), 0) - sign * stands.get(currency, 0)
            if off:
                yield "book.imports", f"{code} {currency}", str(off)
    for import_id, what in unreconciled_imports():
        yield "book.imports", f"import {import_id}", what


def _statements() -> Iterator[Fault]:
    """What statements say is payable is what was posted as due."""
    summed = sa.select(Account.code, sa.func.sum(Posting.amount)).group_by(Account.code)
    summed = summed.join(Posting, Posting.account_id == Account.id)
    due = summed.join(JournalEntry, JournalEntry.key == Posting.entry_key)
    due = due.where(JournalEntry.kind == Kind.DUE, Account.code.like("payable:%"))
    posted = _dict(due)
    told = sa.select(Statement.share_id, sa.func.sum(Statement.payable))
    said = {
        payable_of(share_id): int(amount)
        for share_id, amount in session().execute(told.group_by(Statement.share_id))
    }
    for code in {*said, *posted}:
        if off := posted.get(code, 0) + said.get(code, 0):
            yield "book.statements", code, str(off)


def _dict(summed: sa.Select[str, int]) -> dict[str, int]:
    return {name: int(amount) for name, amount in session().execute(summed)}


def _hash() -> list[Fault]:
    """Each night one closed period's hash is computed again, in turn."""
    closed = [period for period in periods() if period.ledger_hash is not None]
    if not closed:
        return []
    period = closed[clock.today().toordinal() % len(closed)]
    sales = hash_of_sales(period.id) if period.sales_hash is not None else None
    is_same = hash_of_period(period.id, sales) == period.ledger_hash
    return [] if is_same else [("book.hash", period.code, "")]
