"""Finding the calendar, delays and forecasts."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from ideas.accounts.models import Person
from ideas.db import session
from ideas.review.models import Round
from ideas.review.rounds.models import Delay, Forecast
from ideas.review.rounds.rules import Plan, Way
from ideas.review.settings import Review
from ideas.settings.queries import dials


def plan() -> Plan:
    """The calendar as an admin turned its dials."""
    turned = dials(Review)
    return Plan(
        way=Way(turned.calendar),
        zone=turned.zone,
        cut_offs=turned.cut_offs,
        days=turned.rolling_days,
        at=turned.rolling_at,
        ahead=turned.rounds_ahead,
    )


def cutoffs() -> Sequence[datetime]:
    """The cut-offs of the reviewers' rounds."""
    found = sa.select(Round.cutoff_at).where(Round.campaign_id.is_(None))
    return session().scalars(found.order_by(Round.cutoff_at)).all()


def delays_of(round_ids: Collection[int]) -> Mapping[int, Sequence[Delay]]:
    """What was said about the delay of each of these rounds, the last first."""
    who = joinedload(Delay.said_by).lazyload(Person.grants)
    found = sa.select(Delay).where(Delay.round_id.in_(round_ids)).options(who)
    delays: dict[int, list[Delay]] = defaultdict(list)
    for delay in session().scalars(found.order_by(Delay.id.desc())):
        delays[delay.round_id].append(delay)
    return delays


def delay_of(round_id: int) -> Delay | None:
    """What was said last about the delay of a round."""
    return next(iter(delays_of([round_id]).get(round_id, ())), None)


def forecasts_of(round_ids: Collection[int]) -> Mapping[int, Forecast]:
    """What is expected of each of these rounds that was looked at."""
    found = sa.select(Forecast).where(Forecast.round_id.in_(round_ids))
    return {each.round_id: each for each in session().scalars(found)}
