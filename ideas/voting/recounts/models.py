"""What was found when votes were counted again."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from ideas.db import Base

UNSEEN = sa.text("seen_at IS NULL")


class Miscount(Base):
    """A count that was wrong and is repaired: an alarm until an admin has seen it.

    ``was`` and ``counted`` hold ``votes``, ``held`` and ``void``.
    """

    __tablename__ = "miscounts"

    id: Mapped[int] = mapped_column(primary_key=True)
    idea_id: Mapped[int] = mapped_column(sa.ForeignKey("ideas.id"))
    was: Mapped[dict[str, Any]]
    counted: Mapped[dict[str, Any]]
    found_at: Mapped[datetime]
    seen_at: Mapped[datetime | None]
    seen_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))

    __table_args__ = (
        sa.CheckConstraint("(seen_at IS NULL) = (seen_by_id IS NULL)", name="seen_by_somebody"),
        sa.Index("ix_miscounts_unseen", "id", sqlite_where=UNSEEN, postgresql_where=UNSEEN),
    )
