"""That former voters were invited."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from ideas.db import Base, append_only


class VoterCall(Base):
    """The voters of ``earlier_id`` are invited to look at an idea; once, and for good."""

    __tablename__ = "voter_calls"

    idea_id: Mapped[int] = mapped_column(sa.ForeignKey("ideas.id"), primary_key=True)
    earlier_id: Mapped[int] = mapped_column(sa.ForeignKey("ideas.id"))
    called_by_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    called_at: Mapped[datetime]

    __table_args__ = (sa.CheckConstraint("earlier_id <> idea_id", name="two_ideas"),)


append_only(VoterCall.__table__)  # type: ignore[arg-type]
