"""What the worker asks while it reads, writes and sums up."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from ideas.db import session
from ideas.production.models import Product
from ideas.royalties.periods.models import Period
from ideas.royalties.periods.queries import periods
from ideas.royalties.sales.imports.models import StagedSale
from ideas.royalties.sales.imports.rules import Verdict
from ideas.royalties.sales.models import Sale, SaleTakenBack
from ideas.royalties.sales.posting.reading import Known, Span
from ideas.royalties.sales.rules import Sum

FIGURES = (Sale.units, Sale.returned_units, Sale.gross, Sale.returns, Sale.deductions)


def known_now() -> Known:
    """Products and periods as they are."""
    products = session().execute(sa.select(Product.sku, Product.id))
    every = periods()
    has_open = any(period.is_open for period in every)
    spans = [
        Span(each.code, each.starts_on, each.ends_on, each.is_open or has_open) for each in every
    ]
    return Known(
        {sku: product_id for sku, product_id in products},
        {period.code: period.id for period in every},
        tuple(spans),
    )


def look_up_each() -> None:
    """Until the transaction ends, let PostgreSQL find sales by their index, one after another.

    Left to guess it reads all there are for each portion, which costs more with every portion.
    """
    if session().get_bind().dialect.name == "postgresql":
        names = ("enable_hashjoin", "enable_mergejoin", "jit")
        session().execute(sa.select(*(sa.func.set_config(name, "off", True) for name in names)))


def has_other_revisions(import_id: int, after: int, upto: int) -> bool:
    """Whether a sale of these staged rows stands in another revision, too."""
    other = sa.and_(
        Sale.source == StagedSale.source,
        Sale.external_id == StagedSale.external_id,
        Sale.revision != StagedSale.revision,
    )
    some = sa.select(StagedSale.row).join(Sale, other).where(StagedSale.import_id == import_id)
    some = some.where(StagedSale.verdict == Verdict.NEW)
    some = some.where(StagedSale.row > after, StagedSale.row <= upto)
    return session().scalar(some.limit(1)) is not None


def dated(told: Any, every: Sequence[Period]) -> Any:
    """The period a sale is dated into: the one told while it is open, else the oldest open one."""
    still_open = sorted((each for each in every if each.is_open), key=lambda each: each.starts_on)
    ids = [each.id for each in still_open]
    return sa.case((told.in_(ids), told), else_=ids[0]) if ids else told


def sold_by(import_id: int) -> dict[int, list[Sum]]:
    """What an import's sales come to, by the period they are dated into."""
    found = sa.select(Sale.period_id, Sale.currency, sa.func.count(), *map(sa.func.sum, FIGURES))
    found = found.where(Sale.import_id == import_id)
    return _by_period(found.group_by(Sale.period_id, Sale.currency))


def taken_back_by(import_id: int) -> dict[int, list[Sum]]:
    """What an import takes back, by the period that is dated into."""
    period = SaleTakenBack.period_id
    found = sa.select(period, Sale.currency, sa.func.count(), *map(sa.func.sum, FIGURES))
    found = found.join(Sale, Sale.id == SaleTakenBack.sale_id)
    found = found.where(SaleTakenBack.import_id == import_id)
    return _by_period(found.group_by(period, Sale.currency))


def _by_period(summed: Any) -> dict[int, list[Sum]]:
    found: dict[int, list[Sum]] = {}
    for period_id, currency, *numbers in session().execute(summed):
        found.setdefault(period_id, []).append(Sum(currency, *map(int, numbers)))
    return found


def conflicts_staged(import_id: int, after: int, upto: int) -> Sequence[Any]:
    """Staged rows in conflict: the row, its SKU, its period's name, and the sale that stands."""
    stands = sa.and_(
        Sale.source == StagedSale.source,
        Sale.external_id == StagedSale.external_id,
        Sale.revision == StagedSale.revision,
        Sale.import_id != import_id,
    )
    found = (
        sa.select(StagedSale, Product.sku, Period.code, Sale.id)
        .join(Product, Product.id == StagedSale.product_id)
        .join(Period, Period.id == StagedSale.told_period_id)
        .outerjoin(Sale, stands)
        .where(StagedSale.import_id == import_id, StagedSale.verdict == Verdict.CONFLICT)
        .where(StagedSale.row > after, StagedSale.row <= upto)
        .order_by(StagedSale.row)
    )
    return session().execute(found).all()
