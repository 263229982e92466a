"""Batches, their payments, the files the bank gets, and what is held."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ideas.accounts.models import Person
from ideas.agreements.models import Share
from ideas.db import Base, Word, check_word, refuse_when
from ideas.money import Money
from ideas.royalties.bank.models import BankAccount
from ideas.royalties.payments.rules import BatchState, Block, PaymentKind, PaymentState, Way
from ideas.royalties.settlements.models import Statement
from ideas.witness import needs_witness


class Batch(Base):
    """Payments in one currency and one way; ``total`` is minor units. Fixed once approved.

    ``message_id`` names it to the bank for good.
    """

    __tablename__ = "payment_batches"

    id: Mapped[int] = mapped_column(primary_key=True)
    message_id: Mapped[str] = mapped_column(unique=True)
    currency: Mapped[str]
    way: Mapped[Way] = mapped_column(Word(Way))
    state: Mapped[BatchState] = mapped_column(Word(BatchState))
    count: Mapped[int]
    total: Mapped[int]
    prepared_by_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    prepared_at: Mapped[datetime]
    approved_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    approved_at: Mapped[datetime | None]
    exported_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(default="")

    prepared_by: Mapped[Person] = relationship(foreign_keys=prepared_by_id)
    approved_by: Mapped[Person | None] = relationship(foreign_keys=approved_by_id)

    __table_args__ = (
        check_word("way", Way),
        check_word("state", BatchState),
        sa.CheckConstraint("count > 0 AND total > 0", name="numbers_count"),
        sa.CheckConstraint("way <> 'sepa' OR currency = 'EUR'", name="sepa_is_euro"),
        sa.CheckConstraint("approved_by_id <> prepared_by_id", name="four_eyes"),
        sa.CheckConstraint("(approved_by_id IS NULL) = (approved_at IS NULL)", name="approved_at"),
        sa.CheckConstraint(
            "state IN ('prepared', 'cancelled') OR approved_at IS NOT NULL", name="approved_first"
        ),
        sa.CheckConstraint(
            "(state IN ('exported', 'done')) = (exported_at IS NOT NULL)", name="exported_at"
        ),
        sa.CheckConstraint("state <> 'cancelled' OR trim(reason) <> ''", name="cancelled_why"),
        sa.Index("ix_payment_batches_state", "state", "id"),
    )

    @property
    def money(self) -> Money:
        """The control sum."""
        return Money(self.total, self.currency)


class Payment(Base):
    """Money to one payee, in minor units: of a statement, or a share's advance."""

    __tablename__ = "payments"

    id: Mapped[int] = mapped_column(primary_key=True)
    batch_id: Mapped[int] = mapped_column(sa.ForeignKey("payment_batches.id"))
    kind: Mapped[PaymentKind] = mapped_column(Word(PaymentKind))
    state: Mapped[PaymentState] = mapped_column(Word(PaymentState))
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    share_id: Mapped[int] = mapped_column(sa.ForeignKey("shares.id"))
    statement_id: Mapped[int | None] = mapped_column(sa.ForeignKey("statements.id"))
    account_id: Mapped[int | None] = mapped_column(sa.ForeignKey("bank_accounts.id"))
    amount: Mapped[int]
    currency: Mapped[str]
    made_at: Mapped[datetime]
    sent_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    sent_at: Mapped[datetime | None]
    reference: Mapped[str] = mapped_column(default="")
    returned_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    returned_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(default="")

    person: Mapped[Person] = relationship(foreign_keys=person_id)
    batch: Mapped[Batch] = relationship()
    share: Mapped[Share] = relationship()
    statement: Mapped[Statement | None] = relationship()
    account: Mapped[BankAccount | None] = relationship()

    __table_args__ = (
        check_word("kind", PaymentKind),
        check_word("state", PaymentState),
        sa.CheckConstraint("amount > 0", name="amount_counts"),
        sa.CheckConstraint("sent_by_id <> person_id", name="not_to_oneself"),
        sa.CheckConstraint("(sent_by_id IS NULL) = (sent_at IS NULL)", name="sent_by_somebody"),
        sa.CheckConstraint("state <> 'sent' OR sent_at IS NOT NULL", name="sent_then"),
        sa.CheckConstraint(
            "state NOT IN ('waiting', 'dropped') OR sent_at IS NULL", name="not_sent_yet"
        ),
        sa.CheckConstraint("(state = 'returned') = (returned_at IS NOT NULL)", name="returned_at"),
        sa.CheckConstraint(
            "(returned_by_id IS NULL) = (returned_at IS NULL)", name="returned_by_somebody"
        ),
        sa.CheckConstraint(
            "state NOT IN ('returned', 'dropped') OR trim(reason) <> ''", name="returned_why"
        ),
        sa.CheckConstraint("state <> 'waiting' OR account_id IS NOT NULL", name="goes_somewhere"),
        sa.CheckConstraint(
            "(kind = 'royalty') = (statement_id IS NOT NULL)", name="royalty_of_statement"
        ),
        *(
            sa.Index(
                f"uq_payments_{name}",
                column,
                unique=True,
                sqlite_where=sa.text(f"kind = '{name}' AND state IN ('waiting', 'sent')"),
                postgresql_where=sa.text(f"kind = '{name}' AND state IN ('waiting', 'sent')"),
            )
            for name, column in (("royalty", "statement_id"), ("advance", "share_id"))
        ),
        sa.Index("ix_payments_person", "person_id", "id"),
        sa.Index("ix_payments_batch", "batch_id", "id"),
        sa.Index("ix_payments_account", "account_id"),
    )

    @property
    def money(self) -> Money:
        """The amount."""
        return Money(self.amount, self.currency)

    @property
    def left_out(self) -> Block | None:
        """Why the bank did not get it with the rest of its batch, if so."""
        is_out = self.state is PaymentState.DROPPED and self.batch.exported_at is not None
        return Block(self.reason) if is_out else None


