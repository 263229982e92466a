"""Finding an idea's kin."""

from collections.abc import Sequence

import sqlalchemy as sa

from ideas.db import session
from ideas.journey.models import Idea
from ideas.journey.queries import IS_PUBLIC, ideas_by_id
from ideas.search.queries import CLOSED, similar_ideas
from ideas.submission.kin.rules import nearest
from ideas.submission.models import Tag

MOST_ALIKE, MOST_TAGGED = 12, 40


def kin_of(idea: Idea, limit: int) -> Sequence[Idea]:
    """Public ideas on the same subject, the nearest first."""
    alike = [each.id for each in similar_ideas(idea.title, MOST_ALIKE)]
    ids = nearest(alike, _tags_shared(idea.id), idea.id)[:limit]
    ideas = ideas_by_id(ids)
    return [ideas[each] for each in ids]


def _tags_shared(idea_id: int) -> dict[int, int]:
    """How many tags public ideas share with one, those with the most."""
    own, other = sa.orm.aliased(Tag), sa.orm.aliased(Tag)
    shared = sa.func.count().label("shared")
    found = sa.select(other.idea_id, shared).join(own, own.name == other.name)
    found = found.join(Idea, Idea.id == other.idea_id)
    found = found.where(own.idea_id == idea_id, IS_PUBLIC, Idea.stage.not_in(CLOSED))
    most = found.group_by(other.idea_id).order_by(shared.desc(), other.idea_id.desc())
    return {row.idea_id: row.shared for row in session().execute(most.limit(MOST_TAGGED))}
