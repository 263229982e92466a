"""Appeals against measures."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ideas.accounts.models import Person
from ideas.db import Base, Word, check_word, refuse_when
from ideas.moderation.appeals.rules import Outcome
from ideas.moderation.measures.models import Measure

OPEN = sa.text("decided_at IS NULL")


class MeasureAppeal(Base):
    """Somebody says that a measure was wrong, once for each; ``answer`` is said by who decided."""

    __tablename__ = "measure_appeals"

    id: Mapped[int] = mapped_column(primary_key=True)
    measure_id: Mapped[int] = mapped_column(sa.ForeignKey("measures.id"), unique=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    words: Mapped[str]
    language: Mapped[str]
    made_at: Mapped[datetime]
    outcome: Mapped[Outcome | None] = mapped_column(Word(Outcome))
    answer: Mapped[dict[str, str]]
    decided_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    decided_at: Mapped[datetime | None]

    measure: Mapped[Measure] = relationship()
    person: Mapped[Person] = relationship(foreign_keys=person_id)

    __table_args__ = (
        check_word("outcome", Outcome),
        sa.CheckConstraint(
            "(decided_at IS NULL) = (outcome IS NULL) "
            "AND (decided_at IS NULL) = (decided_by_id IS NULL)",
            name="decided_by_somebody",
        ),
        sa.CheckConstraint("decided_by_id <> person_id", name="not_ones_own"),
        sa.Index("ix_measure_appeals_open", "id", sqlite_where=OPEN, postgresql_where=OPEN),
        sa.Index("ix_measure_appeals_person", "person_id", "id"),
    )


refuse_when(
    MeasureAppeal.__table__,  # type: ignore[arg-type]
    "by_another",
    "UPDATE",
    when="EXISTS (SELECT 1 FROM measures WHERE id = NEW.measure_id "
    "AND NEW.decided_by_id IN (by_id, seconded_by_id))",
    say="who decided does not decide about the appeal",
)
