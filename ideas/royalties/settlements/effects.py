"""The sales of a settlement, and those it takes back; there may be a million."""

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from ideas.db import session
from ideas.production.models import Product
from ideas.royalties.periods.models import Period
from ideas.royalties.sales.models import Sale, SaleTakenBack, counted
from ideas.royalties.settlements.models import SettledSale, Settlement


class Sold(NamedTuple):
    """A sale as a settlement needs it; ``told_on`` is the first day of the period it is told for.

    What many have in common comes first, and is kept once.
    """

    source: str
    territory: str
    channel: str
    currency: str
    sku: str
    external_id: str
    revision: int
    id: int
    idea_id: int
    told_period_id: int
    told_on: date
    units: int
    returned_units: int
    gross: int
    returns: int
    deductions: int


IN_COMMON = 5
PORTION, FEW = 5_000, 500
_SOLD = (
    *(Sale.source, Sale.territory, Sale.channel, Sale.currency, Product.sku),
    *(Sale.external_id, Sale.revision, Sale.id, Product.idea_id),
    *(Sale.told_period_id, Period.starts_on),
    *(Sale.units, Sale.returned_units, Sale.gross, Sale.returns, Sale.deductions),
)


@dataclass(frozen=True, slots=True)
class Effect:
    """A sale that enters a settlement, or, with what it was settled by, is taken back."""

    sale: Sold
    settled: SettledSale | None = None

    @property
    def sign(self) -> int:
        """-1 where it is taken back."""
        return 1 if self.settled is None else -1


def sold_in(period_id: int, idea_id: int) -> Iterator[Effect]:
    """Sales of an idea's products dated into the period that no later revision took back in it."""
    found = sa.select(*_SOLD).select_from(Sale).join(Sale.product).join(Sale.told_period)
    found = found.where(*_sold(period_id), Product.idea_id == idea_id).order_by(Sale.id)
    rows = session().execute(found.execution_options(yield_per=PORTION))
    return (Effect(_as_sold(row)) for row in rows)


def _sold(period_id: int) -> tuple[Any, ...]:
    back = sa.exists().where(
        SaleTakenBack.sale_id == Sale.id,
        SaleTakenBack.period_id == Sale.period_id,
        counted(SaleTakenBack),
    )
    return Sale.period_id == period_id, counted(), ~back


def _as_sold(row: Sequence[Any]) -> Sold:
    return Sold._make((*map(sys.intern, row[:IN_COMMON]), *row[IN_COMMON:]))


@dataclass(frozen=True)
class Kind:
    """What sales of a period have in common, and what they come to; minor units of ``currency``."""

    idea_id: int
    sku: str
    currency: str
    told_period_id: int
    base: int
    deductions: int


def kinds_sold_in(period_id: int) -> Sequence[Kind]:
    """The kinds there are among the sales of a period."""
    by = (Product.idea_id, Product.sku, Sale.currency, Sale.told_period_id)
    base, deductions = sa.func.sum(Sale.gross - Sale.returns), sa.func.sum(Sale.deductions)
    found = sa.select(*by, base, deductions).select_from(Sale).join(Sale.product)
    rows = session().execute(found.where(*_sold(period_id)).group_by(*by))
    return [Kind(*row[:-2], base=int(row[-2]), deductions=int(row[-1])) for row in rows]


def places_sold_in(period_id: int) -> Sequence[tuple[int, str, str, date, date]]:
    """Idea, SKU, territory and the period told for (first and last day) of a period's sales."""
    by = (Product.idea_id, Product.sku, Sale.territory, Period.starts_on, Period.ends_on)
    found = sa.select(*by).select_from(Sale).join(Sale.product).join(Sale.told_period)
    rows = session().execute(found.where(*_sold(period_id)).distinct().order_by(*by))
    return [(*row,) for row in rows]


def settled_before(period_id: int) -> set[int | None]:
    """The agreements under which those sales were settled that are taken back in a period."""
    found = sa.select(Settlement.agreement_id).select_from(SettledSale).join(SettledSale.settlement)
    found = found.join(SaleTakenBack, SaleTakenBack.sale_id == SettledSale.sale_id)
    found = found.join(Sale, Sale.id == SettledSale.sale_id).where(*_taken_back(period_id))
    return set(session().scalars(found.distinct()))


def _taken_back(period_id: int) -> tuple[Any, ...]:
    return (
        SaleTakenBack.period_id == period_id,
        Sale.period_id != period_id,
        SettledSale.sign == 1,
        counted(SaleTakenBack),
    )


def taken_back_in(period_id: int, agreement_id: int) -> Iterator[Effect]:
    """Sales of closed periods taken back in this one, with what an agreement settled them by."""
    found = (
        sa.select(SettledSale, *_SOLD)
        .join(SaleTakenBack, SaleTakenBack.sale_id == SettledSale.sale_id)
        .join(Sale, Sale.id == SettledSale.sale_id)
        .join(Sale.product)
        .join(Sale.told_period)
        .join(SettledSale.settlement)
        .where(*_taken_back(period_id), Settlement.agreement_id == agreement_id)
        .options(selectinload(SettledSale.rate), selectinload(SettledSale.parts))
        .order_by(SettledSale.sale_id)
    )
    rows = session().execute(found.execution_options(yield_per=FEW))
    return (Effect(_as_sold(row), settled) for settled, *row in rows)
