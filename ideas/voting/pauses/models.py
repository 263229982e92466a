"""The pauses that were made up for."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from ideas.db import Base, append_only


class VotePause(Base):
    """From when until when nobody could vote, and how many deadlines were put off for it."""

    __tablename__ = "vote_pauses"

    began_at: Mapped[datetime] = mapped_column(primary_key=True)
    ended_at: Mapped[datetime]
    ballots: Mapped[int]
    settled_at: Mapped[datetime]

    __table_args__ = (sa.CheckConstraint("ended_at > began_at", name="has_length"),)


append_only(VotePause.__table__)  # type: ignore[arg-type]
