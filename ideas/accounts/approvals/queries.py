"""Who could approve."""

from collections.abc import Collection, Sequence

import sqlalchemy as sa

from ideas.accounts.models import Person, RoleGrant
from ideas.accounts.queries import IS_ACTIVE
from ideas.db import session
from ideas.policy import Role


def others_with(role: Role, besides: Collection[int]) -> Sequence[str]:
    """Names of those in a role besides these people."""
    found = sa.select(Person.name).join(RoleGrant, RoleGrant.person_id == Person.id)
    found = found.where(RoleGrant.role == role, Person.id.not_in(besides), IS_ACTIVE)
    return session().scalars(found.order_by(Person.name)).all()
