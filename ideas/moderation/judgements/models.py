"""Judgements: one row each, also for those that were taken back."""

from datetime import datetime
from typing import cast

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ideas.accounts.models import Person
from ideas.db import Base, Word, check_word
from ideas.journey.models import Idea
from ideas.moderation.judgements.rules import Ending, Ruling
from ideas.moderation.reports.models import Report

OPEN = sa.text("ended_at IS NULL")


def _open(name: str, *columns: str, is_unique: bool = True) -> sa.Index:
    return sa.Index(name, *columns, unique=is_unique, sqlite_where=OPEN, postgresql_where=OPEN)


class Judgement(Base):
    """What somebody decided about an idea in the queue, or about a report; due when it counts."""

    __tablename__ = "judgements"

    id: Mapped[int] = mapped_column(primary_key=True)
    idea_id: Mapped[int | None] = mapped_column(sa.ForeignKey("ideas.id"))
    report_id: Mapped[int | None] = mapped_column(sa.ForeignKey("reports.id", ondelete="CASCADE"))
    ruling: Mapped[Ruling] = mapped_column(Word(Ruling))
    reason: Mapped[str]
    sentence: Mapped[dict[str, str]]
    note: Mapped[str]
    by_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    made_at: Mapped[datetime]
    due_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    ending: Mapped[Ending | None] = mapped_column(Word(Ending))

    idea: Mapped[Idea | None] = relationship()
    report: Mapped[Report | None] = relationship()
    by: Mapped[Person] = relationship()

    __table_args__ = (
        check_word("ruling", Ruling),
        check_word("ending", Ending),
        sa.CheckConstraint("(idea_id IS NULL) <> (report_id IS NULL)", name="one_thing"),
        sa.CheckConstraint("(ended_at IS NULL) = (ending IS NULL)", name="ended_somehow"),
        _open("ix_judgements_idea_once", "idea_id"),
        _open("ix_judgements_report_once", "report_id"),
        _open("ix_judgements_due", "due_at", is_unique=False),
        sa.Index("ix_judgements_report", "report_id"),
        sa.Index("ix_judgements_made", "made_at", "by_id"),
    )

    @property
    def about(self) -> Idea | Report:
        """The idea it is about, or the report; both have a title."""
        return self.idea or cast(Report, self.report)

    @property
    def subject(self) -> str:
        """What the audit calls its thing."""
        return f"idea:{self.idea_id}" if self.idea_id else f"report:{self.report_id}"
