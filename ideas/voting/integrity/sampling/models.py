"""The sample."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from ideas.db import Base, Word, check_word
from ideas.voting.integrity.sampling.rules import Finding


class Sampled(Base):
    """An account drawn to be checked in one attempt of an idea, and what was found."""

    __tablename__ = "sampled_votes"

    idea_id: Mapped[int] = mapped_column(sa.ForeignKey("ballots.idea_id"), primary_key=True)
    attempt: Mapped[int] = mapped_column(primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    drawn_at: Mapped[datetime]
    finding: Mapped[Finding | None] = mapped_column(Word(Finding))
    checked_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    checked_at: Mapped[datetime | None]

    __table_args__ = (
        check_word("finding", Finding),
        sa.CheckConstraint("(checked_at IS NULL) = (finding IS NULL)", name="checked_somehow"),
        sa.CheckConstraint("place > 0 AND attempt > 0", name="counted"),
        sa.UniqueConstraint("idea_id", "attempt", "person_id"),
        sa.Index("ix_sampled_votes_person", "person_id"),
    )
