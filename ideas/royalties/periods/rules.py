"""When a period can be opened, a rate typed, and a period closed."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from ideas.refusals import Refusal

MOST_RATE = Decimal(10) ** 9


def refusal_to_open(
    starts_on: date, ends_on: date, others: Iterable[tuple[date, date, bool]], *, is_taken: bool
) -> Refusal | None:
    """Periods have a name of their own, do not overlap, and follow those that are closed.

    ``others`` are first day, last day and whether closed.
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
    currency: str, into: str, rate: Decimal, *, is_open: bool
) -> Refusal | None:
    """A closed period's rates are frozen."""
    if not is_open:
        return Refusal("period.closed")
    if currency == into:
        return Refusal("rate.same_currency")
    if not 0 < rate < MOST_RATE:
        return Refusal("rate.bounds")
    return None


def refusal_to_close(
    *,
    is_open: bool,
    is_over: bool,
    earlier_open: str | None,
    missing_rates: Sequence[tuple[str, str]],
    without_agreement: Sequence[str],
) -> Refusal | None:
    """A period closes once, after its last day, in order, with every rate and agreement known."""
    if not is_open:
        return Refusal("period.closed")
    if not is_over:
        return Refusal("period.not_over")
    if earlier_open is not None:
        return Refusal("period.earlier_open", period=earlier_open)
    if missing_rates:
        pairs = ", ".join(f"{currency} → {into}" for currency, into in missing_rates)
        return Refusal("period.missing_rates", pairs=pairs)
    if without_agreement:
        return Refusal("period.no_agreement", skus=", ".join(without_agreement))
    return None
