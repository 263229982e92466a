"""Typing, withdrawing, approving and refusing a bank account."""

from collections.abc import Iterable
from dataclasses import asdict

import sqlalchemy as sa

from ideas import clock
from ideas.accounts.models import Person
from ideas.audit.actions import note
from ideas.db import session, writes
from ideas.events.actions import record
from ideas.refusals import refuse
from ideas.royalties.bank import rules
from ideas.royalties.bank.models import BankAccount
from ideas.royalties.bank.queries import lock_payee, locked_account
from ideas.royalties.bank.rules import Account, AccountState
from ideas.royalties.events import BankAccountChanged
from ideas.royalties.payees.keys import seal
from ideas.royalties.payees.queries import is_payee, others_in_finance


@writes
def type_account(account: Account, *, by: Person) -> BankAccount:
    """Keep where its payee wants to be paid; what waited before is withdrawn."""
    lock_payee(by.id)
    refuse(rules.refusal_to_type(account, is_payee=is_payee(by.id)))
    waiting = sa.update(BankAccount).where(
        BankAccount.person_id == by.id, BankAccount.state == AccountState.WAITING
    )
    session().execute(waiting.values(state=AccountState.WITHDRAWN))
    moment = clock.now()
    row = BankAccount(
        person_id=by.id,
        sealed=seal(asdict(account), of=by.id),
        state=AccountState.WAITING,
        typed_at=moment,
        usable_at=moment + rules.WAIT,
    )
    session().add(row)
    session().flush()
    _tell("bank_account.type", row, by)
    return row


@writes
def withdraw_account(row: BankAccount, *, by: Person) -> None:
    """Take back an account that waits; its payee does this."""
    row = locked_account(row.id)
    refuse(rules.refusal_to_withdraw(row.state))
    row.state = AccountState.WITHDRAWN
    session().flush()
    _tell("bank_account.withdraw", row, by)


@writes
def approve_account(row: BankAccount, *, by: Person) -> None:
    """Let money go there once its wait is over; twice is once."""
    row = locked_account(row.id)
    if row.state is AccountState.APPROVED:
        return
    _decide(row, AccountState.APPROVED, by)
    _tell("bank_account.approve", row, by)


@writes
def refuse_account(row: BankAccount, *, by: Person, reason: str) -> None:
    """Turn an account down, with a reason its payee reads."""
    row = locked_account(row.id)
    refuse(rules.refusal_to_refuse(reason))
    row.reason = reason.strip()
    _decide(row, AccountState.REFUSED, by)
    _tell("bank_account.refuse", row, by)


def _decide(row: BankAccount, state: AccountState, by: Person) -> None:
    others = others_in_finance({row.person_id})
    refuse(rules.refusal_to_decide(row.state, is_own=row.person_id == by.id, others=others))
    row.state, row.decided_by_id, row.decided_at = state, by.id, clock.now()
    session().flush()


def _tell(action: str, row: BankAccount, by: Person) -> None:
    note(action, f"person:{row.person_id}", by=by.id, account=row.id)
    record(BankAccountChanged(row.id, row.person_id, row.state.value))


@writes
def forget_accounts_of(person_id: int, *, keep: Iterable[int] = ()) -> None:
    """Drop the accounts of somebody who leaves, but for those to ``keep``."""
    found = sa.select(BankAccount).where(BankAccount.person_id == person_id)
    rows = session().scalars(found.where(BankAccount.id.not_in(list(keep)))).all()
    for row in rows:
        session().delete(row)
    if rows:
        note("bank_account.forget", f"person:{person_id}", by=None, rows=len(rows))
    session().flush()
