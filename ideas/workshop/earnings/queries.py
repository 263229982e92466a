"""Sales of one's own idea: settled ones by territory, and what is reported since."""

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from ideas.db import session
from ideas.money import Money
from ideas.production.models import Product
from ideas.royalties.periods.models import Period
from ideas.royalties.sales.models import Sale, SaleTakenBack, counted
from ideas.royalties.settlements.models import SettledSale, Settlement


@dataclass(frozen=True)
class Sold:
    """What a territory bought in a settled period; amounts in the agreement's currency."""

    period: str
    territory: str
    units: int
    returned: int
    net: int
    earned: int

    @property
    def kept(self) -> int:
        """Units that did not come back."""
        return self.units - self.returned


@dataclass(frozen=True)
class Expected:
    """What was reported for a period that is not settled: gross less returns, and not final."""

    period: str
    ends_on: date
    units: int
    sales: Money


def sold_under(agreement_id: int) -> list[Sold]:
    """What was settled under an agreement by period and territory, the newest period first."""
    sign = SettledSale.sign
    summed = (
        sa.func.sum(Sale.units * sign),
        sa.func.sum(Sale.returned_units * sign),
        sa.func.sum(SettledSale.converted),
        sa.func.sum(SettledSale.earned),
    )
    found = (
        sa.select(Period.code, Period.starts_on, Sale.territory, *summed)
        .select_from(SettledSale)
        .join(Sale, Sale.id == SettledSale.sale_id)
        .join(Settlement, Settlement.id == SettledSale.settlement_id)
        .join(Period, Period.id == Settlement.period_id)
        .where(Settlement.agreement_id == agreement_id)
        .group_by(Period.code, Period.starts_on, Sale.territory)
        .order_by(Period.starts_on.desc(), Sale.territory)
    )
    rows = session().execute(found)
    return [Sold(code, territory, *map(int, sums)) for code, _, territory, *sums in rows]


def expected_for(idea_id: int) -> list[Expected]:
    """What shops reported of an idea for periods that are not settled, by period and currency."""
    back = sa.exists().where(SaleTakenBack.sale_id == Sale.id, counted(SaleTakenBack))
    settled = sa.exists().where(SettledSale.sale_id == Sale.id)
    summed = (sa.func.sum(Sale.units - Sale.returned_units), sa.func.sum(Sale.gross - Sale.returns))
    found = (
        sa.select(Period.code, Period.ends_on, Sale.currency, *summed)
        .select_from(Sale)
        .join(Product, Product.id == Sale.product_id)
        .join(Period, Period.id == Sale.period_id)
        .where(Product.idea_id == idea_id, counted(), ~back, ~settled)
        .group_by(Period.code, Period.ends_on, Sale.currency)
        .order_by(Period.ends_on, Sale.currency)
    )
    rows = session().execute(found)
    return [
        Expected(code, ends_on, int(units), Money(int(amount), currency))
        for code, ends_on, currency, units, amount in rows
    ]
