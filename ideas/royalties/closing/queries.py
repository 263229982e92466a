"""What a period's close would come to: the outlook that closing then writes down."""

from dataclasses import dataclass

from ideas.agreements.models import Agreement, AgreementState, Share
from ideas.royalties.closing.facts import Facts, facts_of
from ideas.royalties.closing.sorting import Sorted
from ideas.royalties.closing.sources import Outlook, Source
from ideas.royalties.closing.telling import Told
from ideas.royalties.ledger.rules import advance_of, payee_of
from ideas.royalties.lines.course.rules import Course, allowances, course_of
from ideas.royalties.lines.queries import Lines, is_known
from ideas.royalties.lines.rules import Total, YearSoFar
from ideas.royalties.periods.models import Period
from ideas.royalties.rules import (
    Beside,
    Deal,
    PayeeBefore,
    payees_of,
    pool_of,
)
from ideas.royalties.settlements.queries import guarantees_of


@dataclass(frozen=True)
class PeriodOutlook:
    """What a period comes to, and what is still missing to know all of it."""

    agreements: tuple[Outlook, ...]
    missing_rates: tuple[tuple[str, str], ...]
    without_agreement: tuple[str, ...]


NOTHING = PeriodOutlook((), (), ())


def outlook_of(period: Period) -> PeriodOutlook:
    """Calculate a period as it stands, in memory that does not grow with its sales."""
    return outlook_from(facts_of(period))


def outlook_from(facts: Facts) -> PeriodOutlook:
    """Calculate a period from what was read for it; its sales are read on the way."""
    in_force = {a.idea_id: a for a in facts.agreements if a.state is AgreementState.ACTIVE}
    homeless = {each.sku for each in facts.kinds if each.idea_id not in in_force}
    missing = {
        (each.currency, agreement.currency)
        for each in facts.kinds
        if (agreement := in_force.get(each.idea_id)) is not None
        and not is_known(each, facts.period.id, agreement.currency, facts.rates)
    }
    sources = [_source(each, facts) for each in facts.agreements]
    known = [] if missing else [_outlook(each, facts) for each in sources]
    return PeriodOutlook(
        agreements=tuple(each for each in known if _says_something(each)),
        missing_rates=tuple(sorted(missing)),
        without_agreement=tuple(sorted(homeless)),
    )


def _source(agreement: Agreement, facts: Facts) -> Source:
    is_active = agreement.state is AgreementState.ACTIVE
    mine = tuple(each for each in facts.kinds if is_active and each.idea_id == agreement.idea_id)
    lines = Lines(agreement, facts.period.id, facts.rates)
    return Source(facts.period.id, agreement, lines, mine, agreement.id in facts.before)


def _says_something(outlook: Outlook) -> bool:
    pool = outlook.pool
    beside = pool.reserve_released or pool.adjustments or pool.guarantee
    return bool(outlook.number or beside)


def _outlook(source: Source, facts: Facts) -> Outlook:
    agreement, rates = source.agreement, source.lines.rates
    card = agreement.card_on(facts.period.starts_on)
    deal = Deal(
        currency=agreement.currency,
        reserve_bp=card.reserve_bp,
        deductions_cap_bp=card.deductions_cap_bp,
        minimum=card.minimum,
    )
    course = _course(source, deal, facts)
    total, told = Total(deal.currency), Told({each.id: each.rule for each in rates.values()})
    for result in course.earn(source.as_lines()):
        total.add(result)
        told.add(result)
    pool = pool_of(deal, total, _beside(agreement, facts))
    before = [_before(share, facts) for share in agreement.shares]
    after = payees_of(deal, pool.pool, before)
    payees = tuple(zip(agreement.shares, after, strict=True))
    counted = (total.number, pool, payees, told.digest)
    return Outlook(agreement, card, rates, deal, *counted, source, course)


def _course(source: Source, deal: Deal, facts: Facts) -> Course:
    year, tally = _year_of(source.agreement.id, facts), facts.tallies[source.agreement.id]
    cap_bp, lines = deal.deductions_cap_bp, source.as_lines
    allowed = allowances(cap_bp, source.claims(), lines, year=year, ordered=Sorted)
    steps = any(each.rule.has_steps for each in source.lines.rates.values())
    if not steps:
        return Course(deal.currency, allowed)
    return course_of(deal.currency, lines, allowed, tally=tally, ordered=Sorted)


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
