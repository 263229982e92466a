"""Finding who must not judge what."""

from collections.abc import Collection, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from ideas.accounts.models import Person
from ideas.db import session
from ideas.journey.models import Idea, TeamMember
from ideas.review.conflicts.models import Conflict


def conflicts_of(idea_id: int) -> Sequence[Conflict]:
    """Who declared a conflict about an idea, the first first."""
    found = sa.select(Conflict).where(Conflict.idea_id == idea_id)
    found = found.options(joinedload(Conflict.person).lazyload(Person.grants))
    return session().scalars(found.order_by(Conflict.declared_at, Conflict.person_id)).all()


def has_conflict(idea_id: int, person_id: int) -> bool:
    """Did this person declare one?"""
    return session().get(Conflict, (idea_id, person_id)) is not None


def kept_from(idea: Idea) -> set[int]:
    """Who must not judge an idea: its team, and whoever declared a conflict."""
    declared = sa.select(Conflict.person_id).where(Conflict.idea_id == idea.id)
    return {*session().scalars(declared), *idea.team_ids}


def barred_from(person_id: int, idea_ids: Collection[int]) -> set[int]:
    """Of these ideas, those that this person must not judge: own ones, and those in conflict."""
    declared = sa.select(Conflict.idea_id).where(Conflict.person_id == person_id)
    member = sa.select(TeamMember.idea_id).where(
        TeamMember.person_id == person_id, TeamMember.accepted_at.is_not(None)
    )
    near = sa.or_(Idea.creator_id == person_id, Idea.id.in_(declared), Idea.id.in_(member))
    return set(session().scalars(sa.select(Idea.id).where(Idea.id.in_(idea_ids), near)))
