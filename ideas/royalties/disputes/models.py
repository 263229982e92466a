"""Disputes, a row for each look."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ideas.accounts.models import Person
from ideas.db import Base, Word, check_word, refuse_when
from ideas.royalties.disputes.rules import LOOKS, DisputeReason, Outcome
from ideas.royalties.settlements.models import Adjustment, SettledSale, Statement


class Dispute(Base):
    """What a payee says is wrong, and what finance answers; ``look`` 2 is the second look.

    ``due_on`` is the day by which an answer is promised.
    """

    __tablename__ = "disputes"

    id: Mapped[int] = mapped_column(primary_key=True)
    statement_id: Mapped[int] = mapped_column(sa.ForeignKey("statements.id"))
    look: Mapped[int]
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    reason: Mapped[DisputeReason] = mapped_column(Word(DisputeReason))
    words: Mapped[str]
    settled_sale_id: Mapped[int | None] = mapped_column(sa.ForeignKey("settled_sales.id"))
    asked_at: Mapped[datetime]
    due_on: Mapped[date] = mapped_column(sa.Date)
    outcome: Mapped[Outcome | None] = mapped_column(Word(Outcome))
    answer: Mapped[str] = mapped_column(default="")
    adjustment_id: Mapped[int | None] = mapped_column(sa.ForeignKey("adjustments.id"))
    answered_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    answered_at: Mapped[datetime | None]

    statement: Mapped[Statement] = relationship()
    person: Mapped[Person] = relationship(foreign_keys=person_id)
    line: Mapped[SettledSale | None] = relationship()
    adjustment: Mapped[Adjustment | None] = relationship()
    answered_by: Mapped[Person | None] = relationship(foreign_keys=answered_by_id)

    __table_args__ = (
        sa.UniqueConstraint("statement_id", "look"),
        check_word("reason", DisputeReason),
        check_word("outcome", Outcome),
        sa.CheckConstraint(f"look BETWEEN 1 AND {LOOKS}", name="look_known"),
        sa.CheckConstraint("trim(words) <> ''", name="words_written"),
        sa.CheckConstraint(
            "(outcome IS NULL) = (answered_at IS NULL)"
            " AND (outcome IS NULL) = (answered_by_id IS NULL)"
            " AND (outcome IS NULL) = (trim(answer) = '')",
            name="answered_whole",
        ),
        sa.CheckConstraint("answered_by_id <> person_id", name="not_by_oneself"),
        sa.CheckConstraint(
            "adjustment_id IS NULL OR outcome = 'upheld'", name="adjusted_when_upheld"
        ),
        sa.Index(
            "ix_disputes_waiting",
            *("due_on", "id"),
            sqlite_where=sa.text("answered_at IS NULL"),
            postgresql_where=sa.text("answered_at IS NULL"),
        ),
        sa.Index("ix_disputes_person", "person_id", "id"),
    )

    @property
    def is_open(self) -> bool:
        """Does it wait for an answer?"""
        return self.answered_at is None


_FIRST = "SELECT 1 FROM disputes WHERE statement_id = NEW.statement_id AND look = 1"
REFUSED = (
    ("stays_on_update", "UPDATE", "OLD.answered_at IS NOT NULL", "an answered dispute stays"),
    ("stays_on_delete", "DELETE", "true", "a dispute stays"),
    (
        *("second_after_first", "INSERT"),
        f"NEW.look = 2 AND NOT EXISTS ({_FIRST} AND answered_at IS NOT NULL)",
        "a second look follows the first answer",
    ),
    (
        *("second_by_another", "UPDATE"),
        f"NEW.look = 2 AND EXISTS ({_FIRST} AND answered_by_id = NEW.answered_by_id)",
        "a second look is taken by somebody else",
    ),
)
for _name, _verb, _when, _say in REFUSED:
    refuse_when(Dispute.__table__, _name, _verb, when=_when, say=_say)  # type: ignore[arg-type]
