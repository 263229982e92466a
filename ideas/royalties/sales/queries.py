"""What posted imports come to, and whether that is what their files said."""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from ideas.db import session
from ideas.royalties.ledger.models import Account, JournalEntry, Posting
from ideas.royalties.ledger.queries import plainly
from ideas.royalties.ledger.rules import RECEIVABLE, SALES
from ideas.royalties.sales.imports.models import SalesImport
from ideas.royalties.sales.imports.rules import ImportState
from ideas.royalties.sales.models import Sale, SaleTakenBack, counted
from ideas.royalties.sales.posting.queries import sold_by, taken_back_by
from ideas.royalties.sales.rules import Sum, fingerprint, key_of_import, summed


def unreconciled_imports() -> list[tuple[int, str]]:
    """Posted imports that do not add up, each with what is wrong; there must be none.

    What an import says it posted, its sales, and the journal's entries of it are the same; imports
    from before there were any totals have none to compare.
    """
    posted = sa.select(SalesImport.id, SalesImport.sums, SalesImport.added)
    posted = posted.where(SalesImport.state == ImportState.POSTED)
    wrong: list[tuple[int, str]] = []
    for import_id, sums, added in session().execute(posted.order_by(SalesImport.id)).all():
        said = [Sum(*each) for each in sums]
        if said or added == 0:
            wrong += [(import_id, what) for what in _faults(import_id, said)]
    return wrong


def _faults(import_id: int, said: list[Sum]) -> Iterator[str]:
    sold = summed(each for sums in sold_by(import_id).values() for each in sums)
    if sold != said:
        yield f"said {said}, sales come to {sold}"
    back = summed(each for sums in taken_back_by(import_id).values() for each in sums)
    expected = _signed(sold, back)
    journal = _journal_of(import_id)
    if journal != expected:
        yield f"sales come to {expected}, the journal to {journal}"


def _signed(sold: list[Sum], back: list[Sum]) -> dict[tuple[str, str], int]:
    """What sales and receivable come to by currency, leaving out what is nothing."""
    found: dict[tuple[str, str], int] = {}
    for sums, sign in ((sold, 1), (back, -1)):
        for each in sums:
            for account, amount in ((SALES, -each.gross), (RECEIVABLE, each.net)):
                key = (account, each.currency)
                found[key] = found.get(key, 0) + sign * amount
    return {key: amount for key, amount in found.items() if amount}


def _journal_of(import_id: int) -> dict[tuple[str, str], int]:
    key = key_of_import(import_id)
    found = (
        sa.select(Account.code, Posting.currency, sa.func.sum(Posting.amount))
        .join(Posting, Posting.account_id == Account.id)
        .join(JournalEntry, JournalEntry.key == Posting.entry_key)
        .where(JournalEntry.key.startswith(key, autoescape=True))
        .where(Account.code.in_((SALES, RECEIVABLE)))
        .group_by(Account.code, Posting.currency)
    )
    rows = session().execute(found)
    return {(code, currency): int(amount) for code, currency, amount in rows if amount}


def imports_in(period_id: int) -> list[tuple[int, int, int]]:
    """The posted imports whose sales count in a period or are taken back in it, with how many.

    The third is 1, or -1 for those taken back.
    """
    found: list[tuple[int, int, int]] = []
    for table, sign in ((Sale, 1), (SaleTakenBack, -1)):
        rows = sa.select(table.import_id, sa.func.count()).group_by(table.import_id)
        rows = rows.where(table.period_id == period_id, counted(table)).order_by(table.import_id)
        found += [(import_id, number, sign) for import_id, number in session().execute(rows)]
    return found


def hash_of_sales(period_id: int) -> str:
    """A fingerprint of every sale dated into a period and of every one taken back in it."""
    named = (Sale.source, Sale.external_id, Sale.revision, Sale.content_hash)
    sold = sa.select(*named, sa.literal(1).label("sign"))
    sold = sold.where(Sale.period_id == period_id, counted())
    back = sa.select(*named, sa.literal(-1)).join(SaleTakenBack, SaleTakenBack.sale_id == Sale.id)
    back = back.where(SaleTakenBack.period_id == period_id, counted(SaleTakenBack))
    both: Any = sold.union_all(back).subquery()
    rows = sa.select(both).order_by(*(plainly(both.c[each.key]) for each in named), both.c.sign)
    found = session().execute(rows.execution_options(yield_per=10_000))
    return fingerprint((*each,) for each in found)
