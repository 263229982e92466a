"""Posting to the ledger, and checking that it holds."""

from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa

from ideas import clock
from ideas.accounts.models import Person
from ideas.db import session, writes
from ideas.royalties.ledger.models import Account, JournalEntry, Posting
from ideas.royalties.ledger.queries import (
    account_ids,
    legs_of,
    lock_ledger,
    trial_balance,
    unbalanced_entries,
)
from ideas.royalties.ledger.rules import Draft, Kind, Leg, Unbalanced, imbalance, taken_back


class LedgerBroken(Exception):
    """The nightly check found an entry or a trial balance that is not zero."""


@writes
def post(drafts: Sequence[Draft], *, by: Person) -> None:
    """Post entries; Unbalanced when one does not sum to zero, and nothing is written then."""
    real = [draft for draft in drafts if any(leg.amount for leg in draft.legs)]
    for draft in real:
        if imbalance(draft.legs):
            raise Unbalanced(draft.key)
    if not real:
        return
    lock_ledger()
    accounts = _accounts(leg.account for draft in real for leg in draft.legs)
    postings = [
        {
            "entry_key": draft.key,
            "account_id": accounts[leg.account],
            "amount": leg.amount,
            "currency": leg.currency,
        }
        for draft in real
        for leg in draft.legs
        if leg.amount
    ]
    session().execute(sa.insert(Posting), postings)
    session().execute(sa.insert(JournalEntry), _entries(real, by))


def _entries(drafts: Sequence[Draft], by: Person) -> list[dict[str, Any]]:
    moment, poster = clock.now(), by.id
    return [
        {
            "key": draft.key,
            "kind": draft.kind,
            "period_id": draft.period_id,
            "reverses": draft.reverses,
            "posted_by_id": poster,
            "posted_at": moment,
        }
        for draft in drafts
    ]


def _accounts(codes: Iterable[str]) -> dict[str, int]:
    wanted = set(codes)
    missing = sorted(wanted - set(account_ids(wanted)))
    if missing:
        session().execute(sa.insert(Account), [{"code": code} for code in missing])
    return account_ids(wanted)


@writes
def take_back(entries: Sequence[tuple[str, int]], *, by: Person) -> None:
    """Post the reversals of entries, each given as its key and the period to date it into."""
    legs = legs_of(key for key, _ in entries)
    post(
        [
            Draft(
                key=f"{key}:taken-back",
                kind=Kind.SALE_TAKEN_BACK,
                legs=taken_back(Leg(*leg) for leg in legs[key]),
                period_id=period_id,
                reverses=key,
            )
            for key, period_id in entries
            if key in legs
        ],
        by=by,
    )


def check_ledger() -> None:
    """Raise LedgerBroken unless every entry and the whole ledger sum to zero."""
    broken = unbalanced_entries()
    if broken:
        raise LedgerBroken(f"entries that do not balance: {', '.join(broken[:10])}")
    left = imbalance(Leg(code, amount, currency) for code, currency, amount in trial_balance())
    if left:
        raise LedgerBroken(f"the trial balance is off by {left}")
