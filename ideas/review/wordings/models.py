"""The brand's words for reasons, each written once."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ideas.accounts.models import Person
from ideas.db import Base, Word, append_only
from ideas.review.models import DecisionReason


class DecisionWording(Base):
    """A reason's sentence per language, since a moment; the last of a reason is used."""

    __tablename__ = "decision_wordings"

    id: Mapped[int] = mapped_column(primary_key=True)
    reason: Mapped[DecisionReason] = mapped_column(Word(DecisionReason))
    sentence: Mapped[dict[str, str]]
    by_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    made_at: Mapped[datetime]

    by: Mapped[Person] = relationship()

    __table_args__ = (sa.Index("ix_decision_wordings_reason", "reason", "id"),)


append_only(DecisionWording.__table__)  # type: ignore[arg-type]
