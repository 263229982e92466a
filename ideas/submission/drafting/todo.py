"""What is still to do before an idea can be handed in, as sentences with links to where."""

from dataclasses import dataclass

from flask import url_for

from ideas import clock
from ideas.journey.models import Idea
from ideas.submission.queries import readiness_of
from ideas.submission.rules import what_is_missing
from ideas.web.speak import sentence_of

STEP_OF = {
    "draft.rights": "submission.rights",
    "draft.title": "submission.idea",
    "draft.summary": "submission.idea",
    "draft.body": "submission.idea",
    "draft.pictures": "submission.pictures",
    "draft.alt": "submission.pictures",
    "draft.shares": "submission.team",
}


@dataclass(frozen=True)
class Todo:
    """One thing to do; ``url`` is empty when no step does it."""

    sentence: str
    url: str


def todo_of(idea: Idea) -> list[Todo]:
    """Everything still to do; empty when the idea can be handed in."""
    missing = what_is_missing(readiness_of(idea), clock.now())
    steps = [STEP_OF.get(refusal.code) for refusal in missing]
    urls = [url_for(step, slug=idea.slug) if step else "" for step in steps]
    return [Todo(sentence_of(each), url) for each, url in zip(missing, urls, strict=True)]
