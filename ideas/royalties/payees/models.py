"""Who payees are, encrypted, and what finance entered of them; the last row counts."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ideas.accounts.models import Person
from ideas.db import Base, Word, append_only, check_word, refuse_when
from ideas.royalties.payees.rules import PayeeKind, TaxFormKind
from ideas.witness import needs_witness


class PayeeDetails(Base):
    """Who a payee says to be by law. ``sealed`` holds name, address and tax number."""

    __tablename__ = "payee_details"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    kind: Mapped[PayeeKind] = mapped_column(Word(PayeeKind))
    country: Mapped[str]
    sealed: Mapped[str]
    told_at: Mapped[datetime]

    __table_args__ = (
        check_word("kind", PayeeKind),
        sa.CheckConstraint("length(country) = 2", name="country_is_a_code"),
        sa.Index("ix_payee_details_person", "person_id", "id"),
    )


class Withholding(Base):
    """What is withheld from a payee from a day on, in basis points; the last entered holds."""

    __tablename__ = "withholdings"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    rate_bp: Mapped[int]
    from_on: Mapped[date] = mapped_column(sa.Date)
    reason: Mapped[str]
    entered_by_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    entered_at: Mapped[datetime]

    entered_by: Mapped[Person] = relationship(foreign_keys=entered_by_id)

    __table_args__ = (
        sa.CheckConstraint("rate_bp BETWEEN 0 AND 10000", name="rate_is_a_part"),
        sa.CheckConstraint("trim(reason) <> ''", name="reason_written"),
        sa.CheckConstraint("entered_by_id <> person_id", name="not_ones_own"),
        sa.Index("ix_withholdings_person", "person_id", "from_on", "id"),
    )


class TaxForm(Base):
    """A form a payee gave in; ``ends_on`` is its last day. The last entered counts."""

    __tablename__ = "tax_forms"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    kind: Mapped[TaxFormKind] = mapped_column(Word(TaxFormKind))
    name: Mapped[str] = mapped_column(default="")
    received_on: Mapped[date] = mapped_column(sa.Date)
    ends_on: Mapped[date | None] = mapped_column(sa.Date)
    entered_by_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    entered_at: Mapped[datetime]

    person: Mapped[Person] = relationship(foreign_keys=person_id)
    entered_by: Mapped[Person] = relationship(foreign_keys=entered_by_id)

    __table_args__ = (
        check_word("kind", TaxFormKind),
        sa.CheckConstraint("ends_on >= received_on", name="days_in_order"),
        sa.CheckConstraint("entered_by_id <> person_id", name="not_ones_own"),
        sa.Index("ix_tax_forms_person", "person_id", "id"),
        sa.Index("ix_tax_forms_ends", "ends_on"),
    )


for _table in (Withholding.__table__, TaxForm.__table__):
    needs_witness(_table)
    append_only(_table)  # type: ignore[arg-type]
refuse_when(
    Withholding.__table__,  # type: ignore[arg-type]
    "not_when_closed",
    "INSERT",
    when="EXISTS (SELECT 1 FROM periods WHERE state = 'closed' AND ends_on >= NEW.from_on)",
    say="the period is closed",
)
_FIXED = ("person_id", "kind", "country", "told_at")
refuse_when(
    PayeeDetails.__table__,  # type: ignore[arg-type]
    "stay",
    "UPDATE",
    when=" OR ".join(f"NEW.{name} <> OLD.{name}" for name in _FIXED),
    say="what a payee told stays as it was told",
)
