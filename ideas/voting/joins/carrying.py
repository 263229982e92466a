"""Making many votes count for another idea, and letting go of them again, each in a few statements.

Whoever calls holds the locks on both ideas.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from ideas.db import session
from ideas.voting import rules
from ideas.voting.joins.models import Join, JoinedVote
from ideas.voting.joins.queries import carried
from ideas.voting.models import Ballot, Vote, VoteEvent, VoteReason, VoteState

COUNTED, HELD, LAPSED = VoteState.COUNTED, VoteState.HELD, VoteState.LAPSED
COPIED = ("state", "cast_at", "counted_at", "changed_at")
TOLD = ("idea_id", "person_id", "from_state", "to_state", "reason", "actor_id", "at")
Range = tuple[int, int]
"""People with an id above the first, up to the second."""


def insert(table: Any) -> Any:
    """An insert that knows what to do with what is there already."""
    is_postgres = session().get_bind().dialect.name == "postgresql"
    made: Callable[[Any], Any] = postgresql.insert if is_postgres else sqlite.insert
    return made(table)


def within(people: Range) -> Any:
    """The condition that a vote is of one of these people."""
    return sa.and_(Vote.person_id > people[0], Vote.person_id <= people[1])


def carry_over(join: Join, people: Range, moment: datetime) -> Sequence[datetime | None]:
    """Let the child's votes of these people count for the parent; answers when each was cast.

    What became of them is told first and where they were is kept, for as long as it is known.
    """
    votes = carried(join.child_id, join.parent_id).where(within(people)).subquery("carried")
    _tell_carried(join, votes, moment)
    _keep(join, votes, moment)
    column = Vote.__table__.c
    rows = sa.select(
        sa.literal(join.parent_id),
        votes.c.person_id,
        sa.literal(COUNTED, column.state.type),
        *(votes.c.cast_at, votes.c.counted_at),
        sa.literal(moment, column.changed_at.type),
    ).where(sa.true())
    made = insert(Vote.__table__).from_select(["idea_id", "person_id", *COPIED], rows)
    upsert = made.on_conflict_do_update(
        index_elements=["idea_id", "person_id"],
        set_={name: made.excluded[name] for name in COPIED},
        where=column.state == LAPSED,
    )
    return list(session().scalars(upsert.returning(column.cast_at)))


def _tell_carried(join: Join, votes: sa.Subquery, moment: datetime) -> None:
    column = VoteEvent.__table__.c
    told = sa.select(
        *(sa.literal(join.parent_id), votes.c.person_id, votes.c.state),
        sa.literal(COUNTED, column.to_state.type),
        sa.literal(VoteReason.MERGED, column.reason.type),
        sa.null(),
        sa.literal(moment, column.at.type),
    )
    session().execute(sa.insert(VoteEvent.__table__).from_select(TOLD, told))  # type: ignore[arg-type]


def _keep(join: Join, votes: sa.Subquery, moment: datetime) -> None:
    column = JoinedVote.__table__.c
    rows = sa.select(
        *(sa.literal(join.id), votes.c.person_id, sa.literal(moment, column.joined_at.type))
    ).where(sa.true())
    made = insert(JoinedVote.__table__).from_select(["join_id", "person_id", "joined_at"], rows)
    again = {"joined_at": made.excluded.joined_at}
    session().execute(
        made.on_conflict_do_update(index_elements=["join_id", "person_id"], set_=again)
    )


def let_lapse(idea_id: int, people: Sequence[int], moment: datetime) -> None:
    """Take the votes of these people, which the idea got by a join, out again."""
    if not people:
        return
    column = VoteEvent.__table__.c
    theirs = (Vote.idea_id == idea_id, Vote.person_id.in_(people))
    told = sa.select(
        *(Vote.idea_id, Vote.person_id, Vote.state, sa.literal(LAPSED, column.to_state.type)),
        sa.literal(VoteReason.UNMERGED, column.reason.type),
        sa.null(),
        sa.literal(moment, column.at.type),
    ).where(*theirs)
    current = session()
    current.execute(sa.insert(VoteEvent.__table__).from_select(TOLD, told))  # type: ignore[arg-type]
    gone = sa.update(Vote).where(*theirs).values(state=LAPSED, changed_at=moment)
    current.execute(gone.execution_options(synchronize_session=False))


def forget_joined(join_id: int, people: Range) -> None:
    """The votes of these people are no longer there by this join."""
    gone = sa.delete(JoinedVote).where(JoinedVote.join_id == join_id)
    within_range = (JoinedVote.person_id > people[0], JoinedVote.person_id <= people[1])
    session().execute(gone.where(*within_range).execution_options(synchronize_session=False))


def heat_with(ballot: Ballot, more: Sequence[datetime | None]) -> int:
    """The ballot's heat with votes that were cast then; those of unknown time do not warm it."""
    heat = ballot.heat
    for cast_at in more:
        heat = rules.heated(heat, cast_at) if cast_at else heat
    return heat


def heat_without(ballot: Ballot, fewer: Sequence[datetime | None]) -> int:
    """The ballot's heat without votes that were cast then."""
    heat = ballot.heat
    for cast_at in fewer:
        heat = rules.cooled(heat, cast_at) if cast_at else heat
    return heat
