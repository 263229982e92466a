"""Finding what lacks an answer, and how often an idea stayed."""

from collections.abc import Collection, Mapping, Sequence

import sqlalchemy as sa

from ideas.db import session
from ideas.journey.models import Idea
from ideas.journey.stages import Stage
from ideas.review.models import Case, Decision, Outcome


def undecided_ideas(round_id: int) -> Sequence[Idea]:
    """The ideas of a round still in review without an answer that is confirmed and undisputed."""
    settled = sa.select(Decision.case_id).where(
        Decision.taken_back_at.is_(None),
        Decision.confirmed_at.is_not(None),
        Decision.reopen_by_id.is_(None),
    )
    found = sa.select(Idea).join(Case, Case.idea_id == Idea.id).where(Case.round_id == round_id)
    found = found.where(Idea.stage == Stage.IN_REVIEW, Case.id.not_in(settled))
    return session().scalars(found.order_by(Case.id)).all()


def stays_of(idea_ids: Collection[int]) -> Mapping[int, int]:
    """How many rounds each of these ideas stayed in review beyond, if it did."""
    found = sa.select(Case.idea_id, sa.func.count()).join(Decision, Decision.case_id == Case.id)
    found = found.where(Case.idea_id.in_(idea_ids), Decision.outcome == Outcome.STAYS)
    found = found.where(Decision.published_at.is_not(None)).group_by(Case.idea_id)
    return {idea_id: number for idea_id, number in session().execute(found)}


def answers_to(idea_id: int) -> Sequence[Decision]:
    """The published answers to an idea, newest first."""
    found = sa.select(Decision).join(Decision.case).where(Case.idea_id == idea_id)
    found = found.where(Decision.published_at.is_not(None))
    return session().scalars(found.order_by(Decision.id.desc())).all()
