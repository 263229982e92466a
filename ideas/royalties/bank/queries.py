"""Finding bank accounts."""

from collections.abc import Iterable, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from ideas.accounts.models import Person
from ideas.db import session
from ideas.royalties.bank.models import BankAccount
from ideas.royalties.bank.rules import Account, AccountState
from ideas.royalties.payees.keys import opened

CHUNK = 500


def account_in(row: BankAccount) -> Account:
    """The account itself; without anything in it when it was forgotten or its key is gone."""
    return Account(**{"holder": ""} | opened(row.sealed, of=row.person_id))


def bank_accounts_of(person_id: int) -> Sequence[BankAccount]:
    """Every account a person typed, newest first."""
    found = sa.select(BankAccount).where(BankAccount.person_id == person_id)
    found = found.options(joinedload(BankAccount.decided_by))
    return session().scalars(found.order_by(BankAccount.id.desc())).all()


def usable_accounts(person_ids: Iterable[int], moment: datetime) -> dict[int, BankAccount]:
    """The account each of these people is paid to at a moment, where there is one."""
    wanted, usable = sorted(set(person_ids)), dict[int, BankAccount]()
    approved = (BankAccount.state == AccountState.APPROVED, BankAccount.usable_at <= moment)
    for start in range(0, len(wanted), CHUNK):
        some = BankAccount.person_id.in_(wanted[start : start + CHUNK])
        found = sa.select(BankAccount).where(some, *approved, BankAccount.sealed != "")
        for each in session().scalars(found.order_by(BankAccount.id)):
            usable[each.person_id] = each
    return usable


def accounts_waiting() -> Sequence[BankAccount]:
    """Accounts that wait for finance, the longest first."""
    found = sa.select(BankAccount).where(BankAccount.state == AccountState.WAITING)
    found = found.options(joinedload(BankAccount.person)).order_by(BankAccount.id)
    return session().scalars(found).all()


def bank_account_by_id(account_id: int) -> BankAccount | None:
    """The account."""
    return session().get(BankAccount, account_id)


def locked_account(account_id: int) -> BankAccount:
    """The account, read anew and locked until the transaction ends."""
    locked = sa.select(BankAccount).where(BankAccount.id == account_id)
    locked = locked.with_for_update().execution_options(populate_existing=True)
    return session().scalars(locked).one()


def lock_payee(person_id: int) -> None:
    """Let one transaction at a time change where somebody is paid."""
    locked = sa.select(Person.id).where(Person.id == person_id)
    session().execute(locked.with_for_update(key_share=True))


def exported(person_id: int) -> list[dict[str, object]]:
    """A person's accounts in full, for themselves."""
    return [
        {
            "state": row.state.value,
            "typed_at": row.typed_at.isoformat(),
            "usable_at": row.usable_at.isoformat(),
            **opened(row.sealed, of=person_id),
        }
        for row in bank_accounts_of(person_id)
    ]
