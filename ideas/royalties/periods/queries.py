"""Finding periods, proposals and rates."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from ideas import clock
from ideas.db import session
from ideas.royalties.periods.models import FxRate, Period, PeriodProposal, PeriodState
from ideas.royalties.periods.rules import Standing

Rates = dict[tuple[int, str, str], Decimal]


def periods() -> Sequence[Period]:
    """Every period, newest first."""
    return session().scalars(sa.select(Period).order_by(Period.starts_on.desc())).all()


def period_by_id(period_id: int) -> Period | None:
    """The period."""
    return session().get(Period, period_id)


def period_called(code: str) -> Period | None:
    """The period of this name."""
    return session().scalar(sa.select(Period).where(Period.code == code))


def locked_period(period_id: int) -> Period:
    """The period, read anew and locked until the transaction ends."""
    locked = sa.select(Period).where(Period.id == period_id)
    locked = locked.with_for_update().execution_options(populate_existing=True)
    return session().scalars(locked).one()


def open_periods() -> Sequence[Period]:
    """Open periods, oldest first."""
    found = sa.select(Period).where(Period.state == PeriodState.OPEN)
    return session().scalars(found.order_by(Period.starts_on)).all()


def first_not_closed() -> Period | None:
    """The oldest period that finance can still correct."""
    found = sa.select(Period).where(Period.state != PeriodState.CLOSED)
    return session().scalar(found.order_by(Period.starts_on).limit(1))


def standing_of(period: Period) -> Standing:
    """Where a period stands: an open one waits for earlier open ones, another for unclosed ones."""
    every = sorted(periods(), key=lambda each: each.starts_on)
    behind = [each for each in every if each.starts_on < period.starts_on]
    ahead = [each for each in every if each.starts_on > period.starts_on]
    waiting = [each for each in behind if (each.is_open if period.is_open else not each.is_closed)]
    return Standing(
        is_open=period.is_open,
        is_closed=period.is_closed,
        is_over=clock.today() > period.ends_on,
        earlier=next((each.code for each in waiting), None),
        later=next((each.code for each in ahead if not each.is_open), None),
    )


def period_for(day: date) -> Period | None:
    """The period a day lies in."""
    found = sa.select(Period).where(Period.starts_on <= day, Period.ends_on >= day)
    return session().scalar(found)


def proposal_waiting(period_id: int) -> PeriodProposal | None:
    """What waits for a second person in a period, read anew."""
    found = sa.select(PeriodProposal).where(
        PeriodProposal.period_id == period_id,
        PeriodProposal.approved_at.is_(None),
        PeriodProposal.ended_at.is_(None),
    )
    loaded = found.options(joinedload(PeriodProposal.proposed_by))
    return session().scalar(loaded.execution_options(populate_existing=True))


def proposals_waiting() -> Sequence[PeriodProposal]:
    """All that waits for a second person, oldest first."""
    found = sa.select(PeriodProposal).where(
        PeriodProposal.approved_at.is_(None), PeriodProposal.ended_at.is_(None)
    )
    return session().scalars(found.order_by(PeriodProposal.id)).all()


def proposals_of(period_id: int) -> Sequence[PeriodProposal]:
    """What was approved about a period, oldest first."""
    found = sa.select(PeriodProposal).where(
        PeriodProposal.period_id == period_id, PeriodProposal.approved_at.is_not(None)
    )
    people = (joinedload(PeriodProposal.proposed_by), joinedload(PeriodProposal.approved_by))
    return session().scalars(found.options(*people).order_by(PeriodProposal.id)).all()


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
