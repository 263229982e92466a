"""Finding invitations to the staff."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from ideas import clock
from ideas.accounts.invitations.models import StaffInvitation
from ideas.accounts.models import Person
from ideas.db import session
from ideas.policy import Role


def sent_to(person: Person) -> sa.ColumnElement[bool]:
    """Narrows invitations to those for the address a person has confirmed."""
    if not person.is_verified:
        return sa.false()
    return StaffInvitation.address == person.email


def invitations_for(person: Person) -> Sequence[StaffInvitation]:
    """What was asked of a person's address and can still be answered."""
    found = sa.select(StaffInvitation).where(sent_to(person), StaffInvitation.ends_at > clock.now())
    return session().scalars(found.order_by(StaffInvitation.asked_at)).all()


def invitations_out() -> Sequence[StaffInvitation]:
    """Every invitation that nobody has answered yet, the newest first."""
    found = sa.select(StaffInvitation).where(StaffInvitation.ends_at > clock.now())
    newest = found.order_by(StaffInvitation.asked_at.desc(), StaffInvitation.mark)
    return session().scalars(newest).all()


def invitation_marked(mark: str) -> StaffInvitation | None:
    """The invitation with this mark."""
    return session().get(StaffInvitation, mark)


def invitation_of(person: Person, mark: str) -> StaffInvitation | None:
    """The same, if it went to this person's address."""
    found = sa.select(StaffInvitation).where(StaffInvitation.mark == mark, sent_to(person))
    return session().scalar(found.with_for_update(of=StaffInvitation))


def open_invitation(address: str, role: Role) -> StaffInvitation | None:
    """What an address is asked already for this role, over or not."""
    found = sa.select(StaffInvitation).where(
        StaffInvitation.address == address, StaffInvitation.role == role
    )
    return session().scalar(found)


def staff_invitations_of_person(person_id: int) -> list[dict[str, Any]]:
    """What was asked of the address a person has confirmed, as plain values."""
    person = session().get_one(Person, person_id)
    return [
        {"role": each.role.value, "address": each.address, "asked_at": each.asked_at.isoformat()}
        for each in session().scalars(sa.select(StaffInvitation).where(sent_to(person)))
    ]
