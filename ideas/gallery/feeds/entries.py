"""What a feed tells of an idea, of news, of a round."""

from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from ideas.comments.models import Update
from ideas.gallery.blueprint import public_address
from ideas.journey.models import Idea
from ideas.review.models import Decision, Round
from ideas.text import in_language, plain_of, without_controls
from ideas.web.languages import language
from ideas.web.speak import label_of

LONGEST = 400


@dataclass(frozen=True)
class Entry:
    """One entry; all texts are plain, in a language of their own or else in the feed's."""

    address: str
    title: str
    author: str
    summary: str
    published_at: datetime
    language: str | None = None


def entry_of_idea(idea: Idea) -> Entry:
    """A new idea."""
    return Entry(
        address=public_address("gallery.idea", slug=idea.slug),
        title=without_controls(idea.title),
        author=without_controls(idea.creator.name),
        summary=without_controls(idea.summary),
        published_at=idea.published_at or idea.stage_at,
        language=idea.language,
    )


def entry_of_update(idea: Idea, update: Update) -> Entry:
    """News of an idea."""
    place = {"slug": idea.slug, "tab": "updates", "_anchor": f"update-{update.id}"}
    return Entry(
        address=public_address("gallery.idea", **place),
        title=without_controls(update.title),
        author=without_controls(update.author.name),
        summary=without_controls(plain_of(update.body, LONGEST)),
        published_at=update.published_at,
        language=update.language,
    )


def entry_of_answer(idea: Idea, decision: Decision) -> Entry:
    """An answer of a round: what became of an idea, and why."""
    said = in_language(decision.sentence, language())
    parts = (label_of("outcome", decision.outcome), label_of("decision_reason", decision.reason))
    return Entry(
        address=public_address("gallery.idea", slug=idea.slug),
        title=without_controls(idea.title),
        author=str(_("Brand team")),
        summary=without_controls(f"{'. '.join(parts)}. {said.text}"),
        published_at=decision.published_at or decision.proposed_at,
    )


def entry_of_round(round_: Round) -> Entry:
    """A round whose answers are public."""
    return Entry(
        address=public_address("gallery.round", slug=round_.slug),
        title=without_controls(round_.name),
        author=str(_("Brand team")),
        summary=str(_("The answers of this round are public.")),
        published_at=round_.published_at or round_.cutoff_at,
    )
