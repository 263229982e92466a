"""What goes into a settlement: sales, reversals, and what earlier settlements left."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from ideas.agreements.models import Agreement, AgreementState, Share
from ideas.db import session
from ideas.production.models import Product
from ideas.royalties.periods.models import Period
from ideas.royalties.periods.queries import periods
from ideas.royalties.rules import YearSoFar
from ideas.royalties.sales.models import Sale, SaleTakenBack
from ideas.royalties.settlements.models import Adjustment, SettledSale, Settlement
from ideas.royalties.settlements.rules import release_due


@dataclass(frozen=True)
class Effect:
    """A sale that enters a settlement, or, with what it was settled by, is taken back."""

    sale: Sale
    sign: int = 1
    fx: Decimal | None = None
    allowed: int = 0
    agreement_id: int | None = None


def sold_in(period_id: int) -> list[Effect]:
    """Sales dated into the period that no later revision took back within it."""
    back = sa.exists().where(
        SaleTakenBack.sale_id == Sale.id, SaleTakenBack.period_id == Sale.period_id
    )
    found = sa.select(Sale).where(Sale.period_id == period_id, ~back)
    loaded = found.options(joinedload(Sale.product)).order_by(Sale.id)
    return [Effect(sale) for sale in session().scalars(loaded)]


def taken_back_in(period_id: int) -> list[Effect]:
    """Sales of closed periods taken back in this one, with what they were settled by."""
    found = (
        sa.select(SettledSale)
        .join(SaleTakenBack, SaleTakenBack.sale_id == SettledSale.sale_id)
        .join(Sale, Sale.id == SettledSale.sale_id)
        .where(SaleTakenBack.period_id == period_id, Sale.period_id != period_id)
        .where(SettledSale.sign == 1)
        .options(joinedload(SettledSale.sale).joinedload(Sale.product))
        .options(joinedload(SettledSale.settlement))
        .order_by(SettledSale.sale_id)
    )
    return [
        Effect(each.sale, -1, each.fx, each.allowed, each.settlement.agreement_id)
        for each in session().scalars(found)
    ]


def agreements_for(settled_under: set[int | None]) -> Sequence[Agreement]:
    """Agreements in force for ideas with products, and those that sales were settled under."""
    sold = sa.exists().where(Product.idea_id == Agreement.idea_id)
    active = sa.and_(Agreement.state == AgreementState.ACTIVE, sold)
    found = sa.select(Agreement).where(sa.or_(active, Agreement.id.in_(settled_under - {None})))
    loaded = found.options(
        selectinload(Agreement.shares).joinedload(Share.person), joinedload(Agreement.idea)
    )
    return session().scalars(loaded.order_by(Agreement.id)).all()


def year_before(period: Period, ids: Sequence[int]) -> dict[tuple[int, str], YearSoFar]:
    """What the year's other settlements used of the deductions' cap, by agreement and currency."""
    same_year = [
        each.id
        for each in periods()
        if each.starts_on.year == period.starts_on.year and each.id != period.id
    ]
    summed = (
        sa.select(
            Settlement.agreement_id,
            Sale.currency,
            sa.func.sum((Sale.gross - Sale.returns) * SettledSale.sign),
            sa.func.sum(SettledSale.allowed),
        )
        .join(SettledSale, SettledSale.settlement_id == Settlement.id)
        .join(Sale, Sale.id == SettledSale.sale_id)
        .where(Settlement.period_id.in_(same_year), Settlement.agreement_id.in_(ids))
        .group_by(Settlement.agreement_id, Sale.currency)
    )
    return {
        (agreement_id, currency): YearSoFar(int(base), int(allowed))
        for agreement_id, currency, base, allowed in session().execute(summed)
    }


def released_by(period: Period, agreements: Sequence[Agreement]) -> dict[int, int]:
    """What of each agreement's reserve the period releases."""
    places = {each.id: at for at, each in enumerate(reversed(periods()))}
    held: dict[int, list[tuple[int, int, int]]] = {agreement.id: [] for agreement in agreements}
    found = sa.select(Settlement).where(Settlement.agreement_id.in_(held))
    for each in session().scalars(found):
        kept = (places[each.period_id], each.reserve_held, each.reserve_released)
        held[each.agreement_id].append(kept)
    return {
        agreement.id: release_due(held[agreement.id], places[period.id], agreement.reserve_periods)
        for agreement in agreements
    }


def adjustment_made_with(nonce: str) -> Adjustment | None:
    """The adjustment that was made by this form, if it was sent before."""
    return session().scalar(sa.select(Adjustment).where(Adjustment.nonce == nonce))


def adjusted_by(period_id: int) -> dict[int, int]:
    """The sum of each agreement's adjustments in a period."""
    summed = sa.select(Adjustment.agreement_id, sa.func.sum(Adjustment.amount))
    summed = summed.where(Adjustment.period_id == period_id).group_by(Adjustment.agreement_id)
    return {agreement_id: int(amount) for agreement_id, amount in session().execute(summed)}
