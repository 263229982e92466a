"""A row for each idea that came under review."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from ideas.db import Base


class Crowd(Base):
    """The voters of an idea as the ballot of ``changed_at`` counts them.

    ``countries`` are pairs of a code, empty for the unknown, and a number; the most first.
    ``newcomers`` voted here for the first time. ``copies`` is what those who said a price and a
    quantity would buy at any price, None while too few said so.
    """

    __tablename__ = "crowds"

    idea_id: Mapped[int] = mapped_column(sa.ForeignKey("ballots.idea_id"), primary_key=True)
    changed_at: Mapped[datetime]
    countries: Mapped[list[Any]]
    newcomers: Mapped[int]
    regulars: Mapped[int]
    copies: Mapped[int | None]

    __table_args__ = (
        sa.CheckConstraint("newcomers >= 0 AND regulars >= 0", name="voters_counted"),
    )
