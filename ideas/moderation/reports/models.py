"""Reports, each by one person about one thing."""

from datetime import datetime
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ideas.accounts.models import Person
from ideas.comments.feedback.models import Feedback
from ideas.comments.models import Comment, Update
from ideas.db import Base, Word, check_word
from ideas.journey.models import Idea
from ideas.moderation.reports.rules import Outcome, ReportReason, Weight

OPEN = sa.text("decided_at IS NULL")
OPEN_OF_IDEA = sa.text(
    "decided_at IS NULL AND comment_id IS NULL AND update_id IS NULL AND feedback_mark IS NULL"
)
ONE_THING = (
    "(idea_id IS NULL) <> (profile_id IS NULL) AND (profile_id IS NULL OR (comment_id IS NULL "
    "AND update_id IS NULL AND feedback_mark IS NULL)) AND "
    "(comment_id IS NULL OR update_id IS NULL) AND "
    "(feedback_mark IS NULL OR (comment_id IS NULL AND update_id IS NULL))"
)


def _once(name: str, column: str, where: sa.TextClause) -> sa.Index:
    """Nobody has two open reports about one thing."""
    columns = (column, "person_id")
    return sa.Index(name, *columns, unique=True, sqlite_where=where, postgresql_where=where)


class Report(Base):
    """Somebody says that a comment, news, private words, the idea or a profile should not stand.

    ``person_id`` is None for a visitor without an account, and for who has left. ``weight`` is how
    often their reports were right when they made it. ``again_of_id`` is the report that a complaint
    opened again with this one: both are one report for how often somebody is right.
    """

    __tablename__ = "reports"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    idea_id: Mapped[int | None] = mapped_column(sa.ForeignKey("ideas.id"))
    profile_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    comment_id: Mapped[int | None] = mapped_column(sa.ForeignKey("comments.id"))
    update_id: Mapped[int | None] = mapped_column(sa.ForeignKey("updates.id"))
    feedback_mark: Mapped[str | None] = mapped_column(
        sa.ForeignKey("feedback.mark", ondelete="CASCADE")
    )
    reason: Mapped[ReportReason] = mapped_column(Word(ReportReason))
    words: Mapped[str]
    weight: Mapped[int] = mapped_column(default=Weight.UNKNOWN, server_default="1")
    again_of_id: Mapped[int | None] = mapped_column(sa.ForeignKey("reports.id"))
    made_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    outcome: Mapped[Outcome | None] = mapped_column(Word(Outcome))

    idea: Mapped[Idea | None] = relationship()
    profile: Mapped[Person | None] = relationship(foreign_keys=profile_id)
    comment: Mapped[Comment | None] = relationship()
    update: Mapped[Update | None] = relationship()
    feedback: Mapped[Feedback | None] = relationship()
    person: Mapped[Person | None] = relationship(foreign_keys=person_id)

    __table_args__ = (
        check_word("reason", ReportReason),
        check_word("outcome", Outcome),
        sa.CheckConstraint(ONE_THING, name="one_thing"),
        sa.CheckConstraint("weight BETWEEN 0 AND 2", name="weight_bounds"),
        sa.CheckConstraint("(decided_at IS NULL) = (outcome IS NULL)", name="decided_somehow"),
        _once("ix_reports_comment_once", "comment_id", OPEN),
        _once("ix_reports_update_once", "update_id", OPEN),
        _once("ix_reports_feedback_once", "feedback_mark", OPEN),
        _once("ix_reports_profile_once", "profile_id", OPEN),
        _once("ix_reports_once", "idea_id", OPEN_OF_IDEA),
        sa.Index("ix_reports_open", "id", sqlite_where=OPEN, postgresql_where=OPEN),
        sa.Index("ix_reports_person", "person_id", "id"),
        sa.Index("ix_reports_again", "again_of_id"),
    )

    @property
    def title(self) -> str:
        """What the idea is called in which it stands, or whose profile it is."""
        return self.idea.title if self.idea else cast(Person, self.profile).name

    @property
    def language(self) -> str:
        """The language of the title; none for a name."""
        return self.idea.language if self.idea else ""

    @property
    def kind(self) -> str:
        """What kind of thing it is about."""
        return kind_of(self)


def kind_of(about: Any) -> str:
    """What kind of thing a report, or its thing, is."""
    kinds = ("comment", "update", "feedback", "profile")
    return next((kind for kind in kinds if getattr(about, kind)), "idea")


class ReportContact(Base):
    """Where a visitor without an account wants to hear the outcome; gone once that is written."""

    __tablename__ = "report_contacts"

    report_id: Mapped[int] = mapped_column(
        sa.ForeignKey("reports.id", ondelete="CASCADE"), primary_key=True
    )
    address: Mapped[str]
    language: Mapped[str]

    report: Mapped[Report] = relationship()

    __table_args__ = (sa.Index("ix_report_contacts_address", "address"),)
