"""Finding who is called."""

from collections.abc import Collection, Sequence

import sqlalchemy as sa

from ideas.accounts.models import Person
from ideas.comments.mentions.models import Mention
from ideas.comments.models import Comment
from ideas.db import session


def people_by_handle(handles: Collection[str]) -> dict[str, int]:
    """The ids of the people with these handles, without those who left."""
    if not handles:
        return {}
    found = sa.select(Person.handle, Person.id).where(Person.handle.in_(handles))
    rows = session().execute(found.where(Person.erased_at.is_(None)))
    return {handle: person_id for handle, person_id in rows}


def handles_called_in(comment_id: int) -> frozenset[str]:
    """Under which handles people are called in a comment."""
    called = sa.select(Mention.handle).where(Mention.comment_id == comment_id)
    return frozenset(session().scalars(called))


def called_in(comment_id: int) -> sa.Select[int]:
    """A select of the ids of the people called in a comment."""
    return sa.select(Mention.person_id).where(Mention.comment_id == comment_id)


def comments_calling(person_id: int) -> Sequence[tuple[Comment, str]]:
    """The comments that call a person, each with the handle it used."""
    found = sa.select(Comment, Mention.handle).join(Mention, Mention.comment_id == Comment.id)
    rows = session().execute(found.where(Mention.person_id == person_id))
    return [(comment, handle) for comment, handle in rows]
