"""Arrivals by day, and each idea's curve of them."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from ideas.db import Base


class VoteDay(Base):
    """The votes cast for an idea on a day (UTC) that count; days without any have no row."""

    __tablename__ = "vote_days"

    idea_id: Mapped[int] = mapped_column(sa.ForeignKey("ballots.idea_id"), primary_key=True)
    cast_on: Mapped[date] = mapped_column(primary_key=True)
    votes: Mapped[int]

    __table_args__ = (
        sa.CheckConstraint("votes > 0", name="votes_count"),
        sa.Index("ix_vote_days_cast_on", "cast_on", "idea_id", "votes"),
    )


class VoteCurve(Base):
    """All days of an idea in one row: ``days`` are ordinals, ``sums`` what had come by their end.

    ``changed_at`` and ``votes`` are the ballot's as it was rolled up; when they differ, it is
    rolled up again. ``closed_on`` is empty while the ballot is open.
    """

    __tablename__ = "vote_curves"

    idea_id: Mapped[int] = mapped_column(sa.ForeignKey("ballots.idea_id"), primary_key=True)
    campaign_id: Mapped[int]
    changed_at: Mapped[datetime]
    votes: Mapped[int]
    opened_on: Mapped[date]
    closed_on: Mapped[date | None]
    days: Mapped[list[Any]]
    sums: Mapped[list[Any]]

    __table_args__ = (
        sa.Index("ix_vote_curves_votes", "campaign_id", "votes", "closed_on", "idea_id"),
    )
