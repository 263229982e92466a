"""Finding joins, and which votes they are about."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from ideas.accounts.models import Person
from ideas.db import session
from ideas.journey.models import Idea, TeamMember
from ideas.voting.joins.models import MOVES, STANDS, Join, JoinedVote
from ideas.voting.joins.rules import GIVES_WAY, MOVING, JoinState
from ideas.voting.models import Ballot, Vote, VoteState


@dataclass(frozen=True)
class Joined:
    """An idea that was merged into another, and how its join is."""

    join: Join
    idea: Idea

    @property
    def is_moving(self) -> bool:
        """Are its votes on the way?"""
        return self.join.state in MOVING

    @property
    def is_told(self) -> bool:
        """Is that worth telling? Not when it only looks again at what has changed."""
        is_first = self.join.finished_at is None
        return self.is_moving and (is_first or self.join.state is JoinState.PARTING)


def standing_join_of(child_id: int) -> Join | None:
    """The join of an idea that is merged, or whose votes are still being brought back."""
    found = sa.select(Join).where(Join.child_id == child_id, STANDS)
    return session().scalar(found)


def last_join(child_id: int, parent_id: int) -> Join | None:
    """The newest join of these two, over or not."""
    found = sa.select(Join).where(Join.child_id == child_id, Join.parent_id == parent_id)
    return session().scalar(found.order_by(Join.id.desc()).limit(1))


def locked_join(join_id: int) -> Join:
    """The join, read anew and locked."""
    found = sa.select(Join).where(Join.id == join_id).with_for_update()
    return session().scalars(found.execution_options(populate_existing=True)).one()


def joined_into(parent_id: int) -> Sequence[Joined]:
    """The ideas that are part of another, or just leave it, in the order they came."""
    found = sa.select(Join, Idea).join(Idea, Idea.id == Join.child_id)
    found = found.options(joinedload(Idea.creator).lazyload(Person.grants))
    rows = session().execute(found.where(Join.parent_id == parent_id, STANDS).order_by(Join.id))
    return [Joined(join, idea) for join, idea in rows]


def is_moving(*idea_ids: int, but: int | None = None) -> bool:
    """Are votes of one of these ideas on the way to or from another, by another join than this?"""
    ours = sa.or_(Join.child_id.in_(idea_ids), Join.parent_id.in_(idea_ids))
    found = sa.select(Join.id).where(ours, MOVES).limit(1)
    if but is not None:
        found = found.where(Join.id != but)
    return session().scalar(found) is not None


def moving_joins() -> Sequence[int]:
    """The joins that are under way, the oldest first."""
    return session().scalars(sa.select(Join.id).where(MOVES).order_by(Join.id)).all()


def changed_joins() -> Sequence[int]:
    """The joins whose child's votes have changed since they were looked at."""
    changed = sa.or_(Join.seen_at != Ballot.changed_at, Join.seen_votes != Ballot.votes)
    found = sa.select(Join.id).join(Ballot, Ballot.idea_id == Join.child_id)
    found = found.where(Join.state == JoinState.JOINED, STANDS, changed)
    return session().scalars(found.order_by(Join.id)).all()


def last_of_portion(people: sa.Select[Any], size: int) -> tuple[int | None, int]:
    """The last of the next so many people, and how many they are; None when nobody is left."""
    portion = people.limit(size).subquery()
    person_id = portion.c[0]
    last, number = session().execute(sa.select(sa.func.max(person_id), sa.func.count())).one()
    return last, number


def voters_after(idea_id: int, person_id: int) -> sa.Select[Any]:
    """A select of the people who have a vote here, in the order of their ids, after this one."""
    found = sa.select(Vote.person_id).where(Vote.idea_id == idea_id, Vote.person_id > person_id)
    return found.order_by(Vote.person_id)


def joined_after(join_id: int, person_id: int) -> sa.Select[Any]:
    """A select of the people whose votes a join has carried over, likewise."""
    found = sa.select(JoinedVote.person_id).where(JoinedVote.join_id == join_id)
    return found.where(JoinedVote.person_id > person_id).order_by(JoinedVote.person_id)


def number_of_voters(idea_id: int) -> int:
    """How many people have a vote here, wherever it stands."""
    found = sa.select(sa.func.count()).select_from(Vote).where(Vote.idea_id == idea_id)
    return session().scalar(found) or 0


def number_joined(join_id: int) -> int:
    """How many votes a join has made count."""
    found = sa.select(sa.func.count()).select_from(JoinedVote)
    return session().scalar(found.where(JoinedVote.join_id == join_id)) or 0


@dataclass(frozen=True)
class Prospect:
    """What joining would do: the child's counted votes, and what becomes of them."""

    votes: int
    new: int
    both: int

    @property
    def left_out(self) -> int:
        """Those that would not come to count: of a team, taken back or set aside there."""
        return self.votes - self.new - self.both


def prospect_of(child: Idea, parent: Idea) -> Prospect:
    """How many of the child's votes would be new to the parent, and how many are there already."""
    there = sa.orm.aliased(Vote)
    same = sa.and_(there.idea_id == parent.id, there.person_id == Vote.person_id)
    both = sa.func.count().filter(there.state == VoteState.COUNTED)
    counted = sa.select(sa.func.count(), both).select_from(Vote).outerjoin(there, same)
    counted = counted.where(Vote.idea_id == child.id, Vote.state == VoteState.COUNTED)
    votes, both_number = session().execute(counted).one()
    new = session().scalar(carried(child.id, parent.id).with_only_columns(sa.func.count())) or 0
    return Prospect(votes, new, both_number)


def carried(child_id: int, parent_id: int) -> sa.Select[Any]:
    """A select of the child's votes that are to count for the parent and do not yet.

    Not those of either team, nor of people who have left the site:
    by their address they are known at the child alone, and could have voted here anew.
    """
    there = sa.orm.aliased(Vote, name="there")
    same = sa.and_(there.idea_id == parent_id, there.person_id == Vote.person_id)
    columns: tuple[Any, ...] = (Vote.person_id, there.state, Vote.cast_at, Vote.counted_at)
    found = sa.select(*columns).outerjoin(there, same)
    found = found.join(Person, Person.id == Vote.person_id).where(Person.erased_at.is_(None))
    found = found.where(Vote.idea_id == child_id, Vote.state == VoteState.COUNTED)
    free = sa.or_(there.person_id.is_(None), there.state == VoteState(GIVES_WAY))
    return found.where(free, Vote.person_id.not_in(_team_of([child_id, parent_id])))


def _team_of(idea_ids: Collection[int]) -> sa.CompoundSelect[Any]:
    creators = sa.select(Idea.creator_id).where(Idea.id.in_(idea_ids))
    members = sa.select(TeamMember.person_id).where(
        TeamMember.idea_id.in_(idea_ids), TeamMember.accepted_at.is_not(None)
    )
    return creators.union(members)
