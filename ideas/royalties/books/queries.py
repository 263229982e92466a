"""What a reader of the ledger sees: accounts by group, an account's entries, an entry's legs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from ideas.db import session
from ideas.royalties.ledger.chart import Group, group_of
from ideas.royalties.ledger.models import Account, JournalEntry, Posting
from ideas.royalties.ledger.queries import trial_balance

PAGE = 50


@dataclass(frozen=True)
class Sheet:
    """The trial balance in one currency; ``total`` is zero, or something is broken."""

    currency: str
    groups: tuple[tuple[Group, tuple[tuple[str, int], ...], int], ...]
    total: int


def sheets() -> list[Sheet]:
    """The trial balance by currency and group: accounts with their balances, and the group's."""
    rows = trial_balance()
    return [_sheet(currency, rows) for currency in sorted({currency for _, currency, _ in rows})]


def _sheet(currency: str, rows: Sequence[tuple[str, str, int]]) -> Sheet:
    own = [(code, amount) for code, each, amount in rows if each == currency]
    groups = []
    for group in Group:
        members = tuple((code, amount) for code, amount in own if group_of(code) is group)
        if members:
            groups.append((group, members, sum(amount for _, amount in members)))
    return Sheet(currency, tuple(groups), sum(amount for _, amount in own))


@dataclass(frozen=True)
class Step:
    """An entry's effect on one account, and the balance after it."""

    entry_id: int
    key: str
    kind: str
    posted_at: datetime
    amount: int
    balance: int
    is_reversal: bool = False


def steps_of(code: str, currency: str, before: int | None = None) -> list[Step]:
    """The last entries on an account, newest first; those before an entry's id on later pages."""
    effect = (
        sa.select(JournalEntry.id.label("id"), sa.func.sum(Posting.amount).label("amount"))
        .join(Posting, Posting.entry_key == JournalEntry.key)
        .join(Account, Account.id == Posting.account_id)
        .where(Account.code == code, Posting.currency == currency)
        .group_by(JournalEntry.id)
        .subquery()
    )
    running = sa.func.sum(effect.c.amount).over(order_by=effect.c.id)
    summed = sa.select(effect.c.id, effect.c.amount, running.label("balance")).subquery()
    found = sa.select(JournalEntry, summed.c.amount, summed.c.balance)
    found = found.join(summed, summed.c.id == JournalEntry.id)
    if before is not None:
        found = found.where(JournalEntry.id < before)
    rows = session().execute(found.order_by(JournalEntry.id.desc()).limit(PAGE + 1))
    return [
        Step(
            each.id,
            each.key,
            each.kind.value,
            each.posted_at,
            int(amount),
            int(balance),
            each.reverses is not None,
        )
        for each, amount, balance in rows
    ]


def currencies_of(code: str) -> Sequence[str]:
    """The currencies an account was posted to."""
    found = sa.select(Posting.currency).join(Account).where(Account.code == code).distinct()
    return session().scalars(found.order_by(Posting.currency)).all()


def entry_by_id(entry_id: int) -> JournalEntry | None:
    """The entry."""
    return session().get(JournalEntry, entry_id)


def entry_called(key: str | None) -> JournalEntry | None:
    """The entry with this key."""
    return session().scalar(sa.select(JournalEntry).where(JournalEntry.key == key))


def reversal_of(key: str) -> JournalEntry | None:
    """The entry that takes this one back."""
    return session().scalar(sa.select(JournalEntry).where(JournalEntry.reverses == key))
