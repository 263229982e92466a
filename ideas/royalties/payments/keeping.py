"""What the books keep about people for as long as the law wants it, and then no longer.

Figures, the ledger, statements and agreements stay: they are the accounts, and what they rest on.
"""

from datetime import UTC, date, datetime

import sqlalchemy as sa

from ideas import clock
from ideas.accounts.models import Person
from ideas.audit.actions import note
from ideas.db import session, writes
from ideas.royalties.bank.models import BankAccount
from ideas.royalties.bank.rules import AccountState
from ideas.royalties.payees.models import PayeeDetails
from ideas.royalties.payments.models import BatchFile, Payment
from ideas.royalties.settings import Royalties
from ideas.settings.queries import dials


def kept_from(today: date, years: int) -> date:
    """The first day whose records are still kept: they stay for whole years after their own."""
    return date(today.year - years, 1, 1)


@writes
def forget_old_records() -> None:
    """Empty what is kept beyond its years; daily, by the schedule.

    The bank's files; accounts that nobody was paid to since and nobody is paid to now; and what
    payees told before they told it anew.
    """
    first = kept_from(clock.today(), dials(Royalties).kept_years)
    moment = datetime.combine(first, datetime.min.time(), UTC)
    counts = {
        "files": _empty(BatchFile, BatchFile.made_at < moment),
        "accounts": _empty(BankAccount, BankAccount.typed_at < moment, _is_over(moment)),
        "details": _drop_details(moment),
    }
    session().flush()
    if any(counts.values()):
        note("money.forget", "money:records", by=None, before=first.isoformat(), **counts)


def _empty(model: type[BatchFile | BankAccount], *old: sa.ColumnElement[bool]) -> int:
    """Forget what is sealed in these rows; who, when and the hash stay."""
    emptied = sa.update(model).where(model.sealed != "", *old).values(sealed="")
    done = session().execute(emptied.execution_options(synchronize_session=False))
    return int(done.rowcount)  # type: ignore[attr-defined]


def _is_over(moment: datetime) -> sa.ColumnElement[bool]:
    """Was nothing paid there since, and is it not where somebody is paid now?"""
    paid = sa.exists().where(Payment.account_id == BankAccount.id, Payment.made_at >= moment)
    later = sa.orm.aliased(BankAccount)
    is_used = BankAccount.state.in_((AccountState.APPROVED, AccountState.WAITING))
    replaced = sa.exists().where(
        later.person_id == BankAccount.person_id,
        later.id > BankAccount.id,
        later.state == AccountState.APPROVED,
        later.usable_at < moment,
    )
    left = sa.exists().where(Person.id == BankAccount.person_id, Person.erased_at.is_not(None))
    return sa.and_(~paid, sa.or_(~is_used, replaced, left))


def _drop_details(moment: datetime) -> int:
    later = sa.orm.aliased(PayeeDetails)
    anew = sa.exists().where(
        later.person_id == PayeeDetails.person_id,
        later.id > PayeeDetails.id,
        later.told_at < moment,
    )
    gone = sa.delete(PayeeDetails).where(PayeeDetails.told_at < moment, anew)
    done = session().execute(gone.execution_options(synchronize_session=False))
    return int(done.rowcount)  # type: ignore[attr-defined]
