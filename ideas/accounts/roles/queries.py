"""Finding people for the desk."""

from collections.abc import Sequence

import sqlalchemy as sa

from ideas.accounts.models import NOBODY, Person, RoleGrant
from ideas.db import session
from ideas.policy import Role


def count_admins() -> int:
    """How many admins in good standing there are; they stay so until the transaction ends."""
    admins = (
        sa.select(Person.id)
        .join(RoleGrant, RoleGrant.person_id == Person.id)
        .where(RoleGrant.role == Role.ADMIN, Person.suspended_at.is_(None))
        .with_for_update()
    )
    return len(session().scalars(admins).all())


def people_found(text: str, *, before_id: int | None, limit: int) -> Sequence[Person]:
    """People whose name, handle or address holds the text, the newest first."""
    is_somebody = Person.imported_from.is_distinct_from(NOBODY)
    found = sa.select(Person).where(Person.erased_at.is_(None), is_somebody)
    found = found.order_by(Person.id.desc())
    if text:
        columns = (Person.name, Person.handle, Person.email)
        found = found.where(sa.or_(*(each.icontains(text, autoescape=True) for each in columns)))
    if before_id is not None:
        found = found.where(Person.id < before_id)
    return session().scalars(found.limit(limit)).all()


def staff() -> Sequence[Person]:
    """Everybody who holds a role, by name."""
    holding = sa.select(RoleGrant.person_id)
    return (
        session()
        .scalars(sa.select(Person).where(Person.id.in_(holding)).order_by(Person.name, Person.id))
        .all()
    )
