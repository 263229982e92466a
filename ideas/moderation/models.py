"""What moderation keeps beside the moves: the staff's picks."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from ideas.db import Base


class StaffPick(Base):
    """An idea the brand recommends, since when and by whom; taking it back deletes the row."""

    __tablename__ = "staff_picks"

    idea_id: Mapped[int] = mapped_column(sa.ForeignKey("ideas.id"), primary_key=True)
    by_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    picked_at: Mapped[datetime]

    __table_args__ = (sa.Index("ix_staff_picks_newest", "picked_at", "idea_id"),)
