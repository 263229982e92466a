"""What is still to do before an idea can be handed in: sentences with links, counted by step."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for

from ideas import clock
from ideas.journey.models import Idea
from ideas.settings.queries import dials
from ideas.submission.queries import readiness_of
from ideas.submission.rules import what_is_missing
from ideas.submission.settings import Submission
from ideas.web.languages import lazy_gettext as _l
from ideas.web.speak import sentence_of

PLACE_OF = {
    "draft.rights": ("submission.rights", "rights"),
    "draft.title": ("submission.idea", "title"),
    "draft.summary": ("submission.idea", "summary"),
    "draft.body": ("submission.idea", "body"),
    "draft.fact": ("submission.idea", "specs"),
    "draft.fact_long": ("submission.idea", "specs"),
    "draft.facts": ("submission.idea", "specs"),
    "draft.changed": ("submission.idea", "changed"),
    "draft.pictures": ("submission.pictures", "pictures"),
    "draft.alt": ("submission.pictures", "undescribed"),
    "draft.shares": ("submission.team", "shares"),
}
STEPS = {
    "submission.rights": _l("Rights"),
    "submission.idea": _l("Idea"),
    "submission.pictures": _l("Pictures"),
    "submission.team": _l("Team and check"),
}


@dataclass(frozen=True)
class Todo:
    """One thing to do; ``url`` leads to its field, and is empty when no step does it."""

    sentence: str
    url: str
    step: str


@dataclass(frozen=True)
class Step:
    """A step of drafting; ``missing`` counts what it lacks, None before there is a draft."""

    label: Any
    url: str
    missing: int | None


def todo_of(idea: Idea) -> list[Todo]:
    """Everything still to do; empty when the idea can be handed in."""
    missing = what_is_missing(readiness_of(idea), clock.now())
    return [_todo(idea, sentence_of(each), *PLACE_OF.get(each.code, ("", ""))) for each in missing]


def _todo(idea: Idea, sentence: str, step: str, field: str) -> Todo:
    return Todo(sentence, url_for(step, slug=idea.slug, _anchor=field) if step else "", step)


def steps_of(idea: Idea | None) -> dict[str, Any]:
    """What every step shows around its form: the ``steps``, what is still ``todo``, a pause."""
    todo = todo_of(idea) if idea else []
    is_paused = not dials(Submission).is_open
    return {"todo": todo, "steps": _steps(idea, todo), "is_paused": is_paused}


def _steps(idea: Idea | None, todo: Sequence[Todo]) -> list[Step]:
    if idea is None:
        return [Step(label, "", None) for label in STEPS.values()]
    missing = Counter(each.step for each in todo)
    return [
        Step(label, url_for(step, slug=idea.slug), missing[step]) for step, label in STEPS.items()
    ]
