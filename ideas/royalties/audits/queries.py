"""The rows of a period, as a stranger reads them: amounts in minor units, everything by name."""

from collections.abc import Iterator, Sequence
from typing import Any

import sqlalchemy as sa

from ideas.db import session
from ideas.production.models import Product
from ideas.royalties.ledger.chart import formal_name
from ideas.royalties.ledger.models import Account, JournalEntry, Posting
from ideas.royalties.periods.models import FxRate, Period
from ideas.royalties.sales.models import Sale, SaleTakenBack, counted
from ideas.royalties.settlements.models import (
    Adjustment,
    AdjustmentReversal,
    SettledSale,
    Settlement,
    Statement,
)

Rows = Iterator[Sequence[Any]]
SALE = ("source", "external_id", "revision", "territory", "channel", "units", "returned_units")
OF_SALE = ("content_hash", "sku", "period", "is_new", "is_taken_back")
AMOUNTS = ("gross", "returns", "deductions", "currency")
RESULT = ("sign", "allowed", "net", "fx", "converted", "earned")
SETTLED = ("earned", "reserve_held", "reserve_released", "adjustments", "pool")
OWED = ("opening", "gross", "recouped", "payable", "carried", "advance_left")


def tables_of(period: Period) -> dict[str, Rows]:
    """Each file's rows by its name, the first being its columns."""
    return {
        "entries.csv": _entries(period.id),
        "postings.csv": _postings(period.id),
        "accounts.csv": _accounts(period.id),
        "settlements.csv": _settlements(period.id),
        "statements.csv": _statements(period.id),
        "sales.csv": _sales(period.id),
        "settled_sales.csv": _settled(period.id),
        "rates.csv": _rates(period.id),
        "adjustments.csv": _adjustments(period.id),
    }


def _table(columns: Sequence[str], found: sa.Executable) -> Rows:
    yield columns
    yield from session().execute(found, execution_options={"yield_per": 5_000})


def _of(model: Any, names: Sequence[str]) -> list[Any]:
    return [getattr(model, name) for name in names]


def _entries(period_id: int) -> Rows:
    names = ("key", "kind", "reverses", "posted_at")
    found = sa.select(*_of(JournalEntry, names)).where(JournalEntry.period_id == period_id)
    return _table(names, found.order_by(JournalEntry.key))


def _in(period_id: int) -> sa.Select[str, str, int, str]:
    postings = sa.select(Posting.entry_key, Account.code, Posting.amount, Posting.currency)
    postings = postings.join(Account).join(JournalEntry, JournalEntry.key == Posting.entry_key)
    return postings.where(JournalEntry.period_id == period_id)


def _postings(period_id: int) -> Rows:
    found = _in(period_id).order_by(Posting.entry_key, Posting.id)
    return _table(("entry", "account", "amount", "currency"), found)


def _accounts(period_id: int) -> Rows:
    yield "account", "formal_name"
    for code in session().scalars(_in(period_id).with_only_columns(Account.code).distinct()):
        yield code, formal_name(code)


def _settlements(period_id: int) -> Rows:
    names = ("id", "agreement_id", "currency", *SETTLED)
    found = sa.select(*_of(Settlement, names)).where(Settlement.period_id == period_id)
    return _table(names, found.order_by(Settlement.id))


def _statements(period_id: int) -> Rows:
    names = ("id", "settlement_id", "share_id", *OWED)
    found = sa.select(*_of(Statement, names)).join(Settlement)
    found = found.where(Settlement.period_id == period_id).order_by(Statement.id)
    return _table(names, found)


def _sales(period_id: int) -> Rows:
    """Those dated into the period (``is_new``) and those taken back in it, by all they are."""
    names = ("id", *SALE, *AMOUNTS)
    back = sa.select(SaleTakenBack.sale_id).where(SaleTakenBack.period_id == period_id)
    is_new, is_back = Sale.period_id == period_id, Sale.id.in_(back.where(counted(SaleTakenBack)))
    marks = (sa.case((each, 1), else_=0) for each in (is_new, is_back))
    found = sa.select(*_of(Sale, names), Sale.content_hash, Product.sku, Period.code, *marks)
    found = found.join(Product).join(Period, Period.id == Sale.told_period_id)
    found = found.where(counted(), sa.or_(is_new, is_back))
    return _table((*names, *OF_SALE), found.order_by(Sale.id))


def _settled(period_id: int) -> Rows:
    names = ("settlement_id", "sale_id", *RESULT)
    found = sa.select(*_of(SettledSale, names)).join(Settlement)
    found = found.where(Settlement.period_id == period_id).order_by(SettledSale.id)
    return _table(names, found)


def _rates(period_id: int) -> Rows:
    names = ("currency", "into", "rate", "source", "quoted_on", "typed_at")
    found = sa.select(*_of(FxRate, names)).where(FxRate.period_id == period_id)
    return _table(names, found.order_by(FxRate.id))


def _adjustments(period_id: int) -> Rows:
    names = ("id", "agreement_id", "amount", "reason", "made_at")
    found = sa.select(*_of(Adjustment, names), AdjustmentReversal.adjustment_id)
    found = found.outerjoin(AdjustmentReversal, AdjustmentReversal.reversal_id == Adjustment.id)
    found = found.where(Adjustment.period_id == period_id)
    return _table((*names, "takes_back"), found.order_by(Adjustment.id))
