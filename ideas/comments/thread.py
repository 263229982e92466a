"""The conversation as its reader sees it: each voice with what this reader may do to it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import url_for
from markupsafe import Markup

from ideas import clock
from ideas.comments import rules
from ideas.comments.models import Comment, RemovalReason, Update
from ideas.comments.queries import answers_of, place_of, said_of, thread_of, updates_of
from ideas.comments.settings import Conversation
from ideas.journey.models import Idea
from ideas.policy import Permission, allows
from ideas.settings.queries import dials
from ideas.web.speak import label_of, sentence_of


@dataclass(frozen=True)
class Voice:
    """Something said. ``gone`` is the sentence in its place once it is taken away."""

    id: int
    title: str
    author_name: str
    author_url: str | None
    at: datetime
    html: Markup
    language: str
    is_staff: bool
    is_creator: bool
    edited: bool
    gone: str | None
    can_edit: bool
    can_take_back: bool
    can_take_down: bool
    replies: tuple["Voice", ...] = ()


@dataclass(frozen=True)
class ThreadView:
    """A page of the conversation; ``closed`` says why nobody can speak, ``may_speak`` who reads."""

    voices: Sequence[Voice]
    older: int | None
    may_speak: bool
    closed: str | None


@dataclass(frozen=True)
class Reader:
    """Who reads under which idea, and when."""

    actor: Any
    idea: Idea
    moment: datetime
    edit_minutes: int


def thread_for(actor: Any, idea: Idea, before: int | None = None) -> ThreadView:
    """The conversation under an idea as this reader sees it."""
    found, reader = thread_of(idea.id, before=before), _reader(actor, idea)
    refusal = rules.refusal_to_speak(place_of(idea))
    voices = [
        _comment(reader, comment, found.replies.get(comment.id, ())) for comment in found.comments
    ]
    return ThreadView(
        voices=voices,
        older=found.older,
        may_speak=refusal is None and allows(Permission.COMMENT_WRITE, actor),
        closed=sentence_of(refusal) if refusal else None,
    )


def answers_for(actor: Any, idea: Idea) -> Sequence[Voice]:
    """The brand's answers, newest first."""
    reader = _reader(actor, idea)
    return [_comment(reader, answer) for answer in answers_of(idea.id)]


def updates_for(actor: Any, idea: Idea) -> Sequence[Voice]:
    """The team's news, newest first."""
    reader = _reader(actor, idea)
    return [_update(reader, update) for update in updates_of(idea.id)]


def _reader(actor: Any, idea: Idea) -> Reader:
    return Reader(actor, idea, clock.now(), dials(Conversation).edit_minutes)


def _comment(reader: Reader, comment: Comment, replies: Iterable[Comment] = ()) -> Voice:
    is_own = comment.removed_at is None and allows(Permission.COMMENT_EDIT, reader.actor, comment)
    is_late = rules.refusal_to_edit(said_of(comment), reader.moment, reader.edit_minutes)
    return Voice(
        **_said(reader, comment, is_own=is_own),
        title="",
        at=comment.created_at,
        is_staff=comment.is_staff,
        edited=comment.edited_at is not None,
        can_edit=is_own and is_late is None,
        can_take_back=is_own,
        replies=tuple(_comment(reader, reply) for reply in replies),
    )


def _update(reader: Reader, update: Update) -> Voice:
    is_own = update.removed_at is None and allows(
        Permission.UPDATE_WRITE, reader.actor, reader.idea
    )
    return Voice(
        **_said(reader, update, is_own=is_own),
        title=update.title if update.removed_at is None else "",
        at=update.published_at,
        is_staff=False,
        edited=False,
        can_edit=False,
        can_take_back=is_own,
    )


def _said(reader: Reader, row: Comment | Update, *, is_own: bool) -> dict[str, Any]:
    is_gone, author = row.removed_at is not None, row.author
    may_take_down = allows(Permission.COMMENT_REMOVE, reader.actor, row)
    return {
        "id": row.id,
        "author_name": author.name,
        "author_url": None if author.erased_at else url_for("gallery.person", handle=author.handle),
        "html": Markup("" if is_gone else row.body_html),  # noqa: S704 made by text.html_of
        "language": row.language,
        "is_creator": row.author_id in reader.idea.team_ids,
        "gone": label_of("removal", row.removal_reason or RemovalReason.OWN) if is_gone else None,
        "can_take_down": may_take_down and not is_own and not is_gone,
    }
