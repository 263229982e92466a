"""Complaints about reports that led to nothing."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ideas.accounts.models import Person
from ideas.db import Base, Word, check_word
from ideas.moderation.appeals.rules import Outcome
from ideas.moderation.reports.models import Report

OPEN = sa.text("decided_at IS NULL")


class Complaint(Base):
    """Somebody says that their report was right; ``answer`` is said by who decided.

    ``person_id`` is None for a visitor without an account.
    """

    __tablename__ = "complaints"

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(sa.ForeignKey("reports.id"), unique=True)
    person_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    words: Mapped[str]
    made_at: Mapped[datetime]
    outcome: Mapped[Outcome | None] = mapped_column(Word(Outcome))
    answer: Mapped[dict[str, str]]
    decided_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    decided_at: Mapped[datetime | None]

    report: Mapped[Report] = relationship()
    person: Mapped[Person | None] = relationship(foreign_keys=person_id)

    __table_args__ = (
        check_word("outcome", Outcome),
        sa.CheckConstraint(
            "(decided_at IS NULL) = (outcome IS NULL) "
            "AND (decided_at IS NULL) = (decided_by_id IS NULL)",
            name="decided_by_somebody",
        ),
        sa.CheckConstraint("decided_by_id <> person_id", name="not_ones_own"),
        sa.Index("ix_complaints_open", "id", sqlite_where=OPEN, postgresql_where=OPEN),
        sa.Index("ix_complaints_person", "person_id", "id"),
    )


class ComplaintContact(Base):
    """Where a visitor wants to hear the answer to a complaint; gone once that is written."""

    __tablename__ = "complaint_contacts"

    complaint_id: Mapped[int] = mapped_column(
        sa.ForeignKey("complaints.id", ondelete="CASCADE"), primary_key=True
    )
    address: Mapped[str]
    language: Mapped[str]

    __table_args__ = (sa.Index("ix_complaint_contacts_address", "address"),)