class BatchFile(Base):
    """A file of a batch as the bank got it, encrypted; ``sha256`` is of the plain bytes."""

    __tablename__ = "batch_files"

    batch_id: Mapped[int] = mapped_column(sa.ForeignKey("payment_batches.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    sha256: Mapped[str]
    sealed: Mapped[str]
    made_at: Mapped[datetime]

    __table_args__ = (sa.CheckConstraint("kind IN ('csv', 'xml')", name="kind_known"),)


class Hold(Base):
    """Nothing is paid to somebody until this is lifted."""

    __tablename__ = "payment_holds"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    reason: Mapped[str]
    held_by_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    held_at: Mapped[datetime]
    lifted_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    lifted_at: Mapped[datetime | None]

    __table_args__ = (
        sa.CheckConstraint("trim(reason) <> ''", name="reason_written"),
        sa.CheckConstraint("lifted_by_id <> person_id", name="not_ones_own"),
        sa.CheckConstraint("(lifted_by_id IS NULL) = (lifted_at IS NULL)", name="lifted_then"),
        sa.Index(
            "uq_payment_holds_open",
            "person_id",
            unique=True,
            sqlite_where=sa.text("lifted_at IS NULL"),
            postgresql_where=sa.text("lifted_at IS NULL"),
        ),
    )


def _changed(*names: str) -> str:
    return " OR ".join(f"NEW.{name} <> OLD.{name}" for name in names)


_MOVES = (
    ("prepared", "approved"),
    ("prepared", "cancelled"),
    ("approved", "exported"),
    ("approved", "cancelled"),
    ("exported", "done"),
)
_ON_ITS_WAY = " OR ".join(f"(OLD.state = '{a}' AND NEW.state = '{b}')" for a, b in _MOVES)
_OWN = "FROM payments WHERE batch_id = NEW.id AND state = 'waiting'"
_BATCH = "FROM payment_batches WHERE id = NEW.batch_id"
_RULES = (
    (
        Batch,
        "fixed",
        "UPDATE",
        f"{_changed('message_id', 'currency', 'way', 'count', 'total', 'prepared_by_id')} "
        "OR OLD.approved_by_id <> NEW.approved_by_id",
        "a batch stays as it was prepared",
    ),
    (
        Batch,
        "moves",
        "UPDATE",
        f"NEW.state <> OLD.state AND NOT ({_ON_ITS_WAY})",
        "a batch does not move like this",
    ),
    (
        Batch,
        "adds_up",
        "UPDATE",
        "OLD.state = 'prepared' AND NEW.state = 'approved' AND ("
        f"NEW.count <> (SELECT COUNT(*) {_OWN}) "
        f"OR NEW.total <> (SELECT COALESCE(SUM(amount), 0) {_OWN}))",
        "the batch is not the sum of its payments",
    ),
    (
        Batch,
        "not_to_oneself",
        "UPDATE",
        "NEW.state = 'approved' AND EXISTS (SELECT 1 FROM payments "
        "WHERE batch_id = NEW.id AND person_id = NEW.approved_by_id)",
        "nobody approves a payment to themselves",
    ),
    (
        Batch,
        "undisputed",
        "UPDATE",
        "OLD.state = 'approved' AND NEW.state = 'exported' AND EXISTS ("
        "SELECT 1 FROM payments JOIN disputes ON disputes.statement_id = payments.statement_id "
        "WHERE payments.batch_id = NEW.id AND payments.state = 'waiting' "
        "AND disputes.answered_at IS NULL)",
        "what is disputed is not paid",
    ),
    (Batch, "stays", "DELETE", "true", "a batch stays"),
    (
        Payment,
        "into_prepared",
        "INSERT",
        f"NEW.state <> 'waiting' OR NOT EXISTS (SELECT 1 {_BATCH} AND state = 'prepared' "
        "AND currency = NEW.currency AND prepared_by_id <> NEW.person_id)",
        "a payment goes into a prepared batch of its currency by somebody else",
    ),
    (
        Payment,
        "to_usable",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM bank_accounts WHERE id = NEW.account_id "
        "AND person_id = NEW.person_id AND state = 'approved' AND usable_at <= NEW.made_at)",
        "money goes to an account of its payee that was approved and has waited",
    ),
    (
        Payment,
        "stays_on_update",
        "UPDATE",
        f"{_changed('batch_id', 'kind', 'person_id', 'share_id', 'amount', 'currency', 'made_at')} "
        "OR OLD.statement_id <> NEW.statement_id OR OLD.account_id <> NEW.account_id "
        "OR OLD.state IN ('returned', 'dropped') "
        "OR (OLD.state = 'sent' AND NEW.state <> 'returned')",
        "a payment stays as it is",
    ),
    (
        Payment,
        "sent_after_export",
        "UPDATE",
        "OLD.state = 'waiting' AND NEW.state IN ('sent', 'returned') "
        f"AND NOT EXISTS (SELECT 1 {_BATCH} AND state = 'exported')",
        "a payment is sent once its batch was exported",
    ),
    (
        Payment,
        "dropped_before_export",
        "UPDATE",
        "OLD.state = 'waiting' AND NEW.state = 'dropped' "
        f"AND EXISTS (SELECT 1 {_BATCH} AND state IN ('exported', 'done'))",
        "what the bank was given is not called off",
    ),
    (Payment, "stays_on_delete", "DELETE", "true", "a payment stays as it is"),
    (
        BatchFile,
        "stays",
        "UPDATE",
        _changed("batch_id", "kind", "sha256", "made_at"),
        "a file stays as the bank got it",
    ),
    (BatchFile, "stays_on_delete", "DELETE", "true", "a file stays as the bank got it"),
    (Hold, "stays", "UPDATE", "OLD.lifted_at IS NOT NULL", "a hold that was lifted stays lifted"),
    (Hold, "stays_on_delete", "DELETE", "true", "a hold stays"),
)
for _model in (Batch, Payment, BatchFile, Hold):
    needs_witness(_model.__table__)
for _model, _name, _verb, _when, _say in _RULES:
    refuse_when(_model.__table__, _name, _verb, when=_when, say=_say)  # type: ignore[arg-type]
