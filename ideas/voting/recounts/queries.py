"""Counting votes one by one, and finding the ballots that say otherwise."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from ideas.db import session
from ideas.voting.models import Ballot, Vote, VoteState

STATES = {"votes": VoteState.COUNTED, "held": VoteState.HELD, "void": VoteState.VOID}


def miscounted_ideas(*, since: datetime | None = None) -> Sequence[int]:
    """Ideas whose count differs from their votes, in the order of their ids.

    With ``since``, only those whose ballot changed since then.
    """
    touched = sa.select(Ballot.idea_id)
    if since is not None:
        touched = touched.where(Ballot.changed_at >= since)
    votes = sa.select(Vote.idea_id, *_tally()).where(Vote.idea_id.in_(touched))
    counted = votes.group_by(Vote.idea_id).subquery()
    differs = [getattr(Ballot, name) != sa.func.coalesce(counted.c[name], 0) for name in STATES]
    found = sa.select(Ballot.idea_id).outerjoin(counted, counted.c.idea_id == Ballot.idea_id)
    found = found.where(Ballot.idea_id.in_(touched), sa.or_(*differs))
    return session().scalars(found.order_by(Ballot.idea_id)).all()


def tally_of(idea_id: int) -> dict[str, int]:
    """An idea's votes counted one by one: ``votes``, ``held`` and ``void``."""
    counted = session().execute(sa.select(*_tally()).where(Vote.idea_id == idea_id)).one()
    return {name: int(number) for name, number in counted._mapping.items()}


def _tally() -> list[sa.Label[int]]:
    return [
        sa.func.coalesce(sa.func.sum(sa.case((Vote.state == state, 1), else_=0)), 0).label(name)
        for name, state in STATES.items()
    ]
