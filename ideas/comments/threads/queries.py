"""Finding strands, the replies in them, and where a comment stands."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased, defer, joinedload

from ideas.accounts.models import Person
from ideas.comments.likes.models import CommentLike
from ideas.comments.models import Comment, RemovalReason
from ideas.comments.threads.rules import Mark, Sort
from ideas.db import session

THREAD_PAGE = 30
REPLIES_SHOWN = 10
REPLIES_PAGE = 100


@dataclass(frozen=True)
class Thread:
    """A page of a conversation: comments in their order, their first replies from old to new.

    ``counts`` is how many replies each has in all, ``older`` the mark before which the next page
    begins; None on the last.
    """

    comments: Sequence[Comment]
    replies: dict[int, list[Comment]]
    counts: dict[int, int]
    older: Mark | None = None


@dataclass(frozen=True)
class Standing:
    """Where a comment stands: under which root, on the first page or not, folded away or not."""

    root_id: int
    on_first_page: bool
    is_folded: bool


@dataclass
class _Replies:
    rows: dict[int, list[Comment]] = field(default_factory=lambda: defaultdict(list))
    counts: dict[int, int] = field(default_factory=dict)


def thread_of(
    idea_id: int,
    *,
    sort: Sort = Sort.NEWEST,
    before: Mark | None = None,
    limit: int = THREAD_PAGE,
) -> Thread:
    """A page of the conversation under an idea, official answers apart.

    Words their writer took back are left out unless somebody replied; others leave their place.
    """
    found = comments_with_authors().where(_is_strand_of(idea_id))
    if before is not None:
        found = found.where(_after(sort, before))
    rows = session().scalars(found.order_by(*_order(sort)).limit(limit + 1)).all()
    comments = rows[:limit]
    replies = _first_replies([comment.id for comment in comments], REPLIES_SHOWN)
    last = comments[-1] if len(rows) > limit else None
    older = Mark(last.id, last.likes if sort is Sort.LIKED else 0) if last else None
    return Thread(comments, replies.rows, replies.counts, older)


def strand_of(root_id: int, *, after: int = 0, limit: int = REPLIES_PAGE) -> Thread:
    """One comment with a page of its replies; ``older`` marks the last reply of a full page."""
    root = session().scalars(comments_with_authors().where(Comment.id == root_id)).one()
    found = comments_with_authors().where(Comment.parent_id == root_id, stays(Comment))
    rows = session().scalars(found.where(Comment.id > after).order_by(Comment.id).limit(limit + 1))
    replies = rows.all()
    shown = list(replies[:limit])
    more = Mark(shown[-1].id) if len(replies) > limit else None
    return Thread([root], {root_id: shown}, {root_id: len(shown)}, more)


def liked_among(comment_ids: Sequence[int], person_id: int | None) -> frozenset[int]:
    """Which of these comments somebody likes."""
    if person_id is None or not comment_ids:
        return frozenset()
    liked = sa.select(CommentLike.comment_id).where(CommentLike.person_id == person_id)
    return frozenset(session().scalars(liked.where(CommentLike.comment_id.in_(comment_ids))))


def standing_of(comment: Comment) -> Standing:
    """Where a comment stands, read from the newest strand on."""
    root_id = comment.parent_id or comment.id
    newer = sa.select(Comment.id).where(_is_strand_of(comment.idea_id), Comment.id > root_id)
    earlier = sa.select(Comment.id).where(
        Comment.parent_id == root_id, stays(Comment), Comment.id < comment.id
    )
    is_reply = comment.parent_id is not None
    return Standing(
        root_id=root_id,
        on_first_page=_count_to(newer, THREAD_PAGE) < THREAD_PAGE,
        is_folded=is_reply and _count_to(earlier, REPLIES_SHOWN) >= REPLIES_SHOWN,
    )


def _count_to(found: sa.Select[Any], most: int) -> int:
    counted = sa.select(sa.func.count()).select_from(found.limit(most).subquery())
    return session().scalar(counted) or 0


def _first_replies(comment_ids: Sequence[int], shown: int) -> _Replies:
    replies = _Replies()
    if not comment_ids:
        return replies
    place = sa.func.row_number().over(partition_by=Comment.parent_id, order_by=Comment.id)
    number = sa.func.count().over(partition_by=Comment.parent_id)
    ranked = (
        sa.select(Comment.id, place.label("place"), number.label("number"))
        .where(Comment.parent_id.in_(comment_ids), stays(Comment))
        .subquery()
    )
    found = comments_with_authors().add_columns(ranked.c.number)
    found = found.join(ranked, ranked.c.id == Comment.id).where(ranked.c.place <= shown)
    for reply, number in session().execute(found.order_by(Comment.id)):
        replies.rows[reply.parent_id].append(reply)
        replies.counts[reply.parent_id] = number
    return replies


def _is_strand_of(idea_id: int) -> sa.ColumnElement[bool]:
    reply = aliased(Comment)
    is_answered = sa.exists().where(reply.parent_id == Comment.id, stays(reply))
    return sa.and_(
        Comment.idea_id == idea_id,
        Comment.parent_id.is_(None),
        Comment.is_official.is_(False),
        sa.or_(stays(Comment), is_answered),
    )


def _order(sort: Sort) -> Sequence[sa.ColumnElement[Any]]:
    newest = Comment.id.desc()
    return (Comment.likes.desc(), newest) if sort is Sort.LIKED else (newest,)


def _after(sort: Sort, mark: Mark) -> sa.ColumnElement[bool]:
    if sort is Sort.NEWEST:
        return Comment.id < mark.id
    as_liked = sa.and_(Comment.likes == mark.likes, Comment.id < mark.id)
    return sa.or_(Comment.likes < mark.likes, as_liked)


def stays(row: Any) -> sa.ColumnElement[bool]:
    """Words that keep their place: their writer has not taken them back."""
    return sa.or_(row.removal_reason.is_(None), row.removal_reason != RemovalReason.OWN)


def comments_with_authors() -> sa.Select[Comment]:
    """A select of comments as they are shown, each with its writer."""
    author = joinedload(Comment.author).lazyload(Person.grants)
    return sa.select(Comment).options(author, defer(Comment.body))
