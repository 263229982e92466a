"""Making and using one-time links."""

import secrets

import sqlalchemy as sa

from ideas import clock
from ideas.accounts.links.models import Link, Purpose
from ideas.accounts.links.queries import usable_link
from ideas.accounts.links.rules import KEPT, LIFETIMES, state_of
from ideas.accounts.models import Person
from ideas.accounts.sessions.rules import hash_of
from ideas.db import session, writes
from ideas.refusals import Refusal, Refused


@writes
def make_link(purpose: Purpose, person: Person | None, **values: str) -> str:
    """Make a link and answer its token, which nobody can read again."""
    token, moment = secrets.token_urlsafe(32), clock.now()
    session().add(
        Link(
            purpose=purpose,
            token_hash=hash_of(token),
            person_id=person.id if person else None,
            bound_to=state_of(person.email, person.password_hash) if person else "",
            values=values,
            made_at=moment,
            expires_at=moment + LIFETIMES[purpose],
        )
    )
    session().flush()
    return token


@writes
def use_link(purpose: Purpose, token: str) -> Link:
    """Use a link up, or refuse."""
    link = usable_link(purpose, token, lock=True)
    if link is None:
        raise Refused(Refusal("link.unusable"))
    link.used_at = clock.now()
    return link


@writes
def forget_old_links() -> None:
    """Drop the links that expired a month ago."""
    session().execute(sa.delete(Link).where(Link.expires_at <= clock.now() - KEPT))
