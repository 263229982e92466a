"""What is due now, with what keeps it from being paid."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from ideas import clock
from ideas.accounts.models import Person
from ideas.agreements.models import Share
from ideas.royalties.bank.queries import account_in, usable_accounts
from ideas.royalties.disputes.queries import disputed
from ideas.royalties.payments.queries import advances_due, people_held, statements_due
from ideas.royalties.payments.rules import Due, PaymentKind
from ideas.royalties.settlements.models import Statement


@dataclass(frozen=True)
class DueRow:
    """Something due, and what a page says of it; ``since`` is the day it fell due."""

    due: Due
    person: Person
    share: Share
    title: str
    period: str
    since: date
    account_id: int | None = None
    account: str = ""


def due_rows() -> list[DueRow]:
    """Everything that is due, advances first, each the oldest first."""
    rows = [_of_advance(each) for each in advances_due()]
    rows += [_of_statement(each) for each in statements_due()]
    return _with_accounts(rows)


def _of_advance(share: Share) -> DueRow:
    agreement = share.agreement
    due = Due(PaymentKind.ADVANCE, share.id, share.person_id, share.advance, agreement.currency)
    since = (agreement.active_at or agreement.prepared_at).date()
    return DueRow(due, share.person, share, agreement.idea.title, "", since)


def _of_statement(statement: Statement) -> DueRow:
    settlement = statement.settlement
    due = Due(
        PaymentKind.ROYALTY,
        statement.id,
        statement.person_id,
        statement.payable,
        settlement.currency,
    )
    title, period = settlement.agreement.idea.title, settlement.period.code
    since = settlement.settled_at.date()
    return DueRow(due, statement.person, statement.share, title, period, since)


def _with_accounts(rows: Sequence[DueRow]) -> list[DueRow]:
    usable = usable_accounts([row.person.id for row in rows], clock.now())
    held = people_held()
    asked = disputed_among(rows)
    found = []
    for row in rows:
        kept = usable.get(row.person.id)
        account = account_in(kept) if kept else None
        account = account if account and account.holder else None
        is_royalty = row.due.kind is PaymentKind.ROYALTY
        due = replace(
            row.due,
            reaches=account.is_sepa if account else None,
            is_held=row.person.id in held,
            is_disputed=is_royalty and row.due.id in asked,
        )
        masked = account.masked if account else ""
        found.append(replace(row, due=due, account_id=kept.id if kept else None, account=masked))
    return found


def disputed_among(rows: Sequence[DueRow]) -> set[int]:
    """The statements among these whose payee asked about them and has no answer yet."""
    return disputed(row.due.id for row in rows if row.due.kind is PaymentKind.ROYALTY)
