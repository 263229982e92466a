"""Accounts, entries and their postings.

Postings are written before the entry they belong to: the entry, when it comes, is checked against
them by a trigger, and from then on the entry is sealed.
"""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from ideas.db import Base, Word, append_only, check_word, refuse_when
from ideas.royalties.ledger.rules import Kind
from ideas.royalties.periods.models import keep_out_of_closed
from ideas.witness import is_witness, needs_witness


class Account(Base):
    """Where amounts are kept, named like ``payee:12`` (see ``rules``)."""

    __tablename__ = "accounts"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)


class JournalEntry(Base):
    """One balanced entry; ``reverses`` is the key of the entry it takes back.

    ``period_id`` is the royalty period it belongs to; payments belong to none.
    """

    __tablename__ = "journal_entries"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[Kind] = mapped_column(Word(Kind))
    period_id: Mapped[int | None] = mapped_column(sa.ForeignKey("periods.id"))
    reverses: Mapped[str | None] = mapped_column(sa.ForeignKey("journal_entries.key"), unique=True)
    posted_by_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    posted_at: Mapped[datetime]

    __table_args__ = (
        check_word("kind", Kind),
        sa.Index("ix_journal_entries_period", "period_id", "key"),
    )


class Posting(Base):
    """An amount in minor units on one account: a debit above zero, a credit below."""

    __tablename__ = "postings"

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_key: Mapped[str] = mapped_column(
        sa.ForeignKey("journal_entries.key", deferrable=True, initially="DEFERRED")
    )
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("accounts.id"))
    amount: Mapped[int]
    currency: Mapped[str]

    __table_args__ = (
        sa.CheckConstraint("amount <> 0", name="amount_counts"),
        sa.Index("ix_postings_entry", "entry_key"),
        sa.Index("ix_postings_account", "account_id", "currency"),
    )


_OWN = "SELECT 1 FROM postings WHERE entry_key = NEW.key"
refuse_when(
    JournalEntry.__table__,  # type: ignore[arg-type]
    "balances",
    "INSERT",
    when=f"NOT EXISTS ({_OWN}) OR EXISTS ({_OWN} GROUP BY currency HAVING SUM(amount) <> 0)",
    say="the entry does not balance",
)
refuse_when(
    Posting.__table__,  # type: ignore[arg-type]
    "sealed",
    "INSERT",
    when="EXISTS (SELECT 1 FROM journal_entries WHERE key = NEW.entry_key)",
    say="the entry is sealed",
)
keep_out_of_closed(JournalEntry.__table__)  # type: ignore[arg-type]
for _table in (Account.__table__, JournalEntry.__table__, Posting.__table__):
    append_only(_table)  # type: ignore[arg-type]
    needs_witness(_table)
is_witness(JournalEntry.__table__)
