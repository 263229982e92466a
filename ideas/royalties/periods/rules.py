"""When a period can be opened, a rate typed, and a period closed in two steps."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ideas.refusals import Refusal

MOST_RATE = Decimal(10) ** 9


@dataclass(frozen=True)
class Standing:
    """Where a period stands; ``earlier`` and ``later`` name one that has to go first."""

    is_open: bool
    is_closed: bool
    is_over: bool = True
    earlier: str | None = None
    later: str | None = None


def refusal_to_open(
    starts_on: date, ends_on: date, others: Iterable[tuple[date, date, bool]], *, is_taken: bool
) -> Refusal | None:
    """Periods have a name of their own, do not overlap, and follow those that are closed.

    ``others`` are first day, last day and whether closed, be it softly.
    """
    if is_taken:
        return Refusal("period.code_taken")
    if ends_on < starts_on:
        return Refusal("period.days")
    for first, last, is_closed in others:
        if starts_on <= last and first <= ends_on:
            return Refusal("period.overlaps")
        if is_closed and starts_on < first:
            return Refusal("period.before_closed")
    return None


def refusal_to_type_rate(
    currency: str, into: str, rate: Decimal, *, is_closed: bool
) -> Refusal | None:
    """A closed period's rates are frozen."""
    if is_closed:
        return Refusal("period.closed")
    if currency == into:
        return Refusal("rate.same_currency")
    if not 0 < rate < MOST_RATE:
        return Refusal("rate.bounds")
    return None


def refusal_to_soft_close(period: Standing) -> Refusal | None:
    """After its last day, in order: what a shop still sends is dated into a later period."""
    if period.is_closed:
        return Refusal("period.closed")
    if not period.is_open:
        return Refusal("period.soft_closed")
    return _refusal_by_time(period)


def refusal_to_reopen(period: Standing, reason: str) -> Refusal | None:
    """Only a soft-closed period opens again, before those after it are closed, with a reason."""
    if period.is_closed:
        return Refusal("period.closed")
    if period.is_open:
        return Refusal("period.open")
    if period.later is not None:
        return Refusal("period.later_closed", period=period.later)
    return None if reason.strip() else Refusal("period.no_reason")


def refusal_to_close(
    period: Standing,
    *,
    missing_rates: Sequence[tuple[str, str]],
    without_agreement: Sequence[str],
) -> Refusal | None:
    """A soft-closed period closes once, in order, with every rate and agreement known."""
    if period.is_closed:
        return Refusal("period.closed")
    if period.is_open:
        return Refusal("period.not_soft_closed")
    if early := _refusal_by_time(period):
        return early
    if missing_rates:
        pairs = ", ".join(f"{currency} → {into}" for currency, into in missing_rates)
        return Refusal("period.missing_rates", pairs=pairs)
    if without_agreement:
        return Refusal("period.no_agreement", skus=", ".join(without_agreement))
    return None


def _refusal_by_time(period: Standing) -> Refusal | None:
    if not period.is_over:
        return Refusal("period.not_over")
    if period.earlier is not None:
        return Refusal("period.earlier_open", period=period.earlier)
    return None


def refusal_of_figures(proposed: str, *, seen: str, now: str) -> Refusal | None:
    """What is confirmed is what was proposed and shown; all three are digests of the figures."""
    return None if proposed == seen == now else Refusal("period.figures_changed")
