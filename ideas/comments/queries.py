"""Finding what was said: answers, news, and single comments. Strands are found in ``threads``."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from ideas import clock
from ideas.accounts.models import Person
from ideas.comments.models import Comment, Update
from ideas.comments.rules import Place, Said
from ideas.comments.settings import Conversation
from ideas.comments.threads.queries import comments_with_authors, stays
from ideas.db import session
from ideas.journey.models import Idea
from ideas.settings.queries import dials

A_MOMENT = timedelta(minutes=1)

MOST_LISTED = 100


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


def answers_of(idea_id: int) -> Sequence[Comment]:
    """The brand's answers to an idea, newest first; those taken back are gone."""
    found = comments_with_authors().where(
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
        stays(Update),
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


def twin_of(idea_id: int, by: Person, parent_id: int | None, body: str) -> Comment | None:
    """What this person said in the same place with the same words a moment ago; locks them."""
    locked = sa.select(Person.id).where(Person.id == by.id).with_for_update(key_share=True)
    session().execute(locked)
    found = sa.select(Comment).where(
        Comment.idea_id == idea_id,
        Comment.author_id == by.id,
        Comment.parent_id.is_not_distinct_from(parent_id),
        Comment.body == body,
        Comment.created_at > clock.now() - A_MOMENT,
        Comment.removed_at.is_(None),
    )
    return session().scalar(found.order_by(Comment.id).limit(1))


def locked_update(update_id: int) -> Update:
    """News, read anew and locked until the transaction ends."""
    locked = sa.select(Update).where(Update.id == update_id).with_for_update()
    return session().scalars(locked.execution_options(populate_existing=True)).one()
