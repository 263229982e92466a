"""Exports that were asked for."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from ideas.db import Base, Word, check_word
from ideas.insights.exports.rules import ExportState, FileKind, Subject, Wanted


class Export(Base):
    """A file for one person in one session; ``mark`` is its name in the address and on disk.

    ``done`` of ``total`` rows are written. ``ends_at`` is when the row and the file go.
    """

    __tablename__ = "exports"

    id: Mapped[int] = mapped_column(primary_key=True)
    mark: Mapped[str] = mapped_column(unique=True)
    subject: Mapped[Subject] = mapped_column(Word(Subject))
    file_kind: Mapped[FileKind] = mapped_column(Word(FileKind))
    since_on: Mapped[date | None]
    until_on: Mapped[date | None]
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    session_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("auth_sessions.id", ondelete="SET NULL")
    )
    state: Mapped[ExportState] = mapped_column(Word(ExportState), default=ExportState.WAITING)
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    size: Mapped[int] = mapped_column(default=0)
    asked_at: Mapped[datetime]
    ready_at: Mapped[datetime | None]
    ends_at: Mapped[datetime]

    __table_args__ = (
        check_word("subject", Subject),
        check_word("file_kind", FileKind),
        check_word("state", ExportState),
        sa.CheckConstraint("(state = 'ready') = (ready_at IS NOT NULL)", name="ready_says_when"),
        sa.Index("ix_exports_person", "person_id", "id"),
        sa.Index("ix_exports_session", "session_id"),
        sa.Index("ix_exports_ends", "ends_at"),
    )

    @property
    def wanted(self) -> Wanted:
        """What was asked for."""
        return Wanted(self.subject, self.file_kind, self.since_on, self.until_on)

    @property
    def name(self) -> str:
        """What the file is called once it is fetched."""
        days = "-".join(f"{day:%Y%m%d}" for day in (self.since_on, self.until_on) if day)
        parts = (self.subject.value, days or f"{self.asked_at:%Y%m%d}")
        return f"{'-'.join(parts)}.{self.file_kind}"
