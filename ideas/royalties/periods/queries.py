"""Finding periods and rates."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from ideas.db import session
from ideas.royalties.periods.models import FxRate, Period, PeriodState

Rates = dict[tuple[int, str, str], Decimal]


def periods() -> Sequence[Period]:
    """Every period, newest first."""
    return session().scalars(sa.select(Period).order_by(Period.starts_on.desc())).all()


def period_by_id(period_id: int) -> Period | None:
    """The period."""
    return session().get(Period, period_id)


def locked_period(period_id: int) -> Period:
    """The period, read anew and locked until the transaction ends."""
    locked = sa.select(Period).where(Period.id == period_id)
    locked = locked.with_for_update().execution_options(populate_existing=True)
    return session().scalars(locked).one()


def open_periods() -> Sequence[Period]:
    """Open periods, oldest first."""
    found = sa.select(Period).where(Period.state == PeriodState.OPEN)
    return session().scalars(found.order_by(Period.starts_on)).all()


def period_for(day: date) -> Period | None:
    """The period a day lies in."""
    found = sa.select(Period).where(Period.starts_on <= day, Period.ends_on >= day)
    return session().scalar(found)


def rates_typed(period_id: int) -> Sequence[FxRate]:
    """The rates that hold in a period, each the last typed for its two currencies."""
    last = sa.select(sa.func.max(FxRate.id)).where(FxRate.period_id == period_id)
    last = last.group_by(FxRate.currency, FxRate.into)
    found = sa.select(FxRate).where(FxRate.id.in_(last)).options(joinedload(FxRate.typed_by))
    return session().scalars(found.order_by(FxRate.currency, FxRate.into)).all()


def rates_in(period_ids: Iterable[int]) -> Rates:
    """Rates by period, currency and the currency they lead to."""
    return {
        (rate.period_id, rate.currency, rate.into): rate.rate
        for period_id in set(period_ids)
        for rate in rates_typed(period_id)
    }
