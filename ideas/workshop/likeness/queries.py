"""Finding what reads like a title."""

from collections.abc import Sequence
from dataclasses import dataclass

from ideas.journey.models import Idea
from ideas.search.queries import similar_ideas
from ideas.submission.queries import PictureView, first_pictures
from ideas.voting.queries import ladders_of

MOST_SIMILAR = 4


@dataclass(frozen=True)
class Similar:
    """A public idea that reads like the title; ``votes`` None when nobody could vote yet."""

    idea: Idea
    picture: PictureView | None
    votes: int | None


def similar_to(title: str, reader_id: int) -> Sequence[Similar]:
    """The most alike first, without the reader's own."""
    alike = [
        each for each in similar_ideas(title, 2 * MOST_SIMILAR) if each.creator_id != reader_id
    ]
    ideas = alike[:MOST_SIMILAR]
    pictures, ladders = first_pictures([idea.id for idea in ideas]), ladders_of(ideas)
    return [
        Similar(idea, pictures.get(idea.id), ladders[idea.id].votes if idea.id in ladders else None)
        for idea in ideas
    ]
