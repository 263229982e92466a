"""Two ideas as one sees them side by side."""

from collections.abc import Sequence
from dataclasses import dataclass

from ideas.journey.models import Idea
from ideas.submission.models import Draft
from ideas.submission.queries import PictureView, draft_of, first_pictures, tags_of
from ideas.voting.ladder import LadderView
from ideas.voting.queries import ladders_of


@dataclass(frozen=True)
class Side:
    """One of the two."""

    idea: Idea
    picture: PictureView | None
    ladder: LadderView | None
    tags: Sequence[str]
    draft: Draft | None


def sides_of(ideas: Sequence[Idea]) -> list[Side]:
    """Each with its picture, votes, tags and rights."""
    pictures, ladders = first_pictures([idea.id for idea in ideas]), ladders_of(ideas)
    return [
        Side(
            *(idea, pictures.get(idea.id), ladders.get(idea.id)),
            *(tags_of(idea.id), draft_of(idea.id)),
        )
        for idea in ideas
    ]
