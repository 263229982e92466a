"""Requests for an audit."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ideas.accounts.models import Person
from ideas.agreements.models import Share
from ideas.db import Base, Word, check_word, refuse_when
from ideas.royalties.auditing.rules import Reply


class AuditRequest(Base):
    """That a payee wants the figures of their share checked, by whom, and what finance answers."""

    __tablename__ = "audit_requests"

    id: Mapped[int] = mapped_column(primary_key=True)
    share_id: Mapped[int] = mapped_column(sa.ForeignKey("shares.id"))
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    auditor: Mapped[str]
    words: Mapped[str]
    asked_at: Mapped[datetime]
    due_on: Mapped[date] = mapped_column(sa.Date)
    reply: Mapped[Reply | None] = mapped_column(Word(Reply))
    answer: Mapped[str] = mapped_column(default="")
    answered_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    answered_at: Mapped[datetime | None]

    share: Mapped[Share] = relationship()
    person: Mapped[Person] = relationship(foreign_keys=person_id)
    answered_by: Mapped[Person | None] = relationship(foreign_keys=answered_by_id)

    __table_args__ = (
        check_word("reply", Reply),
        sa.CheckConstraint("trim(auditor) <> ''", name="auditor_named"),
        sa.CheckConstraint(
            "(reply IS NULL) = (answered_at IS NULL)"
            " AND (reply IS NULL) = (answered_by_id IS NULL)",
            name="answered_whole",
        ),
        sa.CheckConstraint("reply <> 'refused' OR trim(answer) <> ''", name="refused_why"),
        sa.CheckConstraint("answered_by_id <> person_id", name="not_by_oneself"),
        sa.Index(
            "uq_audit_requests_open",
            "share_id",
            unique=True,
            sqlite_where=sa.text("answered_at IS NULL"),
            postgresql_where=sa.text("answered_at IS NULL"),
        ),
        sa.Index("ix_audit_requests_person", "person_id", "id"),
    )

    @property
    def is_open(self) -> bool:
        """Does it wait for an answer?"""
        return self.answered_at is None


for _name, _verb, _when, _say in (
    ("stays_on_update", "UPDATE", "OLD.answered_at IS NOT NULL", "an answered request stays"),
    ("stays_on_delete", "DELETE", "true", "a request for an audit stays"),
):
    refuse_when(AuditRequest.__table__, _name, _verb, when=_when, say=_say)  # type: ignore[arg-type]
