"""What was found due and what was withheld in a year, by payee: for finance's tax forms."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from ideas.accounts.models import Person
from ideas.agreements.models import Share
from ideas.audit.actions import note
from ideas.db import session, writes
from ideas.money import Money
from ideas.royalties.ledger.models import Account, JournalEntry, Posting
from ideas.royalties.ledger.rules import Kind
from ideas.royalties.payees.queries import details_in, details_of

KINDS = ("payable", "withheld")
HEADINGS = (
    *("payee", "legal_name", "paid_as", "address", "country", "tax_number"),
    *("currency", "due_before_tax", "withheld", "payable"),
)


@dataclass(frozen=True)
class YearOf:
    """A payee's year in a currency, in minor units, by the day a period was closed."""

    person: Person
    currency: str
    withheld: int
    payable: int


def withheld_in(year: int) -> list[YearOf]:
    """Each payee's year in each currency, by name."""
    sums: dict[tuple[int, str], dict[str, int]] = defaultdict(lambda: dict.fromkeys(KINDS, 0))
    for code, currency, amount in session().execute(_settled_in(year)):
        kind, _, share_id = code.partition(":")
        if kind in KINDS:
            sums[int(share_id), currency][kind] -= int(amount)
    owners = _owners({share_id for share_id, _ in sums})
    joined: dict[tuple[int, str], dict[str, int]] = defaultdict(lambda: dict.fromkeys(KINDS, 0))
    for (share_id, currency), amounts in sums.items():
        for kind, amount in amounts.items():
            joined[owners[share_id].id, currency][kind] += amount
    people = {person.id: person for person in owners.values()}
    years = [YearOf(people[who], money, **amounts) for (who, money), amounts in joined.items()]
    return sorted(years, key=lambda each: (each.person.name, each.person.id, each.currency))


def _settled_in(year: int) -> Any:
    begin, end = (datetime(each, 1, 1, tzinfo=UTC) for each in (year, year + 1))
    return (
        sa.select(Account.code, Posting.currency, sa.func.sum(Posting.amount))
        .join(Posting, Posting.account_id == Account.id)
        .join(JournalEntry, JournalEntry.key == Posting.entry_key)
        .where(JournalEntry.kind == Kind.DUE)
        .where(JournalEntry.posted_at >= begin, JournalEntry.posted_at < end)
        .group_by(Account.code, Posting.currency)
    )


def _owners(share_ids: Iterable[int]) -> dict[int, Person]:
    found = sa.select(Share.id, Person).join(Person, Person.id == Share.person_id)
    rows = session().execute(found.where(Share.id.in_(sorted(share_ids)))).all()
    return {row[0]: row[1] for row in rows}


@writes
def take_table(year: int, *, by: Person) -> list[tuple[str, ...]]:
    """The year as cells with legal names and tax numbers, and an entry that it was taken."""
    years = withheld_in(year)
    told = details_of(each.person.id for each in years)
    note("withholding.fetch", f"year:{year}", by=by.id, rows=len(years))
    table = []
    for each in years:
        row = told.get(each.person.id)
        who = details_in(row) if row else None
        amounts = (each.withheld + each.payable, each.withheld, each.payable)
        table.append(
            (
                each.person.name,
                who.name if who else "",
                row.kind.value if row else "",
                ", ".join(filter(None, (who.street, who.town))) if who else "",
                row.country if row else "",
                who.tax_number if who else "",
                each.currency,
                *(Money(amount, each.currency).plain() for amount in amounts),
            )
        )
    return table
