"""Finding estimates."""

from collections.abc import Collection, Mapping, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from ideas.accounts.models import Person
from ideas.db import session
from ideas.review.estimates.models import Estimate

MOST_SHOWN = 20


def estimates_of(idea_id: int) -> Sequence[Estimate]:
    """The versions of an idea's estimate, the newest first."""
    found = sa.select(Estimate).where(Estimate.idea_id == idea_id)
    found = found.options(joinedload(Estimate.typed_by).lazyload(Person.grants))
    return session().scalars(found.order_by(Estimate.id.desc()).limit(MOST_SHOWN)).all()


def newest_estimates(idea_ids: Collection[int]) -> Mapping[int, Estimate]:
    """The newest version for each of these ideas that has one."""
    newest = sa.select(sa.func.max(Estimate.id)).where(Estimate.idea_id.in_(idea_ids))
    found = sa.select(Estimate).where(Estimate.id.in_(newest.group_by(Estimate.idea_id)))
    return {estimate.idea_id: estimate for estimate in session().scalars(found)}
