"""Follows, notices, and what each person wants by e-mail."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ideas.accounts.models import Person
from ideas.db import Base, Word, check_word
from ideas.journey.models import Idea
from ideas.notifications.rules import NoticeKind, Topic, Way


class Follow(Base):
    """Somebody wants to be told what happens to an idea."""

    __tablename__ = "follows"

    idea_id: Mapped[int] = mapped_column(
        sa.ForeignKey("ideas.id", ondelete="CASCADE"), primary_key=True
    )
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), primary_key=True)
    followed_at: Mapped[datetime]

    __table_args__ = (sa.Index("ix_follows_person", "person_id", "idea_id"),)


class Notice(Base):
    """Something a person is told, once: ``key`` names the event. ``words`` are plain values.

    ``waits_for`` the e-mail of this way until that is written; nothing for whoever wants none.
    """

    __tablename__ = "notices"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    kind: Mapped[NoticeKind] = mapped_column(Word(NoticeKind))
    variant: Mapped[str]
    key: Mapped[str]
    idea_id: Mapped[int | None] = mapped_column(sa.ForeignKey("ideas.id", ondelete="CASCADE"))
    actor_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    words: Mapped[dict[str, Any]]
    waits_for: Mapped[Way | None] = mapped_column(Word(Way))
    made_at: Mapped[datetime]
    read_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship(foreign_keys=person_id)
    actor: Mapped[Person | None] = relationship(foreign_keys=actor_id)
    idea: Mapped[Idea | None] = relationship()

    __table_args__ = (
        check_word("kind", NoticeKind),
        check_word("waits_for", Way),
        sa.UniqueConstraint("person_id", "key"),
        sa.Index("ix_notices_person", "person_id", "id"),
        sa.Index(
            "ix_notices_unread",
            "person_id",
            "id",
            sqlite_where=sa.text("read_at IS NULL"),
            postgresql_where=sa.text("read_at IS NULL"),
        ),
        sa.Index(
            "ix_notices_waiting",
            "waits_for",
            "person_id",
            "id",
            sqlite_where=sa.text("waits_for IS NOT NULL"),
            postgresql_where=sa.text("waits_for IS NOT NULL"),
        ),
    )


class Preference(Base):
    """A person's own choice for a topic, where they made one."""

    __tablename__ = "preferences"

    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), primary_key=True)
    topic: Mapped[Topic] = mapped_column(Word(Topic), primary_key=True)
    way: Mapped[Way] = mapped_column(Word(Way))
    chosen_at: Mapped[datetime]

    __table_args__ = (check_word("topic", Topic), check_word("way", Way))
