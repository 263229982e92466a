"""What was found when the books were added up again."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from ideas.db import Base


class BookFault(Base):
    """A night on which the books did not agree: ``faults`` are [code, of what, by how much]."""

    __tablename__ = "book_faults"

    id: Mapped[int] = mapped_column(primary_key=True)
    found_at: Mapped[datetime]
    faults: Mapped[list[Any]]
    seen_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    seen_at: Mapped[datetime | None]

    __table_args__ = (
        sa.CheckConstraint("(seen_by_id IS NULL) = (seen_at IS NULL)", name="seen_by_somebody"),
        sa.Index("ix_book_faults_seen", "seen_at", "id"),
    )
