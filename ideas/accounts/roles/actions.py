"""Giving and taking roles, suspending people."""

from datetime import datetime

import sqlalchemy as sa

from ideas import clock
from ideas.accounts.models import Person, RoleGrant
from ideas.accounts.roles import rules
from ideas.accounts.roles.queries import count_admins
from ideas.accounts.sessions.actions import end_sessions_of
from ideas.audit.actions import note
from ideas.db import session, writes
from ideas.policy import Role
from ideas.refusals import refuse


@writes
def grant_role(person: Person, role: Role, *, by: Person | None) -> None:
    """Give a role; it works from the next sign-in on. ``by`` is None for the operator."""
    refuse(rules.refusal_to_grant(role, held=person.roles, is_verified=person.is_verified))
    granted = RoleGrant(role=role, granted_by_id=by.id if by else None, granted_at=clock.now())
    person.grants.append(granted)
    session().flush()
    _note("roles.grant", person, by=by, role=role.value)
    end_sessions_of(person.id)


@writes
def take_role(person: Person, role: Role, *, by: Person | None) -> None:
    """Take a role away; the person is signed out everywhere."""
    refuse(rules.refusal_to_take(role, held=person.roles, admins=count_admins()))
    person.grants.remove(next(grant for grant in person.grants if grant.role is role))
    session().flush()
    _note("roles.take", person, by=by, role=role.value)
    end_sessions_of(person.id)


@writes
def suspend(person: Person, reason: str, *, by: Person) -> datetime:
    """Keep somebody out from now on; ``moderation/suspensions`` states why and tells them."""
    person = _held(person)
    refuse(
        rules.refusal_to_suspend(
            reason,
            held=person.roles,
            admins=count_admins(),
            is_self=person.id == by.id,
            is_suspended=person.suspended_at is not None,
        )
    )
    moment = clock.now()
    person.suspended_at, person.suspended_reason = moment, reason.strip()
    _note("people.suspend", person, by=by)
    end_sessions_of(person.id)
    return moment


@writes
def lift(person: Person, *, by: Person) -> bool:
    """Let somebody in again; False when nobody kept them out any more."""
    person = _held(person)
    if person.suspended_at is None:
        return False
    person.suspended_at = person.suspended_reason = None
    session().flush()
    _note("people.lift", person, by=by)
    return True


def _held(person: Person) -> Person:
    """The person as they stand now, held until the transaction ends."""
    held = sa.select(Person).where(Person.id == person.id).with_for_update(key_share=True)
    return session().scalars(held.execution_options(populate_existing=True)).one()


@writes
def sign_out(person: Person, *, by: Person) -> None:
    """End every session of a person, as when one of their devices is lost."""
    _note("people.sign_out", person, by=by)
    end_sessions_of(person.id)


def _note(action: str, person: Person, *, by: Person | None, **detail: str) -> None:
    note(action, f"person:{person.id}", by=by.id if by else None, **detail)
