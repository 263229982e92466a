"""Bringing in an idea's tags."""

from collections.abc import Sequence

from ideas.db import session, writes
from ideas.journey.models import Idea
from ideas.submission.models import Tag


@writes
def set_tags(idea: Idea, tags: Sequence[str]) -> None:
    """Give an idea that has none its tags, in lower case."""
    names = dict.fromkeys(tag.lower() for tag in tags)
    for position, name in enumerate(names):
        session().add(Tag(idea_id=idea.id, name=name, position=position))
