"""Finding what waits for a second admin."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from ideas.accounts.appointing.models import WAITING, Appointment
from ideas.accounts.models import Person, RoleGrant
from ideas.db import session
from ideas.policy import Role


def other_admins(person_id: int) -> int:
    """How many admins there are besides somebody, the suspended among them."""
    found = sa.select(sa.func.count()).select_from(RoleGrant)
    found = found.join(Person, Person.id == RoleGrant.person_id)
    others = (RoleGrant.role == Role.ADMIN, Person.id != person_id, Person.erased_at.is_(None))
    return session().scalar(found.where(*others)) or 0


def appointments_waiting(person_id: int | None = None) -> Sequence[Appointment]:
    """What nobody has approved, about everybody or about one; the oldest first."""
    found = sa.select(Appointment).where(WAITING).order_by(Appointment.id)
    if person_id is not None:
        found = found.where(Appointment.person_id == person_id)
    whole = (joinedload(Appointment.person), joinedload(Appointment.proposed_by))
    return session().scalars(found.options(*whole)).all()


def appointment_with(appointment_id: int) -> Appointment | None:
    """One that waits, by its id."""
    found = sa.select(Appointment).where(Appointment.id == appointment_id, WAITING)
    return session().scalar(found)


def locked_appointment(appointment_id: int) -> Appointment:
    """The same as it stands, held until the transaction ends."""
    return session().get_one(
        Appointment, appointment_id, with_for_update=True, populate_existing=True
    )
