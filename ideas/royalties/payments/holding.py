"""Holding payments to somebody back, and lifting that; and what stays when somebody leaves."""

from ideas import clock
from ideas.accounts.models import Person
from ideas.audit.actions import note
from ideas.db import session, writes
from ideas.refusals import Refusal, refuse
from ideas.royalties.bank.actions import forget_accounts_of
from ideas.royalties.ledger.queries import lock_ledger
from ideas.royalties.payments.models import Hold
from ideas.royalties.payments.queries import accounts_paid_to, open_hold


@writes
def hold(person: Person, *, by: Person, reason: str) -> Hold:
    """Pay nothing to somebody until this is lifted; twice is once."""
    lock_ledger()
    before = open_hold(person.id)
    if before is not None:
        return before
    refuse(None if reason.strip() else Refusal("hold.no_reason"))
    held = Hold(person_id=person.id, reason=reason.strip(), held_by_id=by.id, held_at=clock.now())
    session().add(held)
    session().flush()
    note("payment.hold", f"person:{person.id}", by=by.id)
    return held


@writes
def lift(person: Person, *, by: Person) -> None:
    """Let somebody be paid again; nobody lifts what holds their own payments."""
    lock_ledger()
    held = open_hold(person.id)
    if held is not None:
        refuse(Refusal("hold.own") if person.id == by.id else None)
        held.lifted_by_id, held.lifted_at = by.id, clock.now()
        session().flush()
        note("payment.lift", f"person:{person.id}", by=by.id)


@writes
def forget_accounts(person_id: int) -> None:
    """Drop the accounts of somebody who leaves, but for those that payments went to.

    Those belong to the books, which the law wants kept (in France for ten years, article L123-22
    of the code de commerce; elsewhere for six to ten): they stay, encrypted.
    """
    forget_accounts_of(person_id, keep=accounts_paid_to(person_id))
