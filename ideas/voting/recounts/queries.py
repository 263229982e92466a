"""Counting votes one by one, and finding the ballots that say otherwise."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from ideas.db import session
from ideas.journey.models import Idea
from ideas.voting.models import Ballot, Vote, VoteState
from ideas.voting.recounts.models import Miscount

STATES = {"votes": VoteState.COUNTED, "held": VoteState.HELD, "void": VoteState.VOID}
AT_ONCE = 500_000
TURN = 30

Counts = dict[str, int]
Share = tuple[int, int]
"""Every how-manieth idea, and which of them."""


def counts_of(ballot: Ballot) -> Counts:
    """What a ballot says."""
    return {name: getattr(ballot, name) for name in STATES}


def tally_of(idea_id: int) -> Counts:
    """An idea's votes counted one by one: ``votes``, ``held`` and ``void``."""
    counted = session().execute(sa.select(*_tally()).where(Vote.idea_id == idea_id)).one()
    return {name: int(number) for name, number in counted._mapping.items()}


def share_of_all(moment: datetime) -> Share:
    """The ideas whose turn it is: all have one soon, and no turn counts too many votes."""
    votes = session().scalar(sa.select(sa.func.sum(Ballot.votes))) or 0
    turns = 1 + int(votes) // AT_ONCE
    return turns, int(moment.timestamp()) // TURN % turns


def miscounted_ideas(*, since: datetime | None = None, share: Share | None = None) -> Sequence[int]:
    """Ideas whose count differs from their votes, in the order of their ids.

    With ``since``, only those whose ballot changed since then; with ``share``, only those.
    """
    some = sa.select(Ballot.idea_id)
    if since is not None:
        some = some.where(Ballot.changed_at >= since)
    if share is not None:
        some = some.where(Ballot.idea_id % share[0] == share[1])
    votes = sa.select(Vote.idea_id, *_tally()).where(Vote.idea_id.in_(some))
    counted = votes.group_by(Vote.idea_id).subquery()
    differs = [getattr(Ballot, name) != sa.func.coalesce(counted.c[name], 0) for name in STATES]
    found = sa.select(Ballot.idea_id).outerjoin(counted, counted.c.idea_id == Ballot.idea_id)
    found = found.where(Ballot.idea_id.in_(some), sa.or_(*differs))
    return session().scalars(found.order_by(Ballot.idea_id)).all()


def _tally() -> list[sa.Label[int]]:
    return [
        sa.func.coalesce(sa.func.sum(sa.case((Vote.state == state, 1), else_=0)), 0).label(name)
        for name, state in STATES.items()
    ]


def alarms(*, limit: int) -> Sequence[sa.Row[Miscount, Idea]]:
    """The wrong counts that nobody has looked at yet, newest first, with their ideas."""
    unseen = sa.select(Miscount, Idea).join(Idea, Idea.id == Miscount.idea_id)
    unseen = unseen.where(Miscount.seen_at.is_(None)).order_by(Miscount.id.desc())
    return session().execute(unseen.limit(limit)).all()


def number_of_alarms() -> int:
    """How many wrong counts nobody has looked at yet."""
    unseen = sa.select(sa.func.count()).select_from(Miscount).where(Miscount.seen_at.is_(None))
    return session().scalar(unseen) or 0


def alarm_numbered(miscount_id: int) -> Miscount | None:
    """The alarm with this number."""
    return session().get(Miscount, miscount_id)
