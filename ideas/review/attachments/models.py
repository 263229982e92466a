"""Files beside an idea under review."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ideas.accounts.models import Person
from ideas.db import Base, Word, check_word
from ideas.review.attachments.rules import FileKind


class Attachment(Base):
    """A file; ``mark`` and kind are its name in the private store, ``name`` what it is called.

    Since ``removed_at`` the file is gone; ``removed_by_id`` is None when its idea was hidden.
    """

    __tablename__ = "attachments"

    id: Mapped[int] = mapped_column(primary_key=True)
    idea_id: Mapped[int] = mapped_column(sa.ForeignKey("ideas.id"))
    mark: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    file_kind: Mapped[FileKind] = mapped_column(Word(FileKind))
    size: Mapped[int]
    added_by_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    added_at: Mapped[datetime]
    removed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    removed_at: Mapped[datetime | None]

    added_by: Mapped[Person] = relationship(foreign_keys=[added_by_id])

    __table_args__ = (
        check_word("file_kind", FileKind),
        sa.CheckConstraint("size > 0", name="size_counts"),
        sa.Index("ix_attachments_idea", "idea_id", "id"),
    )

    @property
    def file(self) -> str:
        """Its name in the private store."""
        return f"{self.mark}.{self.file_kind}"
