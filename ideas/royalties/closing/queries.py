"""What a period's close would come to: the outlook that closing then writes down."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ideas.agreements.cards.models import CardRate, RateCard
from ideas.agreements.models import Agreement, AgreementState, Share
from ideas.royalties.ledger.queries import balances
from ideas.royalties.ledger.rules import advance_of, payee_of
from ideas.royalties.lines.queries import Lines, rate_for, tallies_of
from ideas.royalties.lines.rules import Tally, YearSoFar
from ideas.royalties.payees.queries import withholding_of
from ideas.royalties.periods.models import Period
from ideas.royalties.periods.queries import Rates, rates_in
from ideas.royalties.rules import (
    Beside,
    Deal,
    PayeeAfter,
    PayeeBefore,
    Pool,
    payees_of,
    pool_of,
)
from ideas.royalties.settlements.effects import Effect, sold_in, taken_back_in
from ideas.royalties.settlements.models import Settlement
from ideas.royalties.settlements.queries import (
    adjusted_by,
    agreements_for,
    guarantees_of,
    released_by,
    settlements_of,
    year_before,
)


@dataclass(frozen=True)
class Outlook:
    """What an agreement comes to; ``effects`` stand in the order of ``pool.lines``.

    ``card`` is in force on the period's first day, ``rates`` are all lines of cards by id.
    """

    agreement: Agreement
    card: RateCard
    rates: dict[int, CardRate]
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
    """What was read for a period, by agreement (and currency), account or person."""

    period: Period
    rates: Rates
    year: dict[tuple[int, str], YearSoFar]
    settled: dict[int, list[Settlement]]
    released: dict[int, int]
    adjusted: dict[int, int]
    tallies: dict[int, Tally]
    balances: dict[str, int]
    withholding: dict[int, int]


def outlook_of(period: Period) -> PeriodOutlook:
    """Calculate a period as it stands."""
    sold = [*sold_in(period.id), *taken_back_in(period.id)]
    agreements = agreements_for({each.agreement_id for each in sold})
    grouped = _by_agreement(sold, agreements)
    homeless = {each.sale.sku for each in grouped.pop(None, [])}
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
        home = each.agreement_id or in_force.get(each.sale.idea_id)
        grouped.setdefault(home, []).append(each)
    return grouped


def _says_something(outlook: Outlook) -> bool:
    pool = outlook.pool
    beside = pool.reserve_released or pool.adjustments or pool.guarantee
    return bool(outlook.effects or beside)


def _outlook(agreement: Agreement, effects: Sequence[Effect], facts: Facts) -> Outlook:
    card = agreement.card_on(facts.period.starts_on)
    deal = Deal(
        currency=agreement.currency,
        reserve_bp=card.reserve_bp,
        deductions_cap_bp=card.deductions_cap_bp,
        minimum=card.minimum,
    )
    lines = Lines(agreement, facts.period.id, facts.rates)
    pool = pool_of(
        deal,
        [lines.line(each) for each in effects],
        year=_year_of(agreement.id, facts),
        tally=facts.tallies[agreement.id],
        beside=_beside(agreement, facts),
    )
    before = [_before(share, facts) for share in agreement.shares]
    after = payees_of(deal, pool.pool, before)
    payees = tuple(zip(agreement.shares, after, strict=True))
    return Outlook(agreement, card, lines.rates, deal, tuple(effects), pool, payees)


def _beside(agreement: Agreement, facts: Facts) -> Beside:
    before = facts.settled[agreement.id]
    return Beside(
        reserve_released=facts.released.get(agreement.id, 0),
        adjustments=facts.adjusted.get(agreement.id, 0),
        guarantees=guarantees_of(agreement, facts.period, before),
        guaranteed_before=sum(each.guarantee for each in before),
    )


def _before(share: Share, facts: Facts) -> PayeeBefore:
    return PayeeBefore(
        share_bp=share.share_bp,
        opening=-facts.balances[payee_of(share.id)],
        advance=facts.balances[advance_of(share.id)],
        withholding_bp=facts.withholding.get(share.person_id, 0),
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
    told, settled = {each.sale.told_period_id for each in sold}, settlements_of(ids)
    people = {share.person_id for each in agreements for share in each.shares}
    return Facts(
        period=period,
        rates=rates_in({period.id, *told}),
        year=year_before(period, ids),
        settled=settled,
        released=released_by(period, settled),
        adjusted=adjusted_by(period.id),
        tallies=tallies_of(agreements),
        balances=owed,
        withholding=withholding_of(people, period.ends_on),
    )
