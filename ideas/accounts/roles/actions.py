"""Giving and taking roles, suspending people."""

from ideas import clock
from ideas.accounts.models import Person, RoleGrant
from ideas.accounts.roles import rules
from ideas.accounts.roles.queries import count_admins
from ideas.accounts.sessions.actions import end_sessions_of
from ideas.audit.actions import note
from ideas.db import session, writes
from ideas.mail.actions import post
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
def suspend(person: Person, reason: str, *, by: Person) -> None:
    """Keep somebody out until it is lifted; they are told why by mail."""
    refuse(
        rules.refusal_to_suspend(
            reason,
            held=person.roles,
            admins=count_admins(),
            is_self=person.id == by.id,
            is_suspended=person.suspended_at is not None,
        )
    )
    person.suspended_at, person.suspended_reason = clock.now(), reason.strip()
    _note("people.suspend", person, by=by)
    end_sessions_of(person.id)
    _tell(person, "accounts/suspended", reason=reason.strip())


@writes
def lift(person: Person, *, by: Person) -> None:
    """End a suspension; one that has ended is no error."""
    if person.suspended_at is None:
        return
    person.suspended_at = person.suspended_reason = None
    _note("people.lift", person, by=by)
    _tell(person, "accounts/lifted")


@writes
def sign_out(person: Person, *, by: Person) -> None:
    """End every session of a person, as when one of their devices is lost."""
    _note("people.sign_out", person, by=by)
    end_sessions_of(person.id)


def _note(action: str, person: Person, *, by: Person | None, **detail: str) -> None:
    note(action, f"person:{person.id}", by=by.id if by else None, **detail)


def _tell(person: Person, template: str, **values: str) -> None:
    if person.email is not None:
        post(template, to=person.email, language=person.language, person_id=person.id, **values)
