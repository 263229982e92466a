"""Finding what was said. Lists go from new to old, a mark at a time."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import aliased, defer, joinedload

from ideas.accounts.models import Person
from ideas.comments.models import Comment, RemovalReason, Update
from ideas.comments.rules import Place, Said
from ideas.comments.settings import Conversation
from ideas.db import session
from ideas.journey.models import Idea
from ideas.settings.queries import dials

THREAD_PAGE = 30
MOST_REPLIES = 500
MOST_LISTED = 100


@dataclass(frozen=True)
class Thread:
    """A page of a conversation: comments from new to old, their replies from old to new.

    ``older`` is the id before which the next page begins; None on the last.
    """

    comments: Sequence[Comment]
    replies: dict[int, list[Comment]]
    older: int | None


@dataclass(frozen=True)
class Counts:
    """How much stands under an idea, taken-down words left out."""

    comments: int
    answers: int
    updates: int


def place_of(idea: Idea) -> Place:
    """What the rules ask of an idea."""
    return Place(stage=idea.stage, is_public=idea.is_public, is_open=dials(Conversation).is_open)


def said_of(row: Comment | Update) -> Said:
    """What the rules ask of something said."""
    moment = row.created_at if isinstance(row, Comment) else row.published_at
    return Said(created_at=moment, is_removed=row.removed_at is not None)


def thread_of(idea_id: int, *, before: int | None = None, limit: int = THREAD_PAGE) -> Thread:
    """A page of the conversation under an idea, official answers apart.

    Words their writer took back are left out unless somebody replied; others leave their place.
    """
    reply = aliased(Comment)
    has_replies = sa.exists().where(reply.parent_id == Comment.id)
    found = _comments().where(
        Comment.idea_id == idea_id,
        Comment.parent_id.is_(None),
        Comment.is_official.is_(False),
        sa.or_(_stays(Comment), has_replies),
    )
    if before is not None:
        found = found.where(Comment.id < before)
    rows = session().scalars(found.order_by(Comment.id.desc()).limit(limit + 1)).all()
    comments = rows[:limit]
    older = comments[-1].id if len(rows) > limit else None
    return Thread(comments, _replies_to([comment.id for comment in comments]), older)


def _replies_to(comment_ids: Sequence[int]) -> dict[int, list[Comment]]:
    replies: defaultdict[int, list[Comment]] = defaultdict(list)
    if comment_ids:
        found = _comments().where(Comment.parent_id.in_(comment_ids), _stays(Comment))
        for reply in session().scalars(found.order_by(Comment.id).limit(MOST_REPLIES)):
            replies[reply.parent_id or 0].append(reply)
    return replies


def _stays(row: type[Comment]) -> sa.ColumnElement[bool]:
    return sa.or_(row.removal_reason.is_(None), row.removal_reason != RemovalReason.OWN)


def _comments() -> sa.Select[Comment]:
    author = joinedload(Comment.author).lazyload(Person.grants)
    return sa.select(Comment).options(author, defer(Comment.body))


def answers_of(idea_id: int) -> Sequence[Comment]:
    """The brand's answers to an idea, newest first; those taken back are gone."""
    found = _comments().where(
        Comment.idea_id == idea_id,
        Comment.parent_id.is_(None),
        Comment.is_official,
        Comment.removed_at.is_(None),
    )
    return session().scalars(found.order_by(Comment.id.desc()).limit(MOST_LISTED)).all()


def updates_of(idea_id: int) -> Sequence[Update]:
    """A team's news about its idea, newest first; what a moderator took down leaves its place."""
    found = sa.select(Update).where(
        Update.idea_id == idea_id,
        sa.or_(Update.removal_reason.is_(None), Update.removal_reason != RemovalReason.OWN),
    )
    found = found.options(joinedload(Update.author).lazyload(Person.grants))
    return session().scalars(found.order_by(Update.id.desc()).limit(MOST_LISTED)).all()


def counts_of(idea_id: int) -> Counts:
    """How many comments, answers and updates stand under an idea."""
    said = sa.and_(Comment.idea_id == idea_id, Comment.removed_at.is_(None))
    told = sa.and_(Update.idea_id == idea_id, Update.removed_at.is_(None))
    asked = sa.select(
        _count(Comment).where(said, Comment.is_official.is_(False)).scalar_subquery(),
        _count(Comment).where(said, Comment.is_official).scalar_subquery(),
        _count(Update).where(told).scalar_subquery(),
    )
    return Counts(*session().execute(asked).one())


def _count(table: type[Comment] | type[Update]) -> sa.Select[int]:
    return sa.select(sa.func.count()).select_from(table)


def comment_on(idea: Idea, comment_id: int) -> Comment | None:
    """A comment under this very idea."""
    comment = session().get(Comment, comment_id)
    return comment if comment is not None and comment.idea_id == idea.id else None


def update_on(idea: Idea, update_id: int) -> Update | None:
    """News about this very idea."""
    update = session().get(Update, update_id)
    return update if update is not None and update.idea_id == idea.id else None


def locked_comment(comment_id: int) -> Comment:
    """A comment, read anew and locked until the transaction ends."""
    locked = sa.select(Comment).where(Comment.id == comment_id).with_for_update()
    return session().scalars(locked.execution_options(populate_existing=True)).one()


def locked_update(update_id: int) -> Update:
    """News, read anew and locked until the transaction ends."""
    locked = sa.select(Update).where(Update.id == update_id).with_for_update()
    return session().scalars(locked.execution_options(populate_existing=True)).one()
