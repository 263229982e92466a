"""Entering what lies apart for creators."""

from datetime import date

from ideas import clock
from ideas.accounts.models import Person
from ideas.audit.actions import note
from ideas.db import session, writes
from ideas.money import Money
from ideas.refusals import refuse
from ideas.royalties.owed import rules
from ideas.royalties.owed.models import RingFence


@writes
def set_apart(money: Money, counted_on: date, *, by: Person) -> RingFence:
    """Keep what finance says lies on an account of its own, as of a day."""
    refuse(rules.refusal_to_set_apart(money.amount, counted_on, clock.today()))
    entered = RingFence(
        currency=money.currency,
        amount=money.amount,
        counted_on=counted_on,
        entered_by_id=by.id,
        entered_at=clock.now(),
    )
    session().add(entered)
    session().flush()
    note("ring_fence.set", f"currency:{money.currency}", by=by.id, amount=str(money))
    return entered
