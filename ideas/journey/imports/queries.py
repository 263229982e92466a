"""Finding imported ideas."""

from collections.abc import Collection

import sqlalchemy as sa

from ideas.db import session
from ideas.journey.models import Idea


def imported_ideas(source: str, keys: Collection[str] | None = None) -> dict[str, tuple[int, int]]:
    """Id and creator's id of a source's ideas, by their key there: of all, or of these keys."""
    found = sa.select(Idea.imported_id, Idea.id, Idea.creator_id)
    found = found.where(Idea.imported_from == source)
    rows = session().execute(found if keys is None else found.where(Idea.imported_id.in_(keys)))
    return {key or "": (idea_id, creator_id) for key, idea_id, creator_id in rows}
