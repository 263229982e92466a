"""Bank accounts of payees, encrypted; a payee's later account takes the place of an earlier one."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ideas.accounts.models import Person
from ideas.db import Base, Word, check_word, refuse_when
from ideas.royalties.bank.rules import AccountState
from ideas.witness import needs_witness


class BankAccount(Base):
    """An account a payee typed. ``sealed`` holds it; empty once it was forgotten.

    It is paid to from ``usable_at`` on, 48 hours after it was typed, if it was approved.
    """

    __tablename__ = "bank_accounts"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    sealed: Mapped[str]
    state: Mapped[AccountState] = mapped_column(Word(AccountState))
    typed_at: Mapped[datetime]
    usable_at: Mapped[datetime]
    decided_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    decided_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(default="")

    person: Mapped[Person] = relationship(foreign_keys=person_id)
    decided_by: Mapped[Person | None] = relationship(foreign_keys=decided_by_id)

    __table_args__ = (
        check_word("state", AccountState),
        sa.CheckConstraint("decided_by_id <> person_id", name="four_eyes"),
        sa.CheckConstraint(
            "(state IN ('approved', 'refused')) = (decided_by_id IS NOT NULL)",
            name="decided_by_somebody",
        ),
        sa.CheckConstraint(
            "(decided_by_id IS NULL) = (decided_at IS NULL)", name="decided_at_once"
        ),
        sa.CheckConstraint("state <> 'refused' OR trim(reason) <> ''", name="refused_with_reason"),
        sa.CheckConstraint(
            "usable_at >= strftime('%Y-%m-%d %H:%M:%S', typed_at, '+48 hours')", name="waits"
        ).ddl_if(dialect="sqlite"),
        sa.CheckConstraint("usable_at >= typed_at + interval '48 hours'", name="waits").ddl_if(
            dialect="postgresql"
        ),
        sa.Index("ix_bank_accounts_person", "person_id", "id"),
        sa.Index(
            "uq_bank_accounts_waiting",
            "person_id",
            unique=True,
            sqlite_where=sa.text("state = 'waiting'"),
            postgresql_where=sa.text("state = 'waiting'"),
        ),
    )


needs_witness(BankAccount.__table__)
_FIXED = " OR ".join(f"NEW.{name} <> OLD.{name}" for name in ("person_id", "typed_at", "usable_at"))
refuse_when(
    BankAccount.__table__,  # type: ignore[arg-type]
    "decided_once",
    "UPDATE",
    when=f"{_FIXED} OR (OLD.state <> 'waiting' AND NEW.state <> OLD.state)",
    say="a bank account is decided about once",
)
refuse_when(
    BankAccount.__table__,  # type: ignore[arg-type]
    "starts_waiting",
    "INSERT",
    when="NEW.state <> 'waiting'",
    say="a bank account waits to be approved",
)
