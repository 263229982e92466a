"""Joins, and the votes that each has carried over."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from ideas.db import Base, Word, check_word
from ideas.voting.joins.rules import JoinState

STANDS = sa.text("state <> 'parted'")
MOVES = sa.text("state IN ('joining', 'parting')")


class Join(Base):
    """One idea's votes with another's. ``done`` of ``total`` votes were looked at.

    ``reached`` is the id of the last of their people. ``seen_at`` and ``seen_votes`` are how the
    child's ballot stood when all of them had been; it is looked at again when that has changed.
    """

    __tablename__ = "joins"

    id: Mapped[int] = mapped_column(primary_key=True)
    child_id: Mapped[int] = mapped_column(sa.ForeignKey("ballots.idea_id"))
    parent_id: Mapped[int] = mapped_column(sa.ForeignKey("ballots.idea_id"))
    state: Mapped[JoinState] = mapped_column(Word(JoinState))
    total: Mapped[int]
    done: Mapped[int] = mapped_column(default=0)
    reached: Mapped[int] = mapped_column(default=0)
    began_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    seen_at: Mapped[datetime | None]
    seen_votes: Mapped[int] = mapped_column(default=0)

    __table_args__ = (
        check_word("state", JoinState),
        sa.CheckConstraint("total >= 0 AND done >= 0 AND reached >= 0", name="numbers_count"),
        sa.CheckConstraint("child_id <> parent_id", name="two_ideas"),
        sa.Index(
            *("ix_joins_child_once", "child_id"),
            unique=True,
            sqlite_where=STANDS,
            postgresql_where=STANDS,
        ),
        sa.Index("ix_joins_parent", "parent_id", sqlite_where=STANDS, postgresql_where=STANDS),
        sa.Index("ix_joins_moving", "id", sqlite_where=MOVES, postgresql_where=MOVES),
    )


class JoinedVote(Base):
    """A vote that a join has made count for the parent."""

    __tablename__ = "joined_votes"

    join_id: Mapped[int] = mapped_column(sa.ForeignKey("joins.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), primary_key=True)
    joined_at: Mapped[datetime]

    __table_args__ = (
        sa.Index("ix_joined_votes_person", "person_id", "join_id"),
        {"sqlite_with_rowid": False},
    )
