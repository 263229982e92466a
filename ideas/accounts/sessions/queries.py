"""Finding open sessions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from ideas.accounts.models import Person, RoleGrant
from ideas.accounts.sessions.models import AuthSession
from ideas.accounts.sessions.rules import hash_of
from ideas.db import session
from ideas.policy import Role


@dataclass(frozen=True)
class Opened:
    """An open session and what every request asks of its person. ``roles`` are all they hold."""

    id: int
    opened_at: datetime
    last_seen_at: datetime
    second_factor_at: datetime | None
    person_id: int
    name: str
    language: str
    is_confirmed: bool
    is_active: bool
    roles: frozenset[Role]


_ROLES = sa.select(sa.func.aggregate_strings(RoleGrant.role, " "))
_OPENED = (
    sa.select(
        AuthSession.id,
        AuthSession.opened_at,
        AuthSession.last_seen_at,
        AuthSession.second_factor_at,
        AuthSession.person_id,
        Person.name,
        Person.language,
        Person.email_confirmed_at.is_not(None).label("is_confirmed"),
        sa.and_(Person.suspended_at.is_(None), Person.erased_at.is_(None)).label("is_active"),
        _ROLES.where(RoleGrant.person_id == Person.id).label("roles"),
    )
    .join(Person, Person.id == AuthSession.person_id)
    .where(AuthSession.token_hash == sa.bindparam("hash"))
)


def opened_by(token: str) -> Opened | None:
    """The session a cookie's token opens, in one statement."""
    found = session().execute(_OPENED, {"hash": hash_of(token)}).mappings().one_or_none()
    if found is None:
        return None
    held = frozenset(Role(role) for role in (found["roles"] or "").split())
    return Opened(**{**found, "roles": held})


def session_by_token(token: str) -> AuthSession | None:
    """The session a cookie's token opens."""
    return session().scalar(sa.select(AuthSession).where(AuthSession.token_hash == hash_of(token)))


def sessions_of(person_id: int) -> Sequence[AuthSession]:
    """A person's open sessions, the last used first."""
    own = sa.select(AuthSession).where(AuthSession.person_id == person_id)
    return session().scalars(own.order_by(AuthSession.last_seen_at.desc(), AuthSession.id)).all()
