"""Periods, proposals to close or reopen them, and exchange rates."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ideas.accounts.approvals.models import Proposed, four_eyes
from ideas.accounts.models import Person
from ideas.db import Base, Word, append_only, check_word, refuse_rows_when, refuse_when
from ideas.references import stays
from ideas.witness import needs_witness


class PeriodState(StrEnum):
    """What can still be dated into a period: everything, what finance corrects, nothing."""

    OPEN = "open"
    SOFT_CLOSED = "soft_closed"
    CLOSED = "closed"


class Ask(StrEnum):
    """What is proposed for a soft-closed period."""

    CLOSE = "close"
    REOPEN = "reopen"


class Period(Base):
    """Some days for which royalties are calculated, sealed when it closes.

    ``sales_hash`` is the fingerprint of every sale, ``ledger_hash`` of all entries and of that one;
    periods closed before sales were part of the seal have no ``sales_hash``.
    """

    __tablename__ = "periods"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    starts_on: Mapped[date] = mapped_column(sa.Date, unique=True)
    ends_on: Mapped[date] = mapped_column(sa.Date)
    state: Mapped[PeriodState] = mapped_column(Word(PeriodState), default=PeriodState.OPEN)
    opened_by_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    opened_at: Mapped[datetime]
    soft_closed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    soft_closed_at: Mapped[datetime | None]
    closed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    closed_at: Mapped[datetime | None]
    ledger_hash: Mapped[str | None]
    sales_hash: Mapped[str | None]

    __table_args__ = (
        check_word("state", PeriodState),
        sa.CheckConstraint("starts_on <= ends_on", name="days_in_order"),
        sa.CheckConstraint(
            "(state = 'closed') = (ledger_hash IS NOT NULL)", name="closed_with_hash"
        ),
        sa.CheckConstraint(
            "state <> 'soft_closed' OR soft_closed_at IS NOT NULL", name="soft_closed_at_a_moment"
        ),
    )

    @property
    def is_open(self) -> bool:
        """True while sales can be dated into it."""
        return self.state is PeriodState.OPEN

    @property
    def is_closed(self) -> bool:
        """True once nothing can be dated into it, and finance can correct nothing."""
        return self.state is PeriodState.CLOSED


class PeriodProposal(Proposed, Base):
    """That a period be closed with these figures, or opened again; one waits at a time.

    ``digest`` is the hash of all that a close would write, ``figures`` what a reader compares.
    """

    __tablename__ = "period_proposals"

    id: Mapped[int] = mapped_column(primary_key=True)
    period_id: Mapped[int] = mapped_column(sa.ForeignKey("periods.id"))
    ask: Mapped[Ask] = mapped_column(Word(Ask))
    reason: Mapped[str] = mapped_column(default="")
    digest: Mapped[str] = mapped_column(default="")
    figures: Mapped[list[Any]]
    ended_at: Mapped[datetime | None]

    __table_args__ = (
        check_word("ask", Ask),
        *four_eyes(),
        sa.CheckConstraint("approved_at IS NULL OR ended_at IS NULL", name="ended_or_approved"),
        sa.CheckConstraint("ask = 'close' OR trim(reason) <> ''", name="reopened_with_reason"),
        sa.CheckConstraint("(ask = 'close') = (length(digest) = 64)", name="close_of_figures"),
        sa.Index(
            "uq_period_proposals_waiting",
            "period_id",
            unique=True,
            sqlite_where=sa.text("approved_at IS NULL AND ended_at IS NULL"),
            postgresql_where=sa.text("approved_at IS NULL AND ended_at IS NULL"),
        ),
        sa.Index("ix_period_proposals_period", "period_id", "id"),
    )


class FxRate(Base):
    """What one ``currency`` was worth in ``into``, by whom and from where; the last typed holds."""

    __tablename__ = "fx_rates"

    id: Mapped[int] = mapped_column(primary_key=True)
    period_id: Mapped[int] = mapped_column(sa.ForeignKey("periods.id"))
    currency: Mapped[str]
    into: Mapped[str] = mapped_column("to_currency")
    rate: Mapped[Decimal]
    source: Mapped[str]
    quoted_on: Mapped[date] = mapped_column(sa.Date)
    typed_by_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    typed_at: Mapped[datetime]

    typed_by: Mapped[Person] = relationship()

    __table_args__ = (
        sa.CheckConstraint("currency <> to_currency", name="two_currencies"),
        sa.Index("ix_fx_rates_period", "period_id", "currency", "to_currency", "id"),
    )


CLOSED = "EXISTS (SELECT 1 FROM periods WHERE id = NEW.period_id AND state = 'closed')"
NOT_OPEN = "EXISTS (SELECT 1 FROM periods WHERE id = NEW.period_id AND state = 'soft_closed')"


def keep_out_of_closed(table: sa.Table) -> None:
    """Make the database refuse rows dated into a closed period."""
    refuse_when(table, "not_when_closed", "INSERT", when=CLOSED, say="the period is closed")


def keep_out_unless_open(table: sa.Table) -> None:
    """Make the database refuse rows dated into a period that is closed or soft-closed."""
    refuse_rows_when(table, "not_when_closed", when=CLOSED, say="the period is closed")
    refuse_rows_when(table, "not_when_soft_closed", when=NOT_OPEN, say="the period is soft-closed")


for _table in (FxRate, Period, PeriodProposal):
    needs_witness(_table.__table__)
stays(Period.__table__)  # type: ignore[arg-type]
append_only(FxRate.__table__)  # type: ignore[arg-type]
keep_out_of_closed(FxRate.__table__)  # type: ignore[arg-type]
for verb in ("UPDATE", "DELETE"):
    refuse_when(
        Period.__table__,  # type: ignore[arg-type]
        f"closed_no_{verb.lower()}",
        verb,
        when="OLD.state = 'closed'",
        say="a closed period stays closed",
    )
    refuse_when(
        PeriodProposal.__table__,  # type: ignore[arg-type]
        f"decided_no_{verb.lower()}",
        verb,
        when="OLD.approved_at IS NOT NULL OR OLD.ended_at IS NOT NULL",
        say="a proposal stays as it was decided",
    )
_APPROVED = (
    "EXISTS (SELECT 1 FROM period_proposals WHERE period_id = OLD.id AND ask = '{}' "
    "AND approved_at >= OLD.soft_closed_at)"
)
refuse_when(
    Period.__table__,  # type: ignore[arg-type]
    "by_two_people",
    "UPDATE",
    when=(
        "NEW.state = 'closed' AND (OLD.state <> 'soft_closed' OR NOT "
        + _APPROVED.format("close")
        + ") OR NEW.state = 'open' AND OLD.state = 'soft_closed' AND NOT "
        + _APPROVED.format("reopen")
    ),
    say="a period is closed and reopened by two people",
)
refuse_when(
    Period.__table__,  # type: ignore[arg-type]
    "seals_sales",
    "UPDATE",
    when="NEW.state = 'closed' AND NEW.sales_hash IS NULL",
    say="a period is closed with the hash of its sales",
)
refuse_when(
    Period.__table__,  # type: ignore[arg-type]
    "starts_open",
    "INSERT",
    when="NEW.state <> 'open'",
    say="a period starts open",
)
