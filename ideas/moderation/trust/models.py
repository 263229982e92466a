"""Changes of level, each written once. The level itself is a column of the person."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ideas.db import Base, Word, append_only, check_word
from ideas.limits.rules import Level
from ideas.moderation.measures.models import Measure


class TrustMove(Base):
    """Somebody's level changed; ``measure_id`` is the decision that lowered it."""

    __tablename__ = "trust_moves"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    from_level: Mapped[Level] = mapped_column(Word(Level))
    to_level: Mapped[Level] = mapped_column(Word(Level))
    measure_id: Mapped[int | None] = mapped_column(sa.ForeignKey("measures.id"))
    moved_at: Mapped[datetime]

    measure: Mapped[Measure | None] = relationship()

    __table_args__ = (
        check_word("from_level", Level),
        check_word("to_level", Level),
        sa.CheckConstraint("from_level <> to_level", name="it_changed"),
        sa.Index("ix_trust_moves_person", "person_id", "id"),
    )


append_only(TrustMove.__table__)  # type: ignore[arg-type]
