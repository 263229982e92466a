"""The conversation as its reader sees it: each voice with what this reader may do to it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from flask import url_for
from markupsafe import Markup

from ideas import clock
from ideas.comments import rules
from ideas.comments.models import Comment, RemovalReason, Update
from ideas.comments.queries import answers_of, place_of, said_of, updates_of
from ideas.comments.settings import Conversation
from ideas.comments.threads.queries import REPLIES_PAGE, Thread, liked_among, strand_of, thread_of
from ideas.comments.threads.rules import Mark, Sort
from ideas.journey.models import Idea
from ideas.policy import Permission, allows
from ideas.settings.queries import dials
from ideas.web.speak import label_of, sentence_of


@dataclass(frozen=True)
class Voice:
    """Something said. ``gone`` is the sentence in its place once it is taken away.

    ``more`` is how many replies are folded away.
    """

    id: int
    title: str
    author_name: str
    author_url: str | None
    author_handle: str
    url: str
    at: datetime
    html: Markup
    language: str
    is_staff: bool
    is_creator: bool
    edited_at: datetime | None
    gone: str | None
    can_edit: bool
    can_take_back: bool
    can_take_down: bool
    can_report: bool
    likes: int = 0
    liked: bool = False
    can_like: bool = False
    replies: tuple["Voice", ...] = ()
    more: int = 0


@dataclass(frozen=True)
class ThreadView:
    """A page of the conversation; ``closed`` says why nobody can speak, ``may_speak`` who reads."""

    voices: Sequence[Voice]
    older: Mark | None
    may_speak: bool
    closed: str | None


@dataclass(frozen=True)
class Reader:
    """Who reads under which idea, and when; ``liked`` are the comments they like."""

    actor: Any
    idea: Idea
    moment: datetime
    edit_minutes: int
    is_open: bool
    liked: frozenset[int] = field(default_factory=frozenset)


def thread_for(
    actor: Any, idea: Idea, *, sort: Sort = Sort.NEWEST, before: Mark | None = None
) -> ThreadView:
    """The conversation under an idea as this reader sees it."""
    return _seen(actor, idea, thread_of(idea.id, sort=sort, before=before))


def strand_for(
    actor: Any, idea: Idea, root_id: int, *, after: int = 0, limit: int = REPLIES_PAGE
) -> ThreadView:
    """One comment with its replies, a page of them, as this reader sees it."""
    return _seen(actor, idea, strand_of(root_id, after=after, limit=limit))


def _seen(actor: Any, idea: Idea, found: Thread) -> ThreadView:
    refusal = rules.refusal_to_speak(place_of(idea))
    shown = [*found.comments, *(each for replies in found.replies.values() for each in replies)]
    reader = _reader(actor, idea, shown)
    return ThreadView(
        voices=[_strand(reader, comment, found) for comment in found.comments],
        older=found.older,
        may_speak=refusal is None and allows(Permission.COMMENT_WRITE, actor),
        closed=sentence_of(refusal) if refusal else None,
    )


def voice_for(actor: Any, idea: Idea, comment: Comment) -> Voice:
    """One comment as this reader sees it, without its replies."""
    return _comment(_reader(actor, idea, [comment]), comment)


def answers_for(actor: Any, idea: Idea) -> Sequence[Voice]:
    """The brand's answers, newest first."""
    reader = _reader(actor, idea)
    return [_comment(reader, answer) for answer in answers_of(idea.id)]


def updates_for(actor: Any, idea: Idea) -> Sequence[Voice]:
    """The team's news, newest first."""
    reader = _reader(actor, idea)
    return [_update(reader, update) for update in updates_of(idea.id)]


def _reader(actor: Any, idea: Idea, shown: Sequence[Comment] = ()) -> Reader:
    person_id = actor.id if actor.is_authenticated else None
    return Reader(
        actor=actor,
        idea=idea,
        moment=clock.now(),
        edit_minutes=dials(Conversation).edit_minutes,
        is_open=rules.refusal_to_speak(place_of(idea)) is None,
        liked=liked_among([comment.id for comment in shown], person_id),
    )


def _strand(reader: Reader, root: Comment, found: Thread) -> Voice:
    shown = found.replies.get(root.id, [])
    replies = tuple(_comment(reader, reply) for reply in shown)
    return _comment(reader, root, replies, found.counts.get(root.id, 0) - len(shown))


def _comment(
    reader: Reader, comment: Comment, replies: tuple[Voice, ...] = (), more: int = 0
) -> Voice:
    is_own = comment.removed_at is None and allows(Permission.COMMENT_EDIT, reader.actor, comment)
    is_late = rules.refusal_to_edit(said_of(comment), reader.moment, reader.edit_minutes)
    may_like = reader.is_open and allows(Permission.COMMENT_LIKE, reader.actor)
    return Voice(
        **_said(reader, comment, is_own=is_own),
        title="",
        url=url_for("comments.comment", slug=reader.idea.slug, comment_id=comment.id),
        at=comment.created_at,
        is_staff=comment.is_staff,
        edited_at=comment.edited_at,
        can_edit=is_own and is_late is None,
        can_take_back=is_own,
        likes=comment.likes,
        liked=comment.id in reader.liked,
        can_like=may_like and not is_own and comment.removed_at is None,
        replies=replies,
        more=more,
    )


def _update(reader: Reader, update: Update) -> Voice:
    slug = reader.idea.slug
    is_own = update.removed_at is None and allows(
        Permission.UPDATE_WRITE, reader.actor, reader.idea
    )
    return Voice(
        **_said(reader, update, is_own=is_own),
        title=update.title if update.removed_at is None else "",
        url=url_for("gallery.idea", slug=slug, tab="updates", _anchor=f"update-{update.id}"),
        at=update.published_at,
        is_staff=False,
        edited_at=None,
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
        "author_handle": "" if author.erased_at else author.handle,
        "html": Markup("" if is_gone else row.body_html),  # noqa: S704 made by text.html_of
        "language": row.language,
        "is_creator": row.author_id in reader.idea.team_ids,
        "gone": label_of("removal", row.removal_reason or RemovalReason.OWN) if is_gone else None,
        "can_take_down": may_take_down and not is_own and not is_gone,
        "can_report": not (may_take_down or is_own or is_gone),
    }
