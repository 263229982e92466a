"""Wordings, each written once."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ideas.accounts.models import Person
from ideas.db import Base, Word, append_only
from ideas.moderation.rules import Reason


class Wording(Base):
    """A reason's sentence per language, since a moment; the last of a reason is used."""

    __tablename__ = "wordings"

    id: Mapped[int] = mapped_column(primary_key=True)
    reason: Mapped[Reason] = mapped_column(Word(Reason))
    sentence: Mapped[dict[str, str]]
    by_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    made_at: Mapped[datetime]

    by: Mapped[Person] = relationship()

    __table_args__ = (sa.Index("ix_wordings_reason", "reason", "id"),)


append_only(Wording.__table__)  # type: ignore[arg-type]
