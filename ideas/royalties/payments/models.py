"""Payments."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ideas.accounts.models import Person
from ideas.agreements.models import Share
from ideas.db import Base, Word, check_word, refuse_when
from ideas.money import Money
from ideas.royalties.settlements.models import Statement
from ideas.witness import needs_witness


class PaymentKind(StrEnum):
    """What a payment is for."""

    ROYALTY = "royalty"
    ADVANCE = "advance"


class Payment(Base):
    """Money to one payee, in minor units: of a statement, or a share's advance."""

    __tablename__ = "payments"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[PaymentKind] = mapped_column(Word(PaymentKind))
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    share_id: Mapped[int] = mapped_column(sa.ForeignKey("shares.id"))
    statement_id: Mapped[int | None] = mapped_column(sa.ForeignKey("statements.id"), unique=True)
    amount: Mapped[int]
    currency: Mapped[str]
    proposed_by_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    proposed_at: Mapped[datetime]
    confirmed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    sent_at: Mapped[datetime | None]
    reference: Mapped[str] = mapped_column(default="")

    person: Mapped[Person] = relationship(foreign_keys=person_id)
    proposed_by: Mapped[Person] = relationship(foreign_keys=proposed_by_id)
    confirmed_by: Mapped[Person | None] = relationship(foreign_keys=confirmed_by_id)
    share: Mapped[Share] = relationship()
    statement: Mapped[Statement | None] = relationship()

    __table_args__ = (
        check_word("kind", PaymentKind),
        sa.CheckConstraint("amount > 0", name="amount_counts"),
        sa.CheckConstraint("confirmed_by_id <> proposed_by_id", name="four_eyes"),
        sa.CheckConstraint("confirmed_by_id <> person_id", name="not_to_oneself"),
        sa.CheckConstraint(
            "(confirmed_by_id IS NULL) = (sent_at IS NULL)", name="sent_by_somebody"
        ),
        sa.CheckConstraint(
            "(kind = 'royalty') = (statement_id IS NOT NULL)", name="royalty_of_statement"
        ),
        sa.Index(
            "uq_payments_advance",
            "share_id",
            unique=True,
            sqlite_where=sa.text("kind = 'advance'"),
            postgresql_where=sa.text("kind = 'advance'"),
        ),
        sa.Index("ix_payments_person", "person_id", "id"),
    )

    @property
    def money(self) -> Money:
        """The amount."""
        return Money(self.amount, self.currency)


needs_witness(Payment.__table__)
for verb, when in (("UPDATE", "OLD.sent_at IS NOT NULL"), ("DELETE", "true")):
    refuse_when(
        Payment.__table__,  # type: ignore[arg-type]
        f"stays_on_{verb.lower()}",
        verb,
        when=when,
        say="a payment stays as it is",
    )
