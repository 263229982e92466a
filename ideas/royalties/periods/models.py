"""Periods and exchange rates."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ideas.accounts.models import Person
from ideas.db import Base, Word, append_only, check_word, refuse_when
from ideas.witness import needs_witness


class PeriodState(StrEnum):
    """Whether sales can still be dated into a period."""

    OPEN = "open"
    CLOSED = "closed"


class Period(Base):
    """Some days for which royalties are calculated; ``ledger_hash`` is fixed when it closes."""

    __tablename__ = "periods"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    starts_on: Mapped[date] = mapped_column(sa.Date, unique=True)
    ends_on: Mapped[date] = mapped_column(sa.Date)
    state: Mapped[PeriodState] = mapped_column(Word(PeriodState), default=PeriodState.OPEN)
    opened_by_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    opened_at: Mapped[datetime]
    closed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    closed_at: Mapped[datetime | None]
    ledger_hash: Mapped[str | None]

    __table_args__ = (
        check_word("state", PeriodState),
        sa.CheckConstraint("starts_on <= ends_on", name="days_in_order"),
        sa.CheckConstraint(
            "(state = 'closed') = (ledger_hash IS NOT NULL)", name="closed_with_hash"
        ),
    )

    @property
    def is_open(self) -> bool:
        """True while sales can be dated into it."""
        return self.state is PeriodState.OPEN


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


def keep_out_of_closed(table: sa.Table) -> None:
    """Make the database refuse rows dated into a closed period."""
    refuse_when(table, "not_when_closed", "INSERT", when=CLOSED, say="the period is closed")


for _table in (FxRate, Period):
    needs_witness(_table.__table__)
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
