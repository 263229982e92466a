"""What goes into a settlement: sales, reversals, and what earlier settlements left."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from ideas.agreements.cards.models import RateStep
from ideas.agreements.models import Agreement, AgreementState, Share
from ideas.db import session
from ideas.money import round_half_away
from ideas.production.models import Product
from ideas.royalties.lines.rules import YearSoFar
from ideas.royalties.periods.models import Period
from ideas.royalties.periods.queries import periods
from ideas.royalties.rules import years_over
from ideas.royalties.sales.models import Sale
from ideas.royalties.settlements.models import (
    Adjustment,
    AdjustmentReversal,
    SettledPart,
    SettledSale,
    Settlement,
)
from ideas.royalties.settlements.rules import Held, release_due


def agreements_for(settled_under: set[int | None]) -> Sequence[Agreement]:
    """Agreements in force for ideas with products, and those that sales were settled under."""
    sold = sa.exists().where(Product.idea_id == Agreement.idea_id)
    active = sa.and_(Agreement.state == AgreementState.ACTIVE, sold)
    found = sa.select(Agreement).where(sa.or_(active, Agreement.id.in_(settled_under - {None})))
    loaded = found.options(
        selectinload(Agreement.shares).joinedload(Share.person),
        selectinload(Agreement.cards),
        joinedload(Agreement.idea),
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


def settlements_of(ids: Sequence[int]) -> dict[int, list[Settlement]]:
    """Each agreement's settlements, oldest first."""
    found = sa.select(Settlement).where(Settlement.agreement_id.in_(ids))
    loaded = found.options(joinedload(Settlement.card), joinedload(Settlement.period))
    settled: dict[int, list[Settlement]] = {each: [] for each in ids}
    for each in session().scalars(loaded.order_by(Settlement.id)):
        settled[each.agreement_id].append(each)
    return settled


def released_by(period: Period, settled: dict[int, list[Settlement]]) -> dict[int, int]:
    """What of each agreement's reserve the period releases, by the card it was held under."""
    places = {each.id: at for at, each in enumerate(reversed(periods()))}
    return {
        agreement_id: release_due([_held(each, places) for each in before], places[period.id])
        for agreement_id, before in settled.items()
    }


def _held(settlement: Settlement, places: dict[int, int]) -> Held:
    card = settlement.card
    return Held(
        place=places[settlement.period_id],
        held=settlement.reserve_held,
        released=settlement.reserve_released,
        after=card.reserve_periods,
        parts=card.reserve_parts,
    )


def guarantees_of(
    agreement: Agreement, period: Period, before: Sequence[Settlement]
) -> tuple[tuple[int, int, bool], ...]:
    """For each year of the term that is over: guaranteed, earned before, is this period in it.

    A period belongs to the year its first day lies in; the card of a year's last day guarantees.
    """
    if agreement.begins_on is None:
        return ()
    return tuple(
        (
            round_half_away(agreement.card_on(last).guarantee * part),
            sum(each.earned for each in before if first <= each.period.starts_on <= last),
            first <= period.starts_on <= last,
        )
        for first, last, part in years_over(agreement.begins_on, agreement.ends_on, period.ends_on)
    )


def counted_on_steps(ids: Sequence[int]) -> dict[int, dict[int, int]]:
    """What was sold on each step of the agreements' cards so far: by line, then by step."""
    summed = (
        sa.select(RateStep.rate_id, RateStep.id, sa.func.sum(SettledPart.quantity))
        .join(SettledPart, SettledPart.step_id == RateStep.id)
        .join(SettledSale, SettledSale.id == SettledPart.settled_sale_id)
        .join(Settlement, Settlement.id == SettledSale.settlement_id)
        .where(Settlement.agreement_id.in_(ids))
        .group_by(RateStep.rate_id, RateStep.id)
    )
    counted: dict[int, dict[int, int]] = {}
    for rate_id, step_id, quantity in session().execute(summed):
        counted.setdefault(rate_id, {})[step_id] = int(quantity)
    return counted


def adjustment_made_with(nonce: str) -> Adjustment | None:
    """The adjustment that was made by this form, if it was sent before."""
    return session().scalar(sa.select(Adjustment).where(Adjustment.nonce == nonce))


def adjustment_by_id(adjustment_id: int) -> Adjustment | None:
    """The adjustment."""
    return session().get(Adjustment, adjustment_id)


def taken_back_by(adjustment: Adjustment) -> Adjustment | None:
    """The adjustment that takes this one back."""
    found = session().get(AdjustmentReversal, adjustment.id)
    return found.reversal if found else None


def is_reversal(adjustment: Adjustment) -> bool:
    """Does it take another one back?"""
    found = sa.exists().where(AdjustmentReversal.reversal_id == adjustment.id)
    return bool(session().scalar(sa.select(found)))


def adjusted_by(period_id: int) -> dict[int, int]:
    """The sum of each agreement's adjustments in a period."""
    summed = sa.select(Adjustment.agreement_id, sa.func.sum(Adjustment.amount))
    summed = summed.where(Adjustment.period_id == period_id).group_by(Adjustment.agreement_id)
    return {agreement_id: int(amount) for agreement_id, amount in session().execute(summed)}
