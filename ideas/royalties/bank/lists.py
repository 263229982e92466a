"""Every payee on a line: where they are paid, what is withheld, how their tax form stands."""

from dataclasses import dataclass

from ideas import clock
from ideas.accounts.models import Person
from ideas.royalties.bank.queries import account_in, accounts_waiting, usable_accounts
from ideas.royalties.payees.queries import details_of, last_forms, payees, withholding_of
from ideas.royalties.payees.rules import FormState, form_state


@dataclass(frozen=True)
class PayeeLine:
    """A payee; ``account`` is masked, empty while there is none that can be used."""

    person: Person
    country: str
    account: str
    waits: bool
    rate_bp: int
    form: FormState


def payee_lines() -> list[PayeeLine]:
    """Every payee, those first whose account waits for finance, then by name."""
    people, today = payees(), clock.today()
    ids = [person.id for person in people]
    told, rates, forms = details_of(ids), withholding_of(ids, today), last_forms(ids)
    usable = usable_accounts(ids, clock.now())
    waiting = {each.person_id for each in accounts_waiting()}
    lines = [
        PayeeLine(
            person=person,
            country=told[person.id].country if person.id in told else "",
            account=account_in(usable[person.id]).masked if person.id in usable else "",
            waits=person.id in waiting,
            rate_bp=rates[person.id],
            form=form_state(
                forms[person.id].ends_on if person.id in forms else None,
                today,
                is_there=person.id in forms,
            ),
        )
        for person in people
    ]
    return sorted(lines, key=lambda line: not line.waits)
