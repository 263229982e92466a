"""Finding statements and everything they show."""

from collections.abc import Iterator, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from ideas.agreements.cards.models import CardRate, RateCard, RateStep
from ideas.agreements.cards.rules import Counts, Pays
from ideas.agreements.models import Agreement, Share
from ideas.db import session
from ideas.money import Money
from ideas.policy import Permission, allows
from ideas.production.models import Product
from ideas.royalties.periods.models import Period
from ideas.royalties.periods.queries import rates_typed
from ideas.royalties.sales.models import Sale
from ideas.royalties.settlements.models import (
    Adjustment,
    SettledPart,
    SettledSale,
    Settlement,
    Statement,
)
from ideas.royalties.statements.paper import SUMMED, Fall, Group, Percent, Quote, Rates

PAGE = 100
WITH_IDEA = (
    joinedload(Statement.settlement).joinedload(Settlement.period),
    joinedload(Statement.settlement).joinedload(Settlement.agreement).joinedload(Agreement.idea),
    joinedload(Statement.share).joinedload(Share.acceptance),
    joinedload(Statement.person),
)
COMMON = (
    *(Product.name, Product.sku, Period.code, Sale.territory, Sale.currency, SettledSale.fx),
    SettledSale.rate_id,
)
PLACES = len(COMMON) - 1


def statement_visible_to(actor: Any, statement_id: int) -> Statement | None:
    """The statement, when the actor may read it."""
    statement = session().get(Statement, statement_id, options=WITH_IDEA)
    if statement is None or not allows(Permission.STATEMENT_READ, actor, statement):
        return None
    return statement


def statement_before(statement: Statement) -> Statement | None:
    """The share's statement before this one."""
    found = sa.select(Statement).where(
        Statement.share_id == statement.share_id, Statement.id < statement.id
    )
    return session().scalar(found.order_by(Statement.id.desc()).limit(1))


def statements_of(person_id: int) -> Sequence[Statement]:
    """A person's statements, newest first."""
    found = sa.select(Statement).where(Statement.person_id == person_id).options(*WITH_IDEA)
    return session().scalars(found.order_by(Statement.id.desc())).all()


def statements_in(period_id: int) -> Sequence[Statement]:
    """A period's statements by agreement and share."""
    found = sa.select(Statement).join(Settlement).where(Settlement.period_id == period_id)
    ordered = found.options(*WITH_IDEA).order_by(Settlement.agreement_id, Statement.id)
    return session().scalars(ordered).all()


def adjustments_in(period_id: int) -> Sequence[Adjustment]:
    """The adjustments entered for a period."""
    found = sa.select(Adjustment).where(Adjustment.period_id == period_id)
    loaded = found.options(joinedload(Adjustment.agreement).joinedload(Agreement.idea))
    loaded = loaded.options(joinedload(Adjustment.made_by))
    return session().scalars(loaded.order_by(Adjustment.id)).all()


def adjustments_of(settlement: Settlement) -> Sequence[Adjustment]:
    """The adjustments of a settlement, in the order they were made."""
    found = sa.select(Adjustment).where(
        Adjustment.agreement_id == settlement.agreement_id,
        Adjustment.period_id == settlement.period_id,
    )
    return session().scalars(found.order_by(Adjustment.id)).all()


def groups_of(settlement: Settlement) -> list[Group]:
    """A settlement's lines, summed by what they have in common."""
    sign, rates = SettledSale.sign, _rates_of(settlement)
    summed = (
        sa.func.count(),
        *(sa.func.sum(each * sign) for each in (Sale.units, Sale.returned_units)),
        *(sa.func.sum(each * sign) for each in (Sale.gross, Sale.returns)),
        *(sa.func.sum(each) for each in (SettledSale.allowed, SettledSale.net)),
        *(sa.func.sum(each) for each in (SettledSale.converted, SettledSale.earned)),
    )
    found = _lines_in(settlement.id, *COMMON, *summed).group_by(*COMMON)
    falls = _falls_in(settlement)
    rows = session().execute(found)
    return [_group(row, rates, falls.get(tuple(row[: len(COMMON)]), ())) for row in rows]


def _group(row: sa.Row[Any], rates: dict[int, tuple[Rates, int]], falls: tuple[Fall, ...]) -> Group:
    rate_id, *numbers = (int(each) for each in row[PLACES:])
    sums: dict[str, Any] = dict(zip(SUMMED, numbers, strict=True))
    product, sku, period, territory, currency, fx = row[:PLACES]
    return Group(
        *(product, sku, period, territory, currency, fx, rates[rate_id][0]),
        rate_id=rate_id,
        card=rates[rate_id][1],
        falls=falls,
        **sums,
    )


