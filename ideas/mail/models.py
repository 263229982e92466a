"""Messages on their way."""

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from ideas.db import Base, Word, check_word


class MailState(StrEnum):
    """Where a message stands; ``kept`` is the local outbox's last stop."""

    WAITING = "waiting"
    SENT = "sent"
    KEPT = "kept"
    FAILED = "failed"


class Message(Base):
    """A mail to one address: a template, its values and the reader's language."""

    __tablename__ = "messages"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int | None]
    address: Mapped[str]
    language: Mapped[str]
    template: Mapped[str]
    values: Mapped[dict[str, Any]]
    state: Mapped[MailState] = mapped_column(Word(MailState), default=MailState.WAITING)
    attempts: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str | None]
    written_at: Mapped[datetime]
    next_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]

    __table_args__ = (
        check_word("state", MailState),
        sa.Index("ix_messages_waiting", "state", "next_at", "id"),
        sa.Index("ix_messages_person", "person_id"),
    )
