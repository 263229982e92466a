"""Finding imported ideas."""

import sqlalchemy as sa

from ideas.db import session
from ideas.journey.models import Idea


def imported_ideas(source: str) -> dict[str, tuple[int, int]]:
    """Id and creator's id of every idea of a source, by its key there."""
    found = sa.select(Idea.imported_id, Idea.id, Idea.creator_id)
    rows = session().execute(found.where(Idea.imported_from == source))
    return {key or "": (idea_id, creator_id) for key, idea_id, creator_id in rows}
