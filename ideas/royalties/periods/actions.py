"""Opening periods and typing exchange rates."""

from datetime import date
from decimal import Decimal

from ideas import clock
from ideas.accounts.models import Person
from ideas.audit.actions import note
from ideas.db import session, writes
from ideas.refusals import refuse
from ideas.royalties.ledger.queries import lock_ledger
from ideas.royalties.periods import rules
from ideas.royalties.periods.models import FxRate, Period
from ideas.royalties.periods.queries import locked_period, periods


@writes
def open_period(code: str, starts_on: date, ends_on: date, *, by: Person) -> Period:
    """Open a period that overlaps no other."""
    lock_ledger()
    known = periods()
    others = [(each.starts_on, each.ends_on, not each.is_open) for each in known]
    is_taken = code in {each.code for each in known}
    refuse(rules.refusal_to_open(starts_on, ends_on, others, is_taken=is_taken))
    period = Period(
        code=code,
        starts_on=starts_on,
        ends_on=ends_on,
        opened_by_id=by.id,
        opened_at=clock.now(),
    )
    session().add(period)
    session().flush()
    note("period.open", f"period:{period.id}", by=by.id, code=code)
    return period


@writes
def type_rate(
    period: Period,
    pair: tuple[str, str],
    rate: Decimal,
    *,
    source: str,
    quoted_on: date,
    by: Person,
) -> FxRate:
    """Type what one of the first currency is worth in the second; it holds until typed anew."""
    period, (currency, into) = locked_period(period.id), pair
    refuse(rules.refusal_to_type_rate(currency, into, rate, is_open=period.is_open))
    typed = FxRate(
        period_id=period.id,
        currency=currency,
        into=into,
        rate=rate,
        source=source,
        quoted_on=quoted_on,
        typed_by_id=by.id,
        typed_at=clock.now(),
    )
    session().add(typed)
    session().flush()
    detail = {"pair": f"{currency}/{into}", "rate": f"{rate:f}"}
    note("rate.type", f"period:{period.id}", by=by.id, **detail)
    return typed
