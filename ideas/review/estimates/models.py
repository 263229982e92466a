"""Versions of an estimate."""

from datetime import datetime
from typing import cast

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ideas.accounts.models import Person
from ideas.db import Base, append_only
from ideas.review.estimates.rules import Figures


class Estimate(Base):
    """One version, by whom and when; amounts in minor units of the currency."""

    __tablename__ = "estimates"

    id: Mapped[int] = mapped_column(primary_key=True)
    idea_id: Mapped[int] = mapped_column(sa.ForeignKey("ideas.id"))
    currency: Mapped[str]
    unit_cost: Mapped[int]
    price: Mapped[int]
    one_off: Mapped[int]
    low: Mapped[int]
    likely: Mapped[int]
    high: Mapped[int]
    note: Mapped[str]
    typed_by_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    typed_at: Mapped[datetime]

    typed_by: Mapped[Person] = relationship()

    __table_args__ = (
        sa.CheckConstraint("unit_cost >= 0 AND price > 0 AND one_off >= 0", name="amounts"),
        sa.CheckConstraint("0 <= low AND low <= likely AND likely <= high", name="quantities"),
        sa.Index("ix_estimates_idea", "idea_id", "id"),
    )

    @property
    def figures(self) -> Figures:
        """What was typed, to compute with."""
        names = ("currency", "unit_cost", "price", "one_off", "low", "likely", "high")
        return Figures(**{name: getattr(self, name) for name in names})


append_only(cast(sa.Table, Estimate.__table__))
