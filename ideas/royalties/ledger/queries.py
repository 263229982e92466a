"""Reading the ledger: balances, the trial balance, a period's hash."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any

import sqlalchemy as sa

from ideas.db import session
from ideas.royalties.ledger.beancount import Line
from ideas.royalties.ledger.models import Account, JournalEntry, Posting
from ideas.royalties.ledger.rules import OF_SALES, Entry, hash_of
from ideas.royalties.periods.models import Period

LEDGER_LOCK = 0x1ED6E4
CHUNK = 500
_ENTRY, _IN_ENTRY = JournalEntry, Posting.entry_key == JournalEntry.key


def lock_ledger() -> None:
    """Let one transaction at a time post; SQLite has one writer anyhow."""
    current = session()
    if current.get_bind().dialect.name == "postgresql":
        current.execute(sa.select(sa.func.pg_advisory_xact_lock(LEDGER_LOCK)))


def account_ids(codes: Iterable[str]) -> dict[str, int]:
    """The ids of those accounts that exist, by name."""
    wanted, found = sorted(set(codes)), list[Account]()
    for start in range(0, len(wanted), CHUNK):
        some = Account.code.in_(wanted[start : start + CHUNK])
        found += session().scalars(sa.select(Account).where(some))
    return {account.code: account.id for account in found}


def balances(codes: Iterable[str], currency: str) -> dict[str, int]:
    """Each account's balance in a currency, 0 where nothing was posted."""
    wanted = sorted(set(codes))
    result = dict.fromkeys(wanted, 0)
    for start in range(0, len(wanted), CHUNK):
        summed = (
            sa.select(Account.code, sa.func.sum(Posting.amount))
            .join(Posting, Posting.account_id == Account.id)
            .where(Account.code.in_(wanted[start : start + CHUNK]), Posting.currency == currency)
            .group_by(Account.code)
        )
        result |= {code: int(amount) for code, amount in session().execute(summed)}
    return result


def balance(code: str, currency: str) -> int:
    """One account's balance in a currency."""
    return balances([code], currency)[code]


def trial_balance() -> Sequence[tuple[str, str, int]]:
    """Account, currency and balance wherever there is one, by name."""
    summed = (
        sa.select(Account.code, Posting.currency, sa.func.sum(Posting.amount))
        .join(Posting, Posting.account_id == Account.id)
        .group_by(Account.code, Posting.currency)
        .order_by(Account.code, Posting.currency)
    )
    rows = session().execute(summed)
    return [(code, currency, int(amount)) for code, currency, amount in rows if amount]


def unbalanced_entries() -> Sequence[str]:
    """Keys of entries that do not sum to zero in some currency; there must be none."""
    broken = (
        sa.select(Posting.entry_key)
        .group_by(Posting.entry_key, Posting.currency)
        .having(sa.func.sum(Posting.amount) != 0)
    )
    return session().scalars(broken).all()


def hash_of_period(period_id: int | None, sales: str | None = None) -> str:
    """The hash of a period's entries (None: of those that belong to no period), read one by one.

    ``sales`` is the fingerprint of its sales, where that is part of it.
    """
    summed = sa.select(Account.code, Posting.currency, sa.func.sum(Posting.amount))
    summed = summed.select_from(Posting).join(Account).join(_ENTRY, _IN_ENTRY)
    summed = summed.where(_ENTRY.period_id == period_id, _ENTRY.kind.in_(OF_SALES))
    rows = session().execute(summed.group_by(Account.code, Posting.currency))
    sold = {(code, currency): int(amount) for code, currency, amount in rows}
    return hash_of(sold, _others_in(period_id), sales)


def _others_in(period_id: int | None) -> Iterator[Entry]:
    """Entries that are not of sales, in the order of their keys."""
    head = (_ENTRY.key, _ENTRY.kind, _ENTRY.reverses)
    legs = sa.select(*head, Account.code, Posting.amount, Posting.currency)
    legs = legs.select_from(Posting).join(Account).join(_ENTRY, _IN_ENTRY)
    legs = legs.where(_ENTRY.period_id == period_id, _ENTRY.kind.not_in(OF_SALES))
    legs = legs.order_by(plainly(_ENTRY.key)).execution_options(yield_per=CHUNK)
    rows = session().execute(legs)
    for (key, kind, reverses), members in groupby(rows, key=lambda row: row[:3]):
        yield key, kind.value, reverses, [(row[3], row[4], row[5]) for row in members]


def plainly(column: Any) -> Any:
    """A column as it is ordered: letters by their code, whatever the database's language."""
    is_text = isinstance(column.type, sa.Text)
    is_postgresql = session().get_bind().dialect.name == "postgresql"
    return column.collate("C") if is_text and is_postgresql else column


def legs_of(keys: Iterable[str]) -> dict[str, list[tuple[str, int, str]]]:
    """Account, amount and currency of each posting of these entries, by key."""
    found: dict[str, list[tuple[str, int, str]]] = defaultdict(list)
    wanted = sorted(set(keys))
    for start in range(0, len(wanted), CHUNK):
        some = Posting.entry_key.in_(wanted[start : start + CHUNK])
        legs = sa.select(Posting.entry_key, Account.code, Posting.amount, Posting.currency)
        for key, account, amount, currency in session().execute(legs.join(Account).where(some)):
            found[key].append((account, amount, currency))
    return found


def every_line() -> Iterator[Line]:
    """Every posting with its entry, entry by entry in the order they were posted."""
    legs = (
        sa.select(JournalEntry, Period.code, Account.code, Posting.amount, Posting.currency)
        .join(Posting, Posting.entry_key == JournalEntry.key)
        .join(Account, Account.id == Posting.account_id)
        .outerjoin(Period, Period.id == JournalEntry.period_id)
        .order_by(JournalEntry.id, Posting.id)
        .execution_options(yield_per=1_000)
    )
    for entry, period, account, amount, currency in session().execute(legs):
        day, kind = entry.posted_at.date(), entry.kind.value
        yield Line(day, entry.key, kind, period, entry.reverses, account, amount, currency)
