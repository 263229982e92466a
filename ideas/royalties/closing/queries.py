"""What a period's close would come to: the outlook that closing then writes down."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ideas.agreements.models import Agreement, AgreementState, Share
from ideas.royalties.ledger.queries import balances
from ideas.royalties.ledger.rules import advance_of, payee_of
from ideas.royalties.periods.models import Period
from ideas.royalties.periods.queries import Rates, rates_in
from ideas.royalties.rules import (
    Deal,
    PayeeAfter,
    PayeeBefore,
    Pool,
    SalesLine,
    YearSoFar,
    payees_of,
    pool_of,
)
from ideas.royalties.sales.rules import key_of
from ideas.royalties.settlements.queries import (
    Effect,
    adjusted_by,
    agreements_for,
    released_by,
    sold_in,
    taken_back_in,
    year_before,
)


@dataclass(frozen=True)
class Outlook:
    """What an agreement comes to; ``effects`` stand in the order of ``pool.lines``."""

    agreement: Agreement
    deal: Deal
    effects: tuple[Effect, ...]
    pool: Pool
    payees: tuple[tuple[Share, PayeeAfter], ...]


@dataclass(frozen=True)
class PeriodOutlook:
    """What a period comes to, and what is still missing to know all of it."""

    agreements: tuple[Outlook, ...]
    missing_rates: tuple[tuple[str, str], ...]
    without_agreement: tuple[str, ...]


@dataclass(frozen=True)
class Facts:
    """What was read for a period, by agreement (and currency) or by account."""

    period: Period
    rates: Rates
    year: dict[tuple[int, str], YearSoFar]
    released: dict[int, int]
    adjusted: dict[int, int]
    balances: dict[str, int]


def outlook_of(period: Period) -> PeriodOutlook:
    """Calculate a period as it stands."""
    sold = [*sold_in(period.id), *taken_back_in(period.id)]
    agreements = agreements_for({each.agreement_id for each in sold})
    grouped = _by_agreement(sold, agreements)
    homeless = {each.sale.product.sku for each in grouped.pop(None, [])}
    facts = _facts(period, agreements, sold)
    missing = {
        (each.sale.currency, agreement.currency)
        for agreement in agreements
        for each in grouped.get(agreement.id, ())
        if rate_for(each, period.id, agreement.currency, facts.rates) is None
    }
    known = [] if missing else [_outlook(a, grouped.get(a.id, []), facts) for a in agreements]
    return PeriodOutlook(
        agreements=tuple(each for each in known if _says_something(each)),
        missing_rates=tuple(sorted(missing)),
        without_agreement=tuple(sorted(homeless)),
    )


def _by_agreement(
    sold: Iterable[Effect], agreements: Sequence[Agreement]
) -> dict[int | None, list[Effect]]:
    """Each under the agreement it was settled by, else the one in force for its idea, else None."""
    in_force = {a.idea_id: a.id for a in agreements if a.state is AgreementState.ACTIVE}
    grouped: dict[int | None, list[Effect]] = {}
    for each in sold:
        home = each.agreement_id or in_force.get(each.sale.product.idea_id)
        grouped.setdefault(home, []).append(each)
    return grouped


def rate_for(effect: Effect, period_id: int, into: str, rates: Rates) -> Decimal | None:
    """The exchange rate of a sale: the one it was settled by, its own closed period's, or this."""
    sale = effect.sale
    if sale.currency == into:
        return Decimal(1)
    own = rates.get((sale.told_period_id, sale.currency, into))
    return effect.fx or own or rates.get((period_id, sale.currency, into))


def line_of(effect: Effect, period_id: int, into: str, rates: Rates) -> SalesLine:
    """A sale as the rules calculate it; one that is taken back counts below zero."""
    sale, sign = effect.sale, effect.sign
    return SalesLine(
        key=f"{key_of((sale.source, sale.external_id, sale.revision))}:{sign}",
        currency=sale.currency,
        gross=sale.gross * sign,
        returns=sale.returns * sign,
        deductions=sale.deductions * sign,
        fx=rate_for(effect, period_id, into, rates) or Decimal(1),
        settled=None if sign > 0 else -effect.allowed,
    )


def _says_something(outlook: Outlook) -> bool:
    return bool(outlook.effects or outlook.pool.reserve_released or outlook.pool.adjustments)


def _outlook(agreement: Agreement, effects: Sequence[Effect], facts: Facts) -> Outlook:
    deal = Deal(
        currency=agreement.currency,
        rate_bp=agreement.rate_bp,
        reserve_bp=agreement.reserve_bp,
        deductions_cap_bp=agreement.deductions_cap_bp,
        minimum=agreement.minimum,
    )
    lines = [line_of(each, facts.period.id, deal.currency, facts.rates) for each in effects]
    pool = pool_of(
        deal,
        lines,
        year=_year_of(agreement.id, facts),
        reserve_released=facts.released.get(agreement.id, 0),
        adjustments=facts.adjusted.get(agreement.id, 0),
    )
    before = [_before(share, facts.balances) for share in agreement.shares]
    after = payees_of(deal, pool.pool, before)
    payees = tuple(zip(agreement.shares, after, strict=True))
    return Outlook(agreement, deal, tuple(effects), pool, payees)


def _before(share: Share, balance: dict[str, int]) -> PayeeBefore:
    return PayeeBefore(
        share_bp=share.share_bp,
        opening=-balance[payee_of(share.id)],
        advance=balance[advance_of(share.id)],
    )


def _year_of(agreement_id: int, facts: Facts) -> dict[str, YearSoFar]:
    return {
        currency: so_far
        for (owner, currency), so_far in facts.year.items()
        if owner == agreement_id
    }


def _facts(period: Period, agreements: Sequence[Agreement], sold: Iterable[Effect]) -> Facts:
    ids = [agreement.id for agreement in agreements]
    owed: dict[str, int] = {}
    for currency in {agreement.currency for agreement in agreements}:
        shares = [s for each in agreements if each.currency == currency for s in each.shares]
        codes = [name(share.id) for share in shares for name in (payee_of, advance_of)]
        owed |= balances(codes, currency)
    told = {each.sale.told_period_id for each in sold}
    return Facts(
        period=period,
        rates=rates_in({period.id, *told}),
        year=year_before(period, ids),
        released=released_by(period, agreements),
        adjusted=adjusted_by(period.id),
        balances=owed,
    )
