"""Opening and ending sessions."""

import secrets

import sqlalchemy as sa

from ideas import clock
from ideas.accounts.sessions.models import AuthSession
from ideas.accounts.sessions.rules import FAN_LONGEST, hash_of
from ideas.db import session, writes


@writes
def open_session(person_id: int, *, device: str = "", second_factor: bool = False) -> str:
    """Open a session; answers its token, which nobody can read again."""
    token, moment = secrets.token_urlsafe(32), clock.now()
    session().add(
        AuthSession(
            token_hash=hash_of(token),
            person_id=person_id,
            device=device,
            opened_at=moment,
            last_seen_at=moment,
            second_factor_at=moment if second_factor else None,
        )
    )
    session().flush()
    return token


@writes
def note_use(*session_ids: int) -> None:
    """Remember that these sessions were used just now."""
    used = sa.update(AuthSession).where(AuthSession.id.in_(session_ids))
    session().execute(used.values(last_seen_at=clock.now()))


@writes
def end_session(token: str) -> None:
    """Sign this browser out; a session that is gone already is no error."""
    session().execute(sa.delete(AuthSession).where(AuthSession.token_hash == hash_of(token)))


@writes
def end_sessions_of(person_id: int, *, but: str | None = None) -> None:
    """Sign a person out everywhere, except where the token ``but`` is used."""
    theirs = sa.delete(AuthSession).where(AuthSession.person_id == person_id)
    if but is not None:
        theirs = theirs.where(AuthSession.token_hash != hash_of(but))
    session().execute(theirs)


@writes
def end_one_of(person_id: int, session_id: int) -> None:
    """End one of a person's own sessions."""
    one = sa.delete(AuthSession).where(
        AuthSession.person_id == person_id, AuthSession.id == session_id
    )
    session().execute(one)


@writes
def forget_old_sessions() -> None:
    """Drop the sessions whose longest time is over."""
    before = clock.now() - FAN_LONGEST
    session().execute(sa.delete(AuthSession).where(AuthSession.opened_at <= before))
