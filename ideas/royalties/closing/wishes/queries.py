"""Finding what the worker was asked for, and whether its figures are still fresh."""

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from ideas.accounts.queries import holders_of
from ideas.db import session
from ideas.policy import Role
from ideas.royalties.closing.wishes import rules
from ideas.royalties.closing.wishes.models import CloseWish
from ideas.royalties.periods.models import FxRate, Period
from ideas.royalties.periods.queries import proposal_waiting
from ideas.royalties.sales.models import Sale, SaleTakenBack
from ideas.royalties.settlements.models import Adjustment


def is_large(period_id: int) -> bool:
    """Has a period so many sales that the worker calculates it?"""
    return any(_has_many(table, period_id) for table in (Sale, SaleTakenBack))


def _has_many(table: type[Sale] | type[SaleTakenBack], period_id: int) -> bool:
    some = sa.select(table.period_id).where(table.period_id == period_id).limit(rules.LARGE + 1)
    counted = sa.select(sa.func.count()).select_from(some.subquery())
    return (session().scalar(counted) or 0) > rules.LARGE


def wish_by_id(wish_id: int) -> CloseWish | None:
    """One wish, whether it waits or is finished."""
    return session().get(CloseWish, wish_id)


def wish_waiting(period_id: int) -> CloseWish | None:
    """What the worker has to do for a period, read anew."""
    found = sa.select(CloseWish).where(
        CloseWish.period_id == period_id, CloseWish.finished_at.is_(None)
    )
    found = found.options(joinedload(CloseWish.asked_by))
    return session().scalar(found.execution_options(populate_existing=True))


def last_wish(period_id: int) -> CloseWish | None:
    """What was asked for last."""
    found = sa.select(CloseWish).where(CloseWish.period_id == period_id)
    return session().scalar(found.order_by(CloseWish.id.desc()).limit(1))


def calculated(period_id: int) -> CloseWish | None:
    """The wish whose figures were calculated last."""
    found = sa.select(CloseWish).where(CloseWish.period_id == period_id, CloseWish.digest != "")
    return session().scalar(found.order_by(CloseWish.id.desc()).limit(1))


def is_old(wish: CloseWish, period: Period) -> bool:
    """Was a rate or an adjustment typed, or the period opened, since these were calculated?

    A hint for readers: the close itself compares every figure.
    """
    since, closed = wish.calculated_at, period.soft_closed_at
    if since is None or closed is None or closed > since:
        return True
    typed = sa.exists().where(FxRate.period_id == period.id, FxRate.typed_at > since)
    made = sa.exists().where(Adjustment.period_id == period.id, Adjustment.made_at > since)
    return bool(session().scalar(sa.select(sa.or_(typed, made))))


def meanwhile(wish: CloseWish, period: Period) -> rules.Meanwhile:
    """What happened to a period, and to who asked, since a wish was made."""
    proposal, since = proposal_waiting(period.id), wish.asked_at
    moments = [period.soft_closed_at, proposal.proposed_at if proposal else None]
    finance = {person.id for person in holders_of(Role.FINANCE)}
    return rules.Meanwhile(
        is_overtaken=any(each is not None and each > since for each in moments),
        is_in_finance=wish.asked_by_id in finance,
    )
