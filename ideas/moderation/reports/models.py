"""Reports, each by one person about one thing."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ideas.accounts.models import Person
from ideas.comments.models import Comment, Update
from ideas.db import Base, Word, check_word
from ideas.journey.models import Idea
from ideas.moderation.reports.rules import Outcome, ReportReason

OF_IDEA = sa.text("comment_id IS NULL AND update_id IS NULL")
OPEN = sa.text("decided_at IS NULL")


class Report(Base):
    """Somebody says that a comment, news, or else the idea itself, should not stand."""

    __tablename__ = "reports"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    idea_id: Mapped[int] = mapped_column(sa.ForeignKey("ideas.id"))
    comment_id: Mapped[int | None] = mapped_column(sa.ForeignKey("comments.id"))
    update_id: Mapped[int | None] = mapped_column(sa.ForeignKey("updates.id"))
    reason: Mapped[ReportReason] = mapped_column(Word(ReportReason))
    words: Mapped[str]
    made_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    outcome: Mapped[Outcome | None] = mapped_column(Word(Outcome))

    idea: Mapped[Idea] = relationship()
    comment: Mapped[Comment | None] = relationship()
    update: Mapped[Update | None] = relationship()
    person: Mapped[Person] = relationship(foreign_keys=person_id)

    __table_args__ = (
        check_word("reason", ReportReason),
        check_word("outcome", Outcome),
        sa.CheckConstraint("comment_id IS NULL OR update_id IS NULL", name="one_thing"),
        sa.CheckConstraint("(decided_at IS NULL) = (outcome IS NULL)", name="decided_somehow"),
        sa.UniqueConstraint("comment_id", "person_id"),
        sa.UniqueConstraint("update_id", "person_id"),
        sa.Index(
            "ix_reports_once",
            "idea_id",
            "person_id",
            unique=True,
            sqlite_where=OF_IDEA,
            postgresql_where=OF_IDEA,
        ),
        sa.Index("ix_reports_open", "id", sqlite_where=OPEN, postgresql_where=OPEN),
        sa.Index("ix_reports_person", "person_id", "id"),
    )
