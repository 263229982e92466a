"""Keeping the exchange rates of a file."""

from ideas.accounts.models import Person
from ideas.audit.actions import note
from ideas.db import writes
from ideas.refusals import Refusal, refuse
from ideas.royalties.ledger.queries import lock_ledger
from ideas.royalties.periods.actions import type_rate
from ideas.royalties.periods.models import Period
from ideas.royalties.periods.queries import locked_period
from ideas.royalties.quotes.queries import holding
from ideas.royalties.quotes.rules import Reading, refusal_to_keep


@writes
def keep(period: Period, reading: Reading, *, into: str, by: Person) -> int:
    """Keep what a file says and does not hold yet, all or nothing; answers how many are new."""
    lock_ledger()
    period = locked_period(period.id)
    refuse(Refusal("period.closed") if period.is_closed else None)
    refuse(refusal_to_keep(reading))
    held = holding(period.id, into)
    new = [each for each in reading.rates if held.get(each.currency) != each]
    for each in new:
        pair, source, day = (each.currency, into), each.source, each.quoted_on
        type_rate(period, pair, each.rate, source=source, quoted_on=day, by=by)
    known = len(reading.rates) - len(new)
    note("rate.file", f"period:{period.id}", by=by.id, new=len(new), known=known)
    return len(new)
