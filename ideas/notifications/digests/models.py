"""Who had a digest on which day."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from ideas.db import Base


class Digest(Base):
    """A person's digest of a day was written, or there was nothing left to write."""

    __tablename__ = "digests"

    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), primary_key=True)
    due_on: Mapped[date] = mapped_column(primary_key=True)
    written_at: Mapped[datetime]

    __table_args__ = (sa.Index("ix_digests_due_on", "due_on"),)
