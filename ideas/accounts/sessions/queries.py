"""Finding open sessions."""

from collections.abc import Sequence

import sqlalchemy as sa

from ideas.accounts.sessions.models import AuthSession
from ideas.accounts.sessions.rules import hash_of
from ideas.db import session


def session_by_token(token: str) -> AuthSession | None:
    """The session a cookie's token opens."""
    return session().scalar(sa.select(AuthSession).where(AuthSession.token_hash == hash_of(token)))


def sessions_of(person_id: int) -> Sequence[AuthSession]:
    """A person's open sessions, the last used first."""
    own = sa.select(AuthSession).where(AuthSession.person_id == person_id)
    return session().scalars(own.order_by(AuthSession.last_seen_at.desc(), AuthSession.id)).all()