def _falls_in(settlement: Settlement) -> dict[tuple[Any, ...], tuple[Fall, ...]]:
    """By what sets a group apart, how much of it fell on which step, the lowest step first."""
    of_step = (CardRate.pays, CardRate.counts, RateStep.start, RateStep.rate)
    found = _lines_in(settlement.id, *COMMON, *of_step, sa.func.sum(SettledPart.quantity))
    found = found.join(SettledPart, SettledPart.settled_sale_id == SettledSale.id)
    found = found.join(RateStep, RateStep.id == SettledPart.step_id)
    found = found.join(CardRate, CardRate.id == SettledSale.rate_id)
    found = found.group_by(*COMMON, *of_step).order_by(RateStep.start)
    falls = dict[tuple[Any, ...], tuple[Fall, ...]]()
    for *common, pays, counts, _start, rate, quantity in session().execute(found):
        money, whole, key = settlement.currency, int(quantity), tuple(common)
        fall = Fall(
            Money(rate, money) if pays is Pays.UNIT else Percent(rate),
            Money(whole, money) if counts is Counts.VALUE else whole,
        )
        if whole:
            falls[key] = (*falls.get(key, ()), fall)
    return falls


def _rates_of(settlement: Settlement) -> dict[int, tuple[Rates, int]]:
    """By their ids, what the lines of cards that were used pay, and of which version they are."""
    used = sa.select(SettledSale.rate_id).where(SettledSale.settlement_id == settlement.id)
    found = sa.select(CardRate, RateCard.version).join(RateCard, RateCard.id == CardRate.card_id)
    rows = session().execute(found.where(CardRate.id.in_(used.distinct())))
    return {rate.id: (rates_shown(rate, settlement.currency), card) for rate, card in rows}


def rates_shown(rate: CardRate, currency: str) -> Rates:
    """What a line of a card pays: a percentage or an amount per unit, or those of each step."""
    is_unit = rate.pays is Pays.UNIT
    shown = [Money(step.rate, currency) if is_unit else Percent(step.rate) for step in rate.steps]
    return shown[0] if len(shown) == 1 else tuple(shown)


def lines_of(settlement_id: int) -> Iterator[SettledSale]:
    """Every line of a settlement with what it shows, in the order they were settled."""
    every = _lines(settlement_id).execution_options(yield_per=1_000)
    return iter(session().scalars(every))


def lines_after(settlement_id: int, group: Group, after: int | None) -> Sequence[SettledSale]:
    """A page of a group's lines; one more than fits is found."""
    found = _lines(settlement_id).limit(PAGE + 1)
    place: tuple[Any, ...] = (group.product, group.sku, group.period, group.territory)
    place = (*place, group.currency, group.fx, group.rate_id)
    for column, value in zip(COMMON, place, strict=True):
        found = found if value is None else found.where(column == value)
    found = found if after is None else found.where(SettledSale.id > after)
    return session().scalars(found).all()


def _lines(settlement_id: int) -> sa.Select[SettledSale]:
    found = _joined(sa.select(SettledSale), settlement_id).order_by(SettledSale.id)
    return found.options(
        contains_eager(SettledSale.sale).options(
            contains_eager(Sale.product),
            contains_eager(Sale.told_period),
            joinedload(Sale.imported),
        ),
        joinedload(SettledSale.settlement),
        joinedload(SettledSale.rate).joinedload(CardRate.card).lazyload(RateCard.rates),
        selectinload(SettledSale.parts),
    )


def quotes_for(settlement: Settlement, groups: Sequence[Group]) -> list[Quote]:
    """Where the exchange rates of these groups come from."""
    into, used = settlement.currency, {(each.currency, each.fx) for each in groups}
    ids = sa.select(Sale.told_period_id).join(SettledSale, SettledSale.sale_id == Sale.id)
    told = session().scalars(ids.where(SettledSale.settlement_id == settlement.id).distinct())
    typed = [rate for each in {settlement.period_id, *told} for rate in rates_typed(each)]
    quotes = {
        Quote(each.currency, into, each.rate, each.source, each.quoted_on)
        for each in typed
        if each.into == into and (each.currency, each.rate) in used
    }
    return sorted(quotes, key=lambda quote: (quote.currency, quote.quoted_on, quote.source))


def _lines_in(settlement_id: int, *columns: Any) -> sa.Select[Any]:
    return _joined(sa.select(*columns).select_from(SettledSale), settlement_id)


def _joined(found: sa.Select[Any], settlement_id: int) -> sa.Select[Any]:
    found = found.join(Sale, Sale.id == SettledSale.sale_id)
    found = found.join(Product, Product.id == Sale.product_id)
    found = found.join(Period, Period.id == Sale.told_period_id)
    return found.where(SettledSale.settlement_id == settlement_id)
