"""The sales of a settlement, and those it takes back; there may be a million."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from ideas.db import session
from ideas.production.models import Product
from ideas.royalties.periods.models import Period
from ideas.royalties.sales.models import Sale, SaleTakenBack, counted
from ideas.royalties.settlements.models import SettledSale


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

    @property
    def agreement_id(self) -> int | None:
        """The agreement it was settled under."""
        return self.settled.settlement.agreement_id if self.settled else None


def sold_in(period_id: int) -> list[Effect]:
    """Sales dated into the period that no later revision took back within it."""
    back = sa.exists().where(
        SaleTakenBack.sale_id == Sale.id,
        SaleTakenBack.period_id == Sale.period_id,
        counted(SaleTakenBack),
    )
    found = sa.select(*_SOLD).select_from(Sale).join(Sale.product).join(Sale.told_period)
    found = found.where(Sale.period_id == period_id, counted(), ~back).order_by(Sale.id)
    rows = session().execute(found.execution_options(yield_per=5_000))
    return [Effect(_sold(row)) for row in rows]


def _sold(row: Sequence[Any]) -> Sold:
    return Sold._make((*map(sys.intern, row[:IN_COMMON]), *row[IN_COMMON:]))


def taken_back_in(period_id: int) -> list[Effect]:
    """Sales of closed periods taken back in this one, with what they were settled by."""
    found = (
        sa.select(SettledSale, *_SOLD)
        .join(SaleTakenBack, SaleTakenBack.sale_id == SettledSale.sale_id)
        .join(Sale, Sale.id == SettledSale.sale_id)
        .join(Sale.product)
        .join(Sale.told_period)
        .where(SaleTakenBack.period_id == period_id, Sale.period_id != period_id)
        .where(SettledSale.sign == 1, counted(SaleTakenBack))
        .options(joinedload(SettledSale.settlement))
        .options(selectinload(SettledSale.rate), selectinload(SettledSale.parts))
        .order_by(SettledSale.sale_id)
    )
    return [Effect(_sold(row), settled) for settled, *row in session().execute(found)]
