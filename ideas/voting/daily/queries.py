"""Finding what is rolled up, what is behind, and what the votes say."""

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa

from ideas.db import session
from ideas.journey.models import Idea
from ideas.voting.daily.models import VoteCurve, VoteDay
from ideas.voting.models import Ballot, Vote, VoteState

IDEAS_AT_ONCE, VOTES_AT_ONCE = 500, 250_000

Days = Counter[tuple[int, date]]
"""Votes by idea and day."""


def stale_ideas() -> Sequence[sa.Row[Any]]:
    """Some ballots that changed since they were rolled up; none when all is up to date.

    As many as have together few enough votes to be counted in one go.
    """
    behind = sa.or_(
        VoteCurve.idea_id.is_(None),
        VoteCurve.changed_at != Ballot.changed_at,
        VoteCurve.votes != Ballot.votes,
    )
    found = sa.select(
        *(Ballot.idea_id, Ballot.votes, Ballot.changed_at),
        *(Ballot.opened_at, Ballot.closed_at, Idea.campaign_id),
    ).join(Idea, Idea.id == Ballot.idea_id)
    found = found.outerjoin(VoteCurve, VoteCurve.idea_id == Ballot.idea_id).where(behind)
    stale = session().execute(found.order_by(Ballot.idea_id).limit(IDEAS_AT_ONCE)).all()
    portion: list[Any] = []
    votes = 0
    for row in stale:
        votes += row.votes
        if portion and votes > VOTES_AT_ONCE:
            break
        portion.append(row)
    return portion


def counted_days(idea_ids: Collection[int]) -> Days:
    """The votes themselves, counted by idea and day."""
    of_these = (Vote.idea_id.in_(idea_ids), Vote.state == VoteState.COUNTED)
    found: Days = Counter()
    for moment, is_meant in (
        (Vote.cast_at, Vote.cast_at.is_not(None)),
        (Vote.counted_at, Vote.cast_at.is_(None)),
    ):
        day = _day_of(moment).label("day")
        counted = sa.select(Vote.idea_id, day, sa.func.count()).where(*of_these, is_meant)
        for idea_id, on, votes in session().execute(counted.group_by(Vote.idea_id, day)):
            found[idea_id, on] += votes
    return found


def _day_of(moment: Any) -> sa.ColumnElement[date]:
    if session().get_bind().dialect.name == "postgresql":
        return sa.cast(sa.func.timezone("UTC", moment), sa.Date)
    return sa.func.date(moment, type_=sa.Date)


def kept_days(idea_ids: Collection[int]) -> Days:
    """What is rolled up of these ideas."""
    kept = sa.select(VoteDay.idea_id, VoteDay.cast_on, VoteDay.votes)
    rows = session().execute(kept.where(VoteDay.idea_id.in_(idea_ids)))
    return Counter({(idea_id, day): votes for idea_id, day, votes in rows})


def drifted_ideas() -> set[int]:
    """Ideas whose days are not what their votes say: none, once everything is rolled up."""
    ids = session().scalars(sa.select(Ballot.idea_id)).all()
    drifted: set[int] = set()
    for start in range(0, len(ids), IDEAS_AT_ONCE):
        some = ids[start : start + IDEAS_AT_ONCE]
        counted, kept = counted_days(some), kept_days(some)
        drifted |= {idea for idea, day in counted | kept if counted[idea, day] != kept[idea, day]}
    return drifted
