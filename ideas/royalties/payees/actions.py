"""Telling who one is as a payee; entering a payee's withholding rate and tax forms."""

from dataclasses import asdict, dataclass
from datetime import date

import sqlalchemy as sa

from ideas import clock
from ideas.accounts.models import Person
from ideas.audit.actions import note
from ideas.db import session, writes
from ideas.refusals import refuse
from ideas.royalties.ledger.queries import lock_ledger
from ideas.royalties.payees import rules
from ideas.royalties.payees.keys import seal
from ideas.royalties.payees.models import PayeeDetails, TaxForm, Withholding
from ideas.royalties.payees.queries import closed_until, is_payee
from ideas.royalties.payees.rules import Details, PayeeKind, TaxFormKind


@dataclass(frozen=True)
class FormFacts:
    """What finance typed of a tax form: its kind, what it says on it, and its days."""

    kind: TaxFormKind
    name: str
    received_on: date
    ends_on: date | None


@writes
def tell_details(details: Details, kind: PayeeKind, country: str, *, by: Person) -> PayeeDetails:
    """Keep who a payee is, encrypted; what they told before stays as a version."""
    refuse(rules.refusal_to_tell(details, is_payee=is_payee(by.id)))
    told = PayeeDetails(
        person_id=by.id,
        kind=kind,
        country=country,
        sealed=seal(asdict(details), of=by.id),
        told_at=clock.now(),
    )
    session().add(told)
    session().flush()
    note("payee.tell", f"person:{by.id}", by=by.id)
    return told


@writes
def forget_details_of(person_id: int) -> None:
    """Drop what somebody told as a payee."""
    session().execute(sa.delete(PayeeDetails).where(PayeeDetails.person_id == person_id))


@writes
def set_withholding(
    person: Person, rate_bp: int, from_on: date, *, reason: str, by: Person
) -> Withholding:
    """Withhold this many basis points from a day on that no close has passed."""
    lock_ledger()
    is_own = person.id == by.id
    refuse(
        rules.refusal_to_set_withholding(
            rate_bp, reason, from_on, closed_until=closed_until(), is_own=is_own
        )
    )
    entered = Withholding(
        person_id=person.id,
        rate_bp=rate_bp,
        from_on=from_on,
        reason=reason.strip(),
        entered_by_id=by.id,
        entered_at=clock.now(),
    )
    session().add(entered)
    session().flush()
    note("withholding.set", f"person:{person.id}", by=by.id, rate_bp=rate_bp, day=str(from_on))
    return entered


@writes
def keep_form(person: Person, facts: FormFacts, *, by: Person) -> TaxForm:
    """Keep that a payee gave in a tax form; it takes the place of the one before."""
    is_own, today = person.id == by.id, clock.today()
    refuse(rules.refusal_to_keep_form(facts.received_on, facts.ends_on, today=today, is_own=is_own))
    form = TaxForm(
        person_id=person.id,
        kind=facts.kind,
        name=facts.name.strip(),
        received_on=facts.received_on,
        ends_on=facts.ends_on,
        entered_by_id=by.id,
        entered_at=clock.now(),
    )
    session().add(form)
    session().flush()
    note("tax_form.keep", f"person:{person.id}", by=by.id, kind=facts.kind.value)
    return form
