"""Mergers: one row each, also for those that were taken back."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ideas.accounts.models import Person
from ideas.db import Base, Word, check_word
from ideas.journey.models import Idea
from ideas.merging.rules import MergerState

OPEN = sa.text("state IN ('proposed', 'waiting', 'merged')")
WAITING = sa.text("state = 'waiting'")


class Merger(Base):
    """A decision that an idea is part of another; ``due_at`` is when it takes effect.

    ``sentence`` is read by everybody, per language. ``has_credit``: its creator was asked to join
    the parent's team for it.
    """

    __tablename__ = "mergers"

    id: Mapped[int] = mapped_column(primary_key=True)
    child_id: Mapped[int] = mapped_column(sa.ForeignKey("ideas.id"))
    parent_id: Mapped[int] = mapped_column(sa.ForeignKey("ideas.id"))
    state: Mapped[MergerState] = mapped_column(Word(MergerState))
    sentence: Mapped[dict[str, str]]
    note: Mapped[str]
    needs_two: Mapped[bool]
    has_credit: Mapped[bool] = mapped_column(default=False)
    proposed_by_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    proposed_at: Mapped[datetime]
    confirmed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    due_at: Mapped[datetime | None]
    merged_at: Mapped[datetime | None]
    ended_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    ended_at: Mapped[datetime | None]

    child: Mapped[Idea] = relationship(foreign_keys=[child_id])
    parent: Mapped[Idea] = relationship(foreign_keys=[parent_id])
    proposed_by: Mapped[Person] = relationship(foreign_keys=[proposed_by_id])
    confirmed_by: Mapped[Person | None] = relationship(foreign_keys=[confirmed_by_id])
    ended_by: Mapped[Person | None] = relationship(foreign_keys=[ended_by_id])

    __table_args__ = (
        check_word("state", MergerState),
        sa.CheckConstraint("child_id <> parent_id", name="two_ideas"),
        sa.CheckConstraint("state <> 'waiting' OR due_at IS NOT NULL", name="waiting_says_until"),
        sa.CheckConstraint(
            "NOT needs_two OR state IN ('proposed', 'taken_back', 'lapsed') "
            "OR (confirmed_by_id IS NOT NULL AND confirmed_by_id <> proposed_by_id)",
            name="two_people",
        ),
        sa.Index(
            *("ix_mergers_child_once", "child_id"),
            unique=True,
            sqlite_where=OPEN,
            postgresql_where=OPEN,
        ),
        sa.Index("ix_mergers_due", "due_at", sqlite_where=WAITING, postgresql_where=WAITING),
        sa.Index("ix_mergers_state", "state", "id"),
    )
