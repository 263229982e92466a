"""Finding the link behind a token."""

import sqlalchemy as sa

from ideas import clock
from ideas.accounts.links.models import Link, Purpose
from ideas.accounts.links.rules import state_of
from ideas.accounts.sessions.rules import hash_of
from ideas.db import session


def usable_link(purpose: Purpose, token: str, *, lock: bool = False) -> Link | None:
    """The unused link of this purpose, while it is young and its account unchanged."""
    wanted = sa.select(Link).where(
        Link.token_hash == hash_of(token),
        Link.purpose == purpose,
        Link.used_at.is_(None),
        Link.expires_at > clock.now(),
    )
    if lock:
        wanted = wanted.with_for_update(of=Link)
    link = session().scalar(wanted)
    return link if link is not None and _still_holds(link) else None


def has_confirmed(token: str) -> bool:
    """True when this link was used, and the address it confirmed still is its account's."""
    used = sa.select(Link).where(
        Link.token_hash == hash_of(token),
        Link.purpose == Purpose.CONFIRM,
        Link.used_at.is_not(None),
    )
    link = session().scalar(used)
    return link is not None and link.person is not None and link.person.is_verified


def is_kept_for_return(email: str, *, but: int = 0) -> bool:
    """May an account, other than that one, still be taken back to this address?"""
    wanted = sa.select(Link.id).where(
        Link.purpose == Purpose.RETURN,
        Link.used_at.is_(None),
        Link.expires_at > clock.now(),
        Link.person_id != but,
        Link.values["email"].as_string() == email,
    )
    return session().scalar(wanted.limit(1)) is not None


def _still_holds(link: Link) -> bool:
    person = link.person
    if person is None:
        return link.purpose is Purpose.ADMIN
    if link.purpose is Purpose.RETURN:
        return person.erased_at is None  # whoever took the account may have changed all else
    return person.is_active and link.bound_to == state_of(person.email, person.password_hash)
