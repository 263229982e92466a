"""What was said about an idea, for who reads a case: how much, what moved people, what we said."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from ideas.accounts.models import Person
from ideas.comments.models import Comment
from ideas.comments.queries import Counts, answers_of, counts_of
from ideas.db import session

MOST_QUOTED = 3


@dataclass(frozen=True)
class Quote:
    """A comment, and how many replies it has."""

    comment: Comment
    replies: int


@dataclass(frozen=True)
class Digest:
    """Numbers, the comments with the most replies, those most liked, and the brand's answers."""

    counts: Counts
    replied: Sequence[Quote]
    liked: Sequence[Comment]
    answers: Sequence[Comment]


def digest_of(idea_id: int) -> Digest:
    """What was said about an idea."""
    answers = answers_of(idea_id)[:MOST_QUOTED]
    return Digest(counts_of(idea_id), _replied(idea_id), _liked(idea_id), answers)


def _replied(idea_id: int) -> Sequence[Quote]:
    replies = sa.func.count().label("replies")
    most = sa.select(Comment.parent_id, replies).where(
        Comment.idea_id == idea_id, Comment.parent_id.is_not(None), Comment.removed_at.is_(None)
    )
    most = most.group_by(Comment.parent_id).order_by(replies.desc(), Comment.parent_id.desc())
    found = most.limit(MOST_QUOTED * 2).subquery()
    rows = _quoted().add_columns(found.c.replies).join(found, found.c.parent_id == Comment.id)
    ordered = rows.order_by(found.c.replies.desc(), Comment.id.desc()).limit(MOST_QUOTED)
    return [Quote(comment, number) for comment, number in session().execute(ordered)]


def _liked(idea_id: int) -> Sequence[Comment]:
    liked = _quoted().where(
        Comment.idea_id == idea_id, Comment.parent_id.is_(None), Comment.likes > 0
    )
    ordered = liked.order_by(Comment.likes.desc(), Comment.id.desc()).limit(MOST_QUOTED)
    return session().scalars(ordered).all()


def _quoted() -> sa.Select[Comment]:
    found = sa.select(Comment).where(Comment.removed_at.is_(None), Comment.is_official.is_(False))
    return found.options(joinedload(Comment.author).lazyload(Person.grants))
