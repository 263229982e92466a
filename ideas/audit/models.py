"""The audit log, its seals, and what was found when they were checked."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from ideas.audit.rules import FaultKind
from ideas.db import Base, Word, append_only, check_word
from ideas.witness import is_witness

UNSEEN = sa.text("fault IS NOT NULL AND seen_at IS NULL")


class AuditEntry(Base):
    """One staff action; ``subject`` is ``idea:12``."""

    __tablename__ = "audit_entries"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    actor_id: Mapped[int | None]
    action: Mapped[str]
    subject: Mapped[str]
    detail: Mapped[dict[str, Any]]

    __table_args__ = (
        sa.Index("ix_audit_entries_at", "at", "id"),
        sa.Index("ix_audit_entries_actor", "actor_id", "id"),
        sa.Index("ix_audit_entries_subject", "subject", "id"),
    )


class AuditUnsealed(Base):
    """An entry that waits for its seal. One without either was not written by the site."""

    __tablename__ = "audit_unsealed"

    entry_id: Mapped[int] = mapped_column(sa.ForeignKey("audit_entries.id"), primary_key=True)


class AuditSeal(Base):
    """An entry's place in the chain, counted from 1; ``hash`` covers ``previous`` and the entry."""

    __tablename__ = "audit_seals"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    entry_id: Mapped[int] = mapped_column(sa.ForeignKey("audit_entries.id"), unique=True)
    previous: Mapped[str] = mapped_column(unique=True)
    hash: Mapped[str] = mapped_column(unique=True)
    sealed_at: Mapped[datetime]


class AuditHead(Base):
    """The one row that says how long the chain is; who seals holds it."""

    __tablename__ = "audit_heads"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    length: Mapped[int]
    hash: Mapped[str]

    __table_args__ = (sa.CheckConstraint("id = 1", name="only_one"),)


class AuditCheck(Base):
    """The chain was computed again; a ``fault`` is an alarm until an admin has looked."""

    __tablename__ = "audit_checks"

    id: Mapped[int] = mapped_column(primary_key=True)
    checked_at: Mapped[datetime]
    length: Mapped[int]
    hash: Mapped[str]
    fault: Mapped[FaultKind | None] = mapped_column(Word(FaultKind))
    place: Mapped[int | None]
    seen_at: Mapped[datetime | None]
    seen_by_id: Mapped[int | None]

    __table_args__ = (
        check_word("fault", FaultKind),
        sa.Index("ix_audit_checks_unseen", "id", sqlite_where=UNSEEN, postgresql_where=UNSEEN),
    )


is_witness(AuditEntry.__table__)
append_only(AuditEntry.__table__)  # type: ignore[arg-type]
append_only(AuditSeal.__table__)  # type: ignore[arg-type]
