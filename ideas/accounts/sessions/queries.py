"""Finding open sessions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from ideas.accounts.models import Person, RoleGrant
from ideas.accounts.queries import IS_ACTIVE, IS_CONFIRMED
from ideas.accounts.sessions.models import AuthSession
from ideas.accounts.sessions.rules import hash_of
from ideas.db import session
from ideas.given import given, rows
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
_OPEN = sa.select(
    AuthSession.token_hash,
    AuthSession.id,
    AuthSession.opened_at,
    AuthSession.last_seen_at,
    AuthSession.second_factor_at,
    AuthSession.person_id,
    Person.name,
    Person.language,
    IS_CONFIRMED.label("is_confirmed"),
    IS_ACTIVE.label("is_active"),
    _ROLES.where(RoleGrant.person_id == Person.id).label("roles"),
).join(Person, Person.id == AuthSession.person_id)


def _opened_by(dialect: str) -> sa.Executable:
    asked = given(dialect, "asked", {"token_hash": AuthSession.token_hash.type})
    return _OPEN.where(AuthSession.token_hash.in_(sa.select(asked.c.token_hash)))


def opened_by(token: str) -> Opened | None:
    """The session a cookie's token opens, in one statement."""
    name = hash_of(token)
    return opened_among([name]).get(name)


def opened_among(hashes: Sequence[str]) -> dict[str, Opened]:
    """The sessions that tokens with these hashes open, in one statement, by hash."""
    found = rows(_opened_by, asked=[{"token_hash": each} for each in hashes])
    return {row.token_hash: _opened(row) for row in found}


def _opened(row: Any) -> Opened:
    known = row._asdict()
    del known["token_hash"]
    return Opened(**known | {"roles": frozenset(Role(role) for role in (row.roles or "").split())})


def session_by_token(token: str) -> AuthSession | None:
    """The session a cookie's token opens."""
    return session().scalar(sa.select(AuthSession).where(AuthSession.token_hash == hash_of(token)))


def sessions_of(person_id: int) -> Sequence[AuthSession]:
    """A person's open sessions, the last used first."""
    own = sa.select(AuthSession).where(AuthSession.person_id == person_id)
    return session().scalars(own.order_by(AuthSession.last_seen_at.desc(), AuthSession.id)).all()
