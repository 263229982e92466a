"""Claims: at most one for a person, and one on a thing."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ideas.accounts.models import Person
from ideas.db import Base
from ideas.journey.models import Idea
from ideas.moderation.reports.models import Report


class Claim(Base):
    """Somebody looks at an idea in the queue, or at a thing by its first report, until a moment."""

    __tablename__ = "claims"

    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), primary_key=True)
    idea_id: Mapped[int | None] = mapped_column(sa.ForeignKey("ideas.id"), unique=True)
    report_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("reports.id", ondelete="CASCADE"), unique=True
    )
    ends_at: Mapped[datetime]

    person: Mapped[Person] = relationship()
    idea: Mapped[Idea | None] = relationship()
    report: Mapped[Report | None] = relationship()

    __table_args__ = (
        sa.CheckConstraint("(idea_id IS NULL) <> (report_id IS NULL)", name="one_thing"),
    )
