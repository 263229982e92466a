"""Giving and taking roles by two admins: proposing, approving, taking back."""

import sqlalchemy as sa

from ideas import clock
from ideas.accounts.appointing import queries, rules
from ideas.accounts.appointing.models import WAITING, Appointment
from ideas.accounts.approvals.queries import others_with
from ideas.accounts.approvals.rules import refusal_to_approve
from ideas.accounts.events import RoleRefused
from ideas.accounts.models import Person
from ideas.accounts.roles.actions import grant_role, take_role
from ideas.accounts.roles.queries import count_admins
from ideas.accounts.roles.rules import refusal_to_grant, refusal_to_take
from ideas.audit.actions import note
from ideas.db import session, writes
from ideas.events.actions import record
from ideas.mail.actions import post
from ideas.policy import Permission, Role, allows
from ideas.refusals import Refusal, refuse

GIVEN = "accounts/role_given"


@writes
def give(person: Person, role: Role, *, by: Person) -> Appointment | None:
    """Give a role; None, or what waits for another admin."""
    if not _takes_two(person, role, by, gives=True):
        grant_role(person, role, by=by)
        return None
    refuse(refusal_to_grant(role, held=person.roles, is_verified=person.is_verified))
    return _propose(person, role, by, gives=True)


@writes
def take(person: Person, role: Role, *, by: Person) -> Appointment | None:
    """Take a role away; None, or what waits for another admin."""
    if not _takes_two(person, role, by, gives=False):
        take_role(person, role, by=by)
        return None
    refuse(refusal_to_take(role, held=person.roles, admins=count_admins()))
    return _propose(person, role, by, gives=False)


def _takes_two(person: Person, role: Role, by: Person, *, gives: bool) -> bool:
    others = queries.other_admins(by.id)
    return rules.takes_two(role, gives=gives, is_self=person.id == by.id, other_admins=others)


def _propose(person: Person, role: Role, by: Person, *, gives: bool) -> Appointment:
    """A second proposal is the first, whoever made it."""
    held = sa.select(Person.id).where(Person.id == person.id).with_for_update(key_share=True)
    session().execute(held)
    same = (Appointment.person_id == person.id, Appointment.role == role, WAITING)
    waiting = session().scalar(sa.select(Appointment).where(*same))
    if waiting is not None:
        return waiting
    made = Appointment(person_id=person.id, role=role, gives=gives)
    made.proposed_by_id, made.proposed_at = by.id, clock.now()
    session().add(made)
    session().flush()
    _note("propose", made, by)
    return made


def _note(verb: str, made: Appointment, by: Person) -> None:
    what = {"role": made.role.value, "gives": made.gives}
    note(f"appointment.{verb}", f"person:{made.person_id}", by=by.id, **what)


@writes
def approve(made: Appointment, *, by: Person) -> None:
    """The second admin agrees, and it is so; who gets a role hears it by mail."""
    made = queries.locked_appointment(made.id)
    proposer = made.proposed_by
    may_still_give = proposer.is_active and allows(Permission.ROLES_GRANT, proposer)
    if made.approved_at is not None or not may_still_give:
        refuse(Refusal("appointment.over"))
    others = others_with(Role.ADMIN, [by.id])
    refuse(refusal_to_approve(by=by.id, proposed_by=made.proposed_by_id, others=others))
    made.approved_by_id, made.approved_at = by.id, clock.now()
    session().flush()
    _note("approve", made, by)
    if not made.gives:
        take_role(made.person, made.role, by=by)
        return
    grant_role(made.person, made.role, by=by)
    if made.person.email is not None:
        person, role = made.person, made.role.value
        post(GIVEN, to=made.person.email, language=person.language, person_id=person.id, role=role)


@writes
def take_back(made: Appointment, *, by: Person) -> None:
    """Turn it down, or take it back; any admin may."""
    made = queries.locked_appointment(made.id)
    if made.approved_at is not None:
        refuse(Refusal("appointment.over"))
    _note("take_back", made, by)
    if by.id != made.proposed_by_id:
        record(_refused(made, by))
    session().delete(made)
    session().flush()


def _refused(made: Appointment, by: Person) -> RoleRefused:
    return RoleRefused(
        person_id=made.person_id,
        proposed_by_id=made.proposed_by_id,
        refused_by_id=by.id,
        role=made.role.value,
        gives=made.gives,
        proposed_at=made.proposed_at.isoformat(),
    )


@writes
def forget_appointments_of(person_id: int) -> None:
    """Somebody leaves: what waited about them waits no more."""
    theirs = sa.delete(Appointment).where(Appointment.person_id == person_id, WAITING)
    session().execute(theirs)
