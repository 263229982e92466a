"""Rights checks: one row for each time somebody is to look."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ideas.accounts.models import Person
from ideas.db import Base, Word, check_word
from ideas.journey.models import Idea
from ideas.rights.rules import RightsOutcome

OPEN = sa.text("decided_at IS NULL")


class RightsCheck(Base):
    """A check of an idea; ``tier`` is the milestone that asked for it, None when somebody did."""

    __tablename__ = "rights_checks"

    id: Mapped[int] = mapped_column(primary_key=True)
    idea_id: Mapped[int] = mapped_column(sa.ForeignKey("ideas.id"))
    tier: Mapped[int | None]
    asked_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    asked_at: Mapped[datetime]
    outcome: Mapped[RightsOutcome | None] = mapped_column(Word(RightsOutcome))
    note: Mapped[str] = mapped_column(default="")
    decided_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    decided_at: Mapped[datetime | None]

    idea: Mapped[Idea] = relationship()
    asked_by: Mapped[Person | None] = relationship(foreign_keys=[asked_by_id])
    decided_by: Mapped[Person | None] = relationship(foreign_keys=[decided_by_id])

    __table_args__ = (
        check_word("outcome", RightsOutcome),
        sa.CheckConstraint(
            "(decided_at IS NULL) = (outcome IS NULL) "
            "AND (decided_at IS NULL) = (decided_by_id IS NULL)",
            name="decided_somehow",
        ),
        sa.Index(
            *("ix_rights_checks_open_once", "idea_id"),
            unique=True,
            sqlite_where=OPEN,
            postgresql_where=OPEN,
        ),
        sa.Index("ix_rights_checks_idea", "idea_id", "id"),
        sa.Index(
            *("ix_rights_checks_waiting", "asked_at", "id"),
            sqlite_where=OPEN,
            postgresql_where=OPEN,
        ),
    )
