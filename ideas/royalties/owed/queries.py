"""Reading what is owed."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from ideas import clock
from ideas.accounts.models import Person
from ideas.db import session
from ideas.money import Money
from ideas.royalties.ledger.queries import trial_balance
from ideas.royalties.owed.models import RingFence
from ideas.royalties.owed.rules import Fence, Open, aged, fences
from ideas.royalties.payments.models import Payment
from ideas.royalties.payments.rules import PaymentState
from ideas.royalties.settlements.models import Settlement, Statement

Aged = tuple[Person, str, tuple[int, ...]]


def ageing() -> list[Aged]:
    """What is payable and not yet paid, by payee and currency, in bands of days; by name."""
    paid = sa.exists().where(
        Payment.statement_id == Statement.id, Payment.state == PaymentState.SENT
    )
    found = (
        sa.select(Person, Settlement.currency, Statement.payable, Settlement.settled_at)
        .join_from(Statement, Settlement, Settlement.id == Statement.settlement_id)
        .join(Person, Person.id == Statement.person_id)
        .where(Statement.payable > 0, ~paid)
    )
    rows = session().execute(found).all()
    people = {person.id: person for person, *_ in rows}
    opened = (Open(who.id, money, amount, at.date()) for who, money, amount, at in rows)
    sums = aged(opened, clock.today())
    lines = [(people[person_id], currency, bands) for (person_id, currency), bands in sums.items()]
    return sorted(lines, key=lambda line: (line[0].name, line[0].id, line[1]))


def ageing_table(lines: Sequence[Aged]) -> list[tuple[str, ...]]:
    """The same as cells: amounts are plain, with their currency."""
    return [
        (
            person.name,
            currency,
            *(Money(amount, currency).plain() for amount in (*bands, sum(bands))),
        )
        for person, currency, bands in lines
    ]


def last_entered() -> dict[str, RingFence]:
    """What lies apart in each currency, as entered last."""
    found = sa.select(RingFence).options(joinedload(RingFence.entered_by)).order_by(RingFence.id)
    return {each.currency: each for each in session().scalars(found)}


def ring_fence() -> list[Fence]:
    """What is owed in each currency, and what lies apart for it."""
    apart = {currency: each.amount for currency, each in last_entered().items()}
    return fences(trial_balance(), apart)
