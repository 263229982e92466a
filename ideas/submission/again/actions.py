"""Saying what has changed since the earlier idea."""

from ideas.accounts.models import Person
from ideas.db import session, writes
from ideas.journey.models import Idea
from ideas.journey.queries import locked_idea
from ideas.refusals import refuse
from ideas.submission.queries import draft_of
from ideas.submission.rules import refusal_to_change
from ideas.text import upright


@writes
def say_what_changed(idea: Idea, changed: str, *, by: Person) -> None:
    """Keep what the creator says has changed, finished or not."""
    idea = locked_idea(idea.id)
    refuse(refusal_to_change(idea.stage))
    draft = draft_of(idea.id)
    if draft is not None:
        draft.changed = upright(changed).strip()
        session().flush()
