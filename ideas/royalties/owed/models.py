"""What finance says lies apart for creators."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ideas.accounts.models import Person
from ideas.db import Base, append_only
from ideas.witness import needs_witness


class RingFence(Base):
    """Minor units on an account of their own, as of a day; the last entered counts."""

    __tablename__ = "ring_fences"

    id: Mapped[int] = mapped_column(primary_key=True)
    currency: Mapped[str]
    amount: Mapped[int]
    counted_on: Mapped[date] = mapped_column(sa.Date)
    entered_by_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    entered_at: Mapped[datetime]

    entered_by: Mapped[Person] = relationship()

    __table_args__ = (sa.CheckConstraint("amount >= 0", name="amount_counts"),)


append_only(RingFence.__table__)  # type: ignore[arg-type]
needs_witness(RingFence.__table__)
