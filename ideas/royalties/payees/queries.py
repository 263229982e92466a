"""Finding payees, what is withheld from them, and their tax forms."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from ideas.accounts.models import Person, RoleGrant
from ideas.agreements.models import Agreement, AgreementState, Share
from ideas.db import session
from ideas.policy import Role
from ideas.royalties.payees.keys import opened
from ideas.royalties.payees.models import PayeeDetails, TaxForm, Withholding
from ideas.royalties.payees.rules import Details, rate_on
from ideas.royalties.periods.models import Period, PeriodState

CHUNK = 500


def withholding_of(person_ids: Iterable[int], on: date) -> dict[int, int]:
    """What is withheld from each of these people on a day, in basis points; 0 unless entered."""
    wanted = sorted(set(person_ids))
    rates: dict[int, list[tuple[date, int, int]]] = defaultdict(list)
    for start in range(0, len(wanted), CHUNK):
        some = Withholding.person_id.in_(wanted[start : start + CHUNK])
        for each in session().scalars(sa.select(Withholding).where(some)):
            rates[each.person_id].append((each.from_on, each.id, each.rate_bp))
    return {person_id: rate_on(rates[person_id], on) for person_id in wanted}


def withholdings_of(person_id: int) -> Sequence[Withholding]:
    """Every rate entered for a person, the latest day first."""
    found = sa.select(Withholding).where(Withholding.person_id == person_id)
    found = found.options(joinedload(Withholding.entered_by))
    return (
        session().scalars(found.order_by(Withholding.from_on.desc(), Withholding.id.desc())).all()
    )


def tax_forms_of(person_id: int) -> Sequence[TaxForm]:
    """Every form of a person, the one that counts first."""
    found = sa.select(TaxForm).where(TaxForm.person_id == person_id)
    return (
        session()
        .scalars(found.options(joinedload(TaxForm.entered_by)).order_by(TaxForm.id.desc()))
        .all()
    )


def closed_until() -> date | None:
    """The last day of the last closed period."""
    found = sa.select(sa.func.max(Period.ends_on)).where(Period.state == PeriodState.CLOSED)
    return session().scalar(found)


def is_payee(person_id: int) -> bool:
    """Has somebody a share in an agreement that was offered at least?"""
    return payee_by_id(person_id) is not None


def payees() -> Sequence[Person]:
    """Everybody with a share in an agreement that was offered at least, by name."""
    return session().scalars(_payees().order_by(Person.name, Person.id)).all()


def payee_by_id(person_id: int) -> Person | None:
    """The payee."""
    found: Person | None = session().scalar(_payees().where(Person.id == person_id))
    return found


def _payees() -> Any:
    agreed = Share.agreement.has(Agreement.state != AgreementState.DRAFT)
    return sa.select(Person).where(sa.exists().where(Share.person_id == Person.id, agreed))


def details_of(person_ids: Iterable[int]) -> dict[int, PayeeDetails]:
    """What each of these people told last, where they told anything."""
    wanted, told = sorted(set(person_ids)), dict[int, PayeeDetails]()
    for start in range(0, len(wanted), CHUNK):
        some = PayeeDetails.person_id.in_(wanted[start : start + CHUNK])
        found = sa.select(PayeeDetails).where(some).order_by(PayeeDetails.id)
        told |= {each.person_id: each for each in session().scalars(found)}
    return told


def details_in(row: PayeeDetails) -> Details:
    """The details themselves; without anything in them when they were forgotten."""
    return Details(**{"name": ""} | opened(row.sealed, of=row.person_id))


def details_told_by(person_id: int) -> list[dict[str, object]]:
    """Every version of a person's details in full, for themselves."""
    found = sa.select(PayeeDetails).where(PayeeDetails.person_id == person_id)
    return [
        {
            "kind": row.kind.value,
            "country": row.country,
            "told_at": row.told_at.isoformat(),
            **opened(row.sealed, of=person_id),
        }
        for row in session().scalars(found.order_by(PayeeDetails.id))
    ]


def last_forms(person_ids: Iterable[int]) -> dict[int, TaxForm]:
    """The tax form that counts for each of these people, where there is one."""
    wanted, last = sorted(set(person_ids)), dict[int, TaxForm]()
    for start in range(0, len(wanted), CHUNK):
        some = TaxForm.person_id.in_(wanted[start : start + CHUNK])
        found = sa.select(TaxForm).where(some).order_by(TaxForm.id)
        last |= {each.person_id: each for each in session().scalars(found)}
    return last


def others_in_finance(person_ids: set[int]) -> Sequence[str]:
    """Names of those in finance besides these people, who could be the second pair of eyes."""
    found = sa.select(Person.name).join(RoleGrant, RoleGrant.person_id == Person.id)
    found = found.where(RoleGrant.role == Role.FINANCE, Person.id.not_in(person_ids))
    active = found.where(Person.suspended_at.is_(None), Person.erased_at.is_(None))
    return session().scalars(active.order_by(Person.name)).all()
