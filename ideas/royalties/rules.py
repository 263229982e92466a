"""The order in which a royalty is calculated, from sales lines to what each payee is owed.

Pure integers in minor units and exact rates. Each result keeps its inputs, so that a statement can
show every step. A line is calculated, and rounded once, in ``lines.rules``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from ideas.money import BASIS_POINTS, round_half_away, split
from ideas.royalties.lines.rules import Total


@dataclass(frozen=True)
class Deal:
    """What an agreement says about money in a period; ``minimum`` is minor units."""

    currency: str
    reserve_bp: int = 0
    deductions_cap_bp: int = BASIS_POINTS
    minimum: int = 0


@dataclass(frozen=True)
class Beside:
    """What comes into a pool beside what was earned, in minor units; ``guarantees`` are years'.

    Each is ``(guaranteed, earned before this period, is this period in it)``; ``guaranteed_before``
    is what earlier pools were given for them.
    """

    reserve_released: int = 0
    adjustments: int = 0
    guarantees: tuple[tuple[int, int, bool], ...] = ()
    guaranteed_before: int = 0


@dataclass(frozen=True)
class Pool:
    """What an agreement's creators share for a period, and how it came about.

    ``earned_in`` has for each currency of sale what was earned in it, and in the agreement's.
    """

    earned: int
    earned_in: tuple[tuple[str, int, int], ...]
    reserve_held: int
    reserve_released: int
    adjustments: int
    guarantee: int
    pool: int


@dataclass(frozen=True)
class PayeeBefore:
    """A payee before a period: share, balance carried forward, own advance still to recoup.

    ``withholding_bp`` is the part of what is paid that goes to the tax office.
    """

    share_bp: int
    opening: int = 0
    advance: int = 0
    withholding_bp: int = 0


@dataclass(frozen=True)
class PayeeAfter:
    """A payee after: ``opening + gross = recouped + withheld + payable + carried``."""

    before: PayeeBefore
    gross: int
    recouped: int
    withheld: int
    payable: int
    carried: int
    advance_left: int = 0


def pool_of(deal: Deal, total: Total, beside: Beside | None = None) -> Pool:
    """What an agreement's creators share for a period in which its lines came to this."""
    beside, earned = beside or Beside(), sum(total.earned.values())
    held, guarantee = reserve_on(earned, deal.reserve_bp), shortfall(earned, beside)
    return Pool(
        earned=earned,
        earned_in=total.by_currency(),
        reserve_held=held,
        reserve_released=beside.reserve_released,
        adjustments=beside.adjustments,
        guarantee=guarantee,
        pool=earned - held + beside.reserve_released + beside.adjustments + guarantee,
    )


def reserve_on(earned_in_period: int, reserve_bp: int) -> int:
    """What is held back against later returns; nothing of a period that earned nothing."""
    return round_half_away(Fraction(max(earned_in_period, 0) * reserve_bp, BASIS_POINTS))


def shortfall(earned_in_period: int, beside: Beside) -> int:
    """What is missing to the years' guarantees, less what was given for them before."""
    missing = sum(
        max(guaranteed - before - (earned_in_period if is_in else 0), 0)
        for guaranteed, before, is_in in beside.guarantees
    )
    return max(missing - beside.guaranteed_before, 0)


def years_over(
    begins_on: date, ends_on: date | None, until: date
) -> list[tuple[date, date, Fraction]]:
    """First and last day of each year of a term that is over on a day, and its part of a year.

    A year runs to the eve of the term's next anniversary; a term that ends within one cuts it.
    """
    years, first = list[tuple[date, date, Fraction]](), begins_on
    while ends_on is None or first <= ends_on:
        following = anniversary(begins_on, len(years) + 1)
        last = following - timedelta(days=1)
        part = Fraction(1)
        if ends_on is not None and ends_on < last:
            part = Fraction((ends_on - first).days + 1, (following - first).days)
            last = ends_on
        if last > until:
            break
        years.append((first, last, part))
        first = following
    return years


def anniversary(day: date, years: int) -> date:
    """The same day so many years later; 1 March for 29 February where there is none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def payees_of(deal: Deal, pool: int, payees: Sequence[PayeeBefore]) -> list[PayeeAfter]:
    """Each payee's part of the pool, in the order stored in the agreement."""
    parts = split(pool, [payee.share_bp for payee in payees])
    return [_settled(deal, payee, part) for payee, part in zip(payees, parts, strict=True)]


def _settled(deal: Deal, payee: PayeeBefore, gross: int) -> PayeeAfter:
    """Tax is withheld when something is paid, so never twice; what is carried is whole."""
    owed = payee.opening + gross
    recouped = min(max(owed, 0), payee.advance)
    due = owed - recouped
    tax = round_half_away(Fraction(max(due, 0) * payee.withholding_bp, BASIS_POINTS))
    is_paid = due > 0 and due - tax >= deal.minimum
    withheld, payable = (tax, due - tax) if is_paid else (0, 0)
    return PayeeAfter(
        before=payee,
        gross=gross,
        recouped=recouped,
        withheld=withheld,
        payable=payable,
        carried=due - withheld - payable,
        advance_left=payee.advance - recouped,
    )
