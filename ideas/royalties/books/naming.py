"""What an entry of the ledger is about, read from its key: a file of sales, an idea, a payee."""

from collections.abc import Collection, Iterable, Mapping

import sqlalchemy as sa

from ideas.db import session
from ideas.royalties.books.whose import whose
from ideas.royalties.ledger.rules import earned_of, payable_of
from ideas.royalties.payments.models import Payment
from ideas.royalties.periods.models import Period
from ideas.royalties.sales.imports.models import SalesImport
from ideas.royalties.settlements.models import Settlement, Statement

OF_AGREEMENTS, OF_SHARES = {"earned", "settled"}, {"due"}


def entries_named(keys: Iterable[str]) -> Mapping[str, str]:
    """In words, by key: the payee, the idea or the file, and the period if it has one."""
    split = {key: (*key.split(":"), "", "")[:3] for key in keys}
    numbers = {
        head: {int(number) for each, number, _ in split.values() if each == head}
        for head in ("sales", "paid")
    }
    files, paid = _files(numbers["sales"]), _paid(numbers["paid"])
    accounts = {key: _account(parts, paid) for key, parts in split.items()}
    owners = whose(code for code in accounts.values() if code)
    named = {}
    for key, (head, number, period) in split.items():
        who = files.get(int(number)) if head == "sales" else owners.get(accounts[key])
        when = paid[int(number)][1] if head == "paid" and int(number) in paid else period
        named[key] = ", ".join(each for each in (who, when) if each)
    return named


def _account(parts: tuple[str, ...], paid: Mapping[int, tuple[int, str]]) -> str:
    """The account by which ``whose`` finds whose an entry is; empty for those of sales."""
    head, number, _ = parts
    if head in OF_AGREEMENTS:
        return earned_of(int(number))
    if head in OF_SHARES:
        return payable_of(int(number))
    return payable_of(paid[int(number)][0]) if head == "paid" and int(number) in paid else ""


def _files(import_ids: Collection[int]) -> Mapping[int, str]:
    found = sa.select(SalesImport.id, SalesImport.file_name).where(SalesImport.id.in_(import_ids))
    return {number: name for number, name in session().execute(found)}


def _paid(payment_ids: Collection[int]) -> Mapping[int, tuple[int, str]]:
    """By payment: the share it went to, and the period of its statement if it had one."""
    found = (
        sa.select(Payment.id, Payment.share_id, Period.code)
        .outerjoin(Statement, Statement.id == Payment.statement_id)
        .outerjoin(Settlement, Settlement.id == Statement.settlement_id)
        .outerjoin(Period, Period.id == Settlement.period_id)
        .where(Payment.id.in_(payment_ids))
    )
    return {number: (share, code or "") for number, share, code in session().execute(found)}
