"""Finding second chances, and the ideas that may be given one."""

from collections.abc import Collection, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from ideas.db import session
from ideas.journey.models import Idea
from ideas.journey.stages import Stage
from ideas.review.chances.models import SecondChance
from ideas.voting.models import Ballot

MOST_SHOWN = 100


def chance_of(idea_id: int) -> SecondChance | None:
    """The invitation to take an idea up again."""
    return session().get(SecondChance, idea_id)


def chances() -> Sequence[SecondChance]:
    """The invitations so far, newest first."""
    found = sa.select(SecondChance).order_by(SecondChance.offered_at.desc(), SecondChance.idea_id)
    return session().scalars(found.limit(MOST_SHOWN)).all()


def candidates() -> Sequence[tuple[Idea, int]]:
    """Ideas that were not selected and wait for nothing, with their votes, the most first."""
    newer = aliased(Idea)
    taken_up = sa.select(newer.id).where(
        newer.resubmits_id == Idea.id, newer.stage != Stage.WITHDRAWN
    )
    offered = sa.select(SecondChance.idea_id).where(SecondChance.idea_id == Idea.id)
    found = sa.select(Idea, Ballot.votes).join(Ballot, Ballot.idea_id == Idea.id)
    found = found.where(Idea.stage == Stage.NOT_SELECTED, Idea.hidden_at.is_(None))
    found = found.where(~taken_up.exists(), ~offered.exists(), Ballot.entry.is_(None))
    rows = session().execute(found.order_by(Ballot.votes.desc(), Idea.id).limit(MOST_SHOWN))
    return [(idea, votes) for idea, votes in rows]


def ideas_with(ids: Collection[int]) -> Sequence[Idea]:
    """These ideas."""
    return session().scalars(sa.select(Idea).where(Idea.id.in_(ids)).order_by(Idea.id)).all()
