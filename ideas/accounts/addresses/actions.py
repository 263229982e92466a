"""Asking the new address, moving there, and going back."""

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from ideas import clock
from ideas.accounts.addresses.rules import refusal_to_move
from ideas.accounts.entry.actions import ask_reset, prove_address
from ideas.accounts.links.actions import make_link, use_link
from ideas.accounts.links.models import Link, Purpose
from ideas.accounts.links.queries import is_kept_for_return
from ideas.accounts.models import Person
from ideas.accounts.queries import person_by_email
from ideas.accounts.sessions.actions import end_sessions_of
from ideas.db import session, writes
from ideas.mail.actions import post
from ideas.refusals import Refused, refuse


@writes
def ask_move(person: Person, email: str) -> None:
    """Send the new address a link. One with an account is told so instead, and nobody else is."""
    known = person_by_email(email)
    token = make_link(Purpose.MOVE, None if known else person, email=email)
    template, to = ("accounts/known", known) if known else ("accounts/address_asked", person)
    values = {} if known else {"token": token}
    post(template, to=email, language=to.language, person_id=to.id, **values)


@writes
def move(token: str) -> Person:
    """Move a link's owner to its address; the one before is told, and can take it back."""
    link = use_link(Purpose.MOVE, token)
    person, before = _owner(link), None
    if person.email_confirmed_at is not None:
        before = person.email
    _take(person, link.values["email"])
    if before is not None:
        back = make_link(Purpose.RETURN, person, email=before)
        post(
            "accounts/address_changed",
            to=before,
            language=person.language,
            person_id=person.id,
            token=back,
        )
    return person


@writes
def go_back(token: str) -> Person:
    """Take a move back: the password is forgotten, and a link for a new one goes to the address."""
    link = use_link(Purpose.RETURN, token)
    person = _owner(link)
    _take(person, link.values["email"])
    person.password_hash = None
    others = sa.update(Link).where(Link.person_id == person.id, Link.used_at.is_(None))
    session().execute(others.values(used_at=clock.now()))
    session().flush()
    ask_reset(link.values["email"])
    return person


def _take(person: Person, email: str) -> None:
    """Give a person an address that they have shown to be theirs; every session ends."""
    is_kept = is_kept_for_return(email, but=person.id)
    refuse(refusal_to_move(is_free=person_by_email(email) is None and not is_kept))
    try:
        with session().begin_nested():
            person.email = email
            session().flush()
    except IntegrityError:
        raise Refused(refusal_to_move(is_free=False)) from None  # type: ignore[arg-type]
    if person.email_confirmed_at is None:
        prove_address(person)
    person.email_confirmed_at = clock.now()
    end_sessions_of(person.id)


def _owner(link: Link) -> Person:
    if link.person is None:
        raise LookupError("a link without an owner")
    return link.person
