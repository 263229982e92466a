"""The ideas a proposal is tried on, and the rounds that come."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa

from ideas.db import session
from ideas.journey.models import Idea
from ideas.journey.stages import Stage
from ideas.review.models import Round
from ideas.review.queries import number_for_a_round
from ideas.tuning.forecast.rules import pace_of
from ideas.tuning.proposals import Coming, Seen
from ideas.tuning.rounds import A_YEAR
from ideas.tuning.rules import Curve, Standing, ladder_of
from ideas.voting.daily.models import VoteCurve
from ideas.voting.models import Ballot

LARGE, OTHERS = 700, 500
MOST_ROUNDS, MONTHS_BETWEEN = 4, 4


@dataclass(frozen=True)
class Sample:
    """The ideas to try a proposal on; all there are, unless ``of`` is more."""

    seen: Sequence[Seen]
    of: int

    @property
    def is_whole(self) -> bool:
        """True when nothing is estimated from a part."""
        return self.of == len(self.seen)


def sample_of(campaign_id: int, now: datetime) -> Sample:
    """The ideas of a campaign that are open or were within the year.

    Where there are too many, those with most votes, and every so manieth of the others, which
    stands for as many.
    """
    recent = _recent(campaign_id, now.date())
    of = session().scalar(sa.select(sa.func.count()).select_from(VoteCurve).where(*recent)) or 0
    if of <= LARGE + OTHERS:
        return Sample([_seen(row, 1.0, now) for row in _rows(*recent)], of)
    by_votes = sa.select(VoteCurve.votes).where(*recent).order_by(VoteCurve.votes.desc())
    bar = session().scalar(by_votes.offset(LARGE).limit(1)) or 0
    large = _rows(*recent, VoteCurve.votes > bar)
    every = -(-(of - len(large)) // OTHERS)
    small = _rows(*recent, VoteCurve.votes <= bar, VoteCurve.idea_id % every == 0)
    stands_for = (of - len(large)) / (len(small) or 1)
    seen = [_seen(row, 1.0, now) for row in large]
    return Sample(seen + [_seen(row, stands_for, now) for row in small], of)


def _recent(campaign_id: int, today: date) -> tuple[sa.ColumnElement[bool], ...]:
    is_recent = sa.or_(
        VoteCurve.closed_on.is_(None), VoteCurve.closed_on > today - timedelta(days=A_YEAR)
    )
    return VoteCurve.campaign_id == campaign_id, is_recent


def _rows(*conditions: sa.ColumnElement[bool]) -> Sequence[sa.Row[Any]]:
    curve = (VoteCurve.idea_id, VoteCurve.opened_on, VoteCurve.closed_on)
    ballot = (Ballot.ladder, Ballot.tier, Ballot.votes, Ballot.closes_at, Ballot.reached_at)
    found = sa.select(*curve, VoteCurve.days, VoteCurve.sums, *ballot)
    found = found.join(Ballot, Ballot.idea_id == VoteCurve.idea_id)
    return session().execute(found.where(*conditions)).all()


def _seen(row: sa.Row[Any], stands_for: float, now: datetime) -> Seen:
    today, opened = now.date().toordinal(), row.opened_on.toordinal()
    until = row.closed_on.toordinal() if row.closed_on else today
    curve = Curve(opened, until, row.days, row.sums)
    if row.closed_on is not None or row.reached_at is not None:
        return Seen(row.idea_id, stands_for, curve)
    ladder = ladder_of(tuple(map(tuple, row.ladder)))
    standing = Standing(ladder, row.tier, row.votes, row.closes_at)
    pace = pace_of(opened, today, row.days, row.sums)
    return Seen(row.idea_id, stands_for, curve, standing, pace)


def coming_rounds(now: datetime) -> list[Coming]:
    """The rounds that are announced, the next first; ``waiting`` is what is sure to come."""
    open_ones = sa.select(Round).where(Round.cut_off_at.is_(None), Round.cutoff_at > now)
    open_ones = open_ones.where(Round.campaign_id.is_(None))
    found = session().scalars(open_ones.order_by(Round.cutoff_at).limit(MOST_ROUNDS)).all()
    coming, before = [], 0
    for each in found:
        waiting = number_for_a_round(each.cutoff_at) + _being_checked(each.cutoff_at)
        known = waiting - before, each.id, each.capacity, each.slug
        coming.append(Coming(each.name, each.cutoff_at, *known))
        before = waiting
    return coming


def thought_rounds(now: datetime, capacity: int) -> list[Coming]:
    """Three rounds of this room, four months apart, for when none is announced."""
    first = now.year * 12 + now.month - 1
    months = [first + MONTHS_BETWEEN * (number + 1) for number in range(3)]
    days = [date(month // 12, month % 12 + 1, 1) for month in months]
    cutoffs = [datetime.combine(day, time(), UTC) for day in days]
    sure = number_for_a_round(cutoffs[0]) + _being_checked(cutoffs[0])
    waiting = [sure, 0, 0]
    return [Coming("", at, waiting[each], 0, capacity) for each, at in enumerate(cutoffs)]


def _being_checked(upto: datetime) -> int:
    """Ideas whose votes will be checked by then."""
    checked = sa.select(sa.func.count()).select_from(Ballot).join(Idea, Idea.id == Ballot.idea_id)
    checked = checked.where(Idea.stage == Stage.CERTIFYING, Ballot.certify_at <= upto)
    return session().scalar(checked.where(Ballot.closed_at.is_(None))) or 0


def ideas_with(idea_ids: Collection[int]) -> dict[int, Any]:
    """The ``slug`` and the ``title`` of these ideas, by id."""
    found = sa.select(Idea.id, Idea.slug, Idea.title).where(Idea.id.in_(idea_ids))
    return {idea.id: idea for idea in session().execute(found)}
