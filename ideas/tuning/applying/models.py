"""Proposals to apply a version to open ideas, and what was done to each idea."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ideas.accounts.models import Person
from ideas.campaigns.models import Terms
from ideas.db import Base, append_only


class Application(Base):
    """A version to be applied to open ideas: proposed by one, confirmed by another, then done.

    ``expected`` holds what it would do, counted when it was proposed. At most one of a version
    stands; what was taken back stays as a row.
    """

    __tablename__ = "applications"

    id: Mapped[int] = mapped_column(primary_key=True)
    terms_id: Mapped[int] = mapped_column(sa.ForeignKey("terms.id"))
    expected: Mapped[dict[str, Any]]
    reason: Mapped[str]
    proposed_by_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    proposed_at: Mapped[datetime]
    confirmed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    confirmed_at: Mapped[datetime | None]
    taken_back_at: Mapped[datetime | None]
    done_at: Mapped[datetime | None]

    terms: Mapped[Terms] = relationship()
    proposed_by: Mapped[Person] = relationship(foreign_keys=[proposed_by_id])
    confirmed_by: Mapped[Person | None] = relationship(foreign_keys=[confirmed_by_id])

    __table_args__ = (
        sa.CheckConstraint("confirmed_by_id <> proposed_by_id", name="two_people"),
        sa.CheckConstraint(
            "(confirmed_by_id IS NULL) = (confirmed_at IS NULL)", name="confirmed_by_somebody"
        ),
        sa.CheckConstraint("taken_back_at IS NULL OR confirmed_at IS NULL", name="confirmed_stays"),
        sa.CheckConstraint("done_at IS NULL OR confirmed_at IS NOT NULL", name="confirmed_first"),
        sa.Index(
            "uq_applications_standing",
            "terms_id",
            unique=True,
            sqlite_where=sa.text("taken_back_at IS NULL"),
            postgresql_where=sa.text("taken_back_at IS NULL"),
        ),
    )


class AppliedIdea(Base):
    """What an application did to an idea: ladder, goal and deadline ``before`` and ``after``."""

    __tablename__ = "applied_ideas"

    application_id: Mapped[int] = mapped_column(sa.ForeignKey("applications.id"), primary_key=True)
    idea_id: Mapped[int] = mapped_column(sa.ForeignKey("ballots.idea_id"), primary_key=True)
    before: Mapped[dict[str, Any]]
    after: Mapped[dict[str, Any]]
    applied_at: Mapped[datetime]

    __table_args__ = (sa.Index("ix_applied_ideas_idea", "idea_id"),)


append_only(AppliedIdea.__table__)  # type: ignore[arg-type]
