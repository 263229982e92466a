"""What people say under an idea. ``body`` is Markdown, ``body_html`` its safe rendering."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ideas.accounts.models import Person
from ideas.db import Base, Word, check_word


class RemovalReason(StrEnum):
    """Why words are gone: their writer took them back, or a moderator took them down."""

    OWN = "own"
    OFF_TOPIC = "off_topic"
    INSULT = "insult"
    SPAM = "spam"
    PRIVACY = "privacy"
    UNLAWFUL = "unlawful"


class Comment(Base):
    """A comment, a reply (``parent_id``), or the brand's official answer.

    ``is_staff`` says that the writer spoke as one of the staff when they wrote it.
    """

    __tablename__ = "comments"

    id: Mapped[int] = mapped_column(primary_key=True)
    idea_id: Mapped[int] = mapped_column(sa.ForeignKey("ideas.id"))
    author_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    parent_id: Mapped[int | None] = mapped_column(sa.ForeignKey("comments.id"))
    body: Mapped[str]
    body_html: Mapped[str]
    language: Mapped[str]
    is_staff: Mapped[bool]
    is_official: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    edited_at: Mapped[datetime | None]
    removed_at: Mapped[datetime | None]
    removed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    removal_reason: Mapped[RemovalReason | None] = mapped_column(Word(RemovalReason))
    likes: Mapped[int] = mapped_column(default=0, server_default="0")

    author: Mapped[Person] = relationship(foreign_keys=author_id)

    __table_args__ = (
        check_word("removal_reason", RemovalReason),
        sa.CheckConstraint("likes >= 0", name="likes_counted"),
        sa.CheckConstraint(
            "(removed_at IS NULL) = (removal_reason IS NULL)", name="removed_with_reason"
        ),
        sa.CheckConstraint("NOT is_official OR is_staff", name="official_by_staff"),
        sa.CheckConstraint("NOT is_official OR parent_id IS NULL", name="official_on_its_own"),
        sa.CheckConstraint("parent_id < id", name="parent_came_first"),
        sa.Index("ix_comments_idea", "idea_id", "parent_id", "id"),
        sa.Index(
            "ix_comments_liked",
            "idea_id",
            "likes",
            "id",
            sqlite_where=sa.text("parent_id IS NULL"),
            postgresql_where=sa.text("parent_id IS NULL"),
        ),
        sa.Index("ix_comments_parent", "parent_id", "id"),
        sa.Index("ix_comments_author", "author_id", "id"),
    )


class Update(Base):
    """News about an idea, written by its team."""

    __tablename__ = "updates"

    id: Mapped[int] = mapped_column(primary_key=True)
    idea_id: Mapped[int] = mapped_column(sa.ForeignKey("ideas.id"))
    author_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    title: Mapped[str]
    body: Mapped[str]
    body_html: Mapped[str]
    language: Mapped[str]
    published_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]
    removed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    removal_reason: Mapped[RemovalReason | None] = mapped_column(Word(RemovalReason))

    author: Mapped[Person] = relationship(foreign_keys=author_id)

    __table_args__ = (
        check_word("removal_reason", RemovalReason),
        sa.CheckConstraint(
            "(removed_at IS NULL) = (removal_reason IS NULL)", name="removed_with_reason"
        ),
        sa.Index("ix_updates_idea", "idea_id", "id"),
        sa.Index("ix_updates_author", "author_id", "id"),
    )
