"""The audit log."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from ideas.db import Base, append_only


class AuditEntry(Base):
    """One staff action. ``subject`` is ``idea:12``; ``hash`` covers the entry and ``previous``."""

    __tablename__ = "audit_entries"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    actor_id: Mapped[int | None]
    action: Mapped[str]
    subject: Mapped[str]
    detail: Mapped[dict[str, Any]]
    previous: Mapped[str] = mapped_column(unique=True)
    hash: Mapped[str] = mapped_column(unique=True)


append_only(AuditEntry.__table__)  # type: ignore[arg-type]
