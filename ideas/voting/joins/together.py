"""The two votes of one person, for a child and its parent, side by side."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from ideas.db import session
from ideas.voting.joins.models import Join, JoinedVote
from ideas.voting.models import Vote, VoteEvent, VoteReason, VoteState

_here, _there = sa.orm.aliased(Vote, name="here"), sa.orm.aliased(Vote, name="there")
_BOTH: tuple[Any, ...] = (
    *(_here.state.label("here"), _there.state.label("there")),
    *(_here.cast_at.label("cast_here"), _there.cast_at.label("cast_there")),
)


def rows_of(join: Join, people: tuple[int, int], *, ceased: bool = False) -> Sequence[Any]:
    """Both votes of the people whose vote was carried over; ``ceased``: the child's counts no more.

    ``is_taken_back``: they took the parent's back themselves while the ideas were one.
    """
    person_id = JoinedVote.person_id
    found = sa.select(
        person_id, JoinedVote.joined_at, *_BOTH, _taken_back(join).label("is_taken_back")
    )
    found = found.join(_here, sa.and_(_here.idea_id == join.child_id, _here.person_id == person_id))
    found = found.join(
        _there, sa.and_(_there.idea_id == join.parent_id, _there.person_id == person_id)
    )
    found = found.where(JoinedVote.join_id == join.id)
    found = found.where(person_id > people[0], person_id <= people[1])
    if ceased:
        found = found.where(_here.state != VoteState.COUNTED)
    return session().execute(found.order_by(person_id)).all()


def given_up_together(join: Join, limit: int) -> Sequence[Any]:
    """Those whose vote counts for the child, and who took the parent's back while both were one."""
    same = sa.and_(_here.person_id == _there.person_id, _here.idea_id == join.child_id)
    found = sa.select(_there.person_id, *_BOTH).join(_here, same)
    found = found.where(
        *(_there.idea_id == join.parent_id, _there.state == VoteState.WITHDRAWN),
        *(_there.withdrawn_at >= join.began_at, _here.state == VoteState.COUNTED),
        _taken_back(join),
    )
    return session().execute(found.order_by(_there.person_id).limit(limit)).all()


def _taken_back(join: Join) -> Any:
    return (
        sa.exists()
        .where(
            *(VoteEvent.idea_id == join.parent_id, VoteEvent.person_id == _there.person_id),
            *(VoteEvent.reason == VoteReason.TAKEN_BACK, VoteEvent.at >= join.began_at),
        )
        .correlate(_there)
    )
