"""Finding people."""

from collections.abc import Collection, Mapping, Sequence

import sqlalchemy as sa

from ideas.accounts.models import Person, RoleGrant
from ideas.db import session
from ideas.policy import Role
from ideas.text import short_id, slug_of

IS_CONFIRMED = Person.email_confirmed_at.is_not(None)
IS_ACTIVE = sa.and_(Person.suspended_at.is_(None), Person.erased_at.is_(None))
"""As ``Person.is_active``."""


def person_by_email(email: str) -> Person | None:
    """The person with this address, however it is written."""
    return session().scalar(sa.select(Person).where(Person.email == email.strip().lower()))


def person_by_handle(handle: str) -> Person | None:
    """The person with this public handle."""
    return session().scalar(sa.select(Person).where(Person.handle == handle))


def free_handle(name: str) -> str:
    """A public handle made of a name that nobody has yet."""
    handle = slug_of(name)
    is_taken = not handle or person_by_handle(handle) is not None
    return f"{handle}-{short_id()}".lstrip("-") if is_taken else handle


def holders_of(role: Role) -> Sequence[Person]:
    """Everybody in good standing who holds a role, by name."""
    found = sa.select(Person).join(RoleGrant, RoleGrant.person_id == Person.id)
    found = found.where(RoleGrant.role == role, Person.suspended_at.is_(None))
    return session().scalars(found.order_by(Person.name, Person.id)).all()


def names_of(person_ids: Collection[int]) -> Mapping[int, str]:
    """The names of these people, by id."""
    found = sa.select(Person.id, Person.name).where(Person.id.in_(person_ids))
    return {person_id: name for person_id, name in session().execute(found)}
