"""Finding what has changed since the earlier idea."""

from ideas.journey.models import Idea
from ideas.submission.queries import draft_of


def change_of(idea: Idea) -> str:
    """What an idea says has changed since the one it takes up; empty where there is none."""
    draft = draft_of(idea.id) if idea.resubmits_id is not None else None
    return draft.changed if draft else ""
