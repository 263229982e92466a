"""What a feed tells of an idea, of news, of a round."""

import re
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from ideas.comments.models import Update
from ideas.gallery.blueprint import public_address
from ideas.journey.models import Idea
from ideas.review.models import Round
from ideas.text import plain_of

LONGEST = 400
NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class Entry:
    """One entry; all texts are plain."""

    address: str
    title: str
    author: str
    summary: str
    published_at: datetime


def entry_of_idea(idea: Idea) -> Entry:
    """A new idea."""
    return Entry(
        address=public_address("gallery.idea", slug=idea.slug),
        title=_plain(idea.title),
        author=_plain(idea.creator.name),
        summary=_plain(idea.summary),
        published_at=idea.published_at or idea.stage_at,
    )


def entry_of_update(idea: Idea, update: Update) -> Entry:
    """News of an idea."""
    place = {"slug": idea.slug, "tab": "updates", "_anchor": f"update-{update.id}"}
    return Entry(
        address=public_address("gallery.idea", **place),
        title=_plain(update.title),
        author=_plain(update.author.name),
        summary=_plain(plain_of(update.body, LONGEST)),
        published_at=update.published_at,
    )


def entry_of_round(round_: Round) -> Entry:
    """A round whose answers are public."""
    return Entry(
        address=public_address("gallery.round", slug=round_.slug),
        title=_plain(round_.name),
        author=str(_("Brand team")),
        summary=str(_("The answers of this round are public.")),
        published_at=round_.published_at or round_.cutoff_at,
    )


def _plain(text: str) -> str:
    """The text without what XML cannot hold."""
    return NOT_XML.sub("", text)
