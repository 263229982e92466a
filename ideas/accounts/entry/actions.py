"""Signing up, confirming, and choosing a new password.

Passwords arrive here hashed, because hashing is slow and actions hold the write lock.
"""

from sqlalchemy.exc import IntegrityError

from ideas import clock
from ideas.accounts import handover
from ideas.accounts.entry.newcomers import Newcomer
from ideas.accounts.entry.rules import refusal_to_claim
from ideas.accounts.events import EmailConfirmed, SignedUp
from ideas.accounts.links.actions import make_link, use_link
from ideas.accounts.links.models import Purpose
from ideas.accounts.links.queries import is_kept_for_return
from ideas.accounts.models import Consent, Person
from ideas.accounts.queries import free_handle, person_by_email
from ideas.accounts.rules import AGES_VERSION
from ideas.accounts.sessions.actions import end_sessions_of
from ideas.accounts.settings import Joining
from ideas.db import session, writes
from ideas.events.actions import record
from ideas.mail.actions import post
from ideas.refusals import Refused, refuse
from ideas.settings.queries import dials


@writes
def sign_up(who: Newcomer, *, goal: str = "", errand: str = "", browser: str = "") -> Person | None:
    """Make an account that waits for its address to be confirmed, and run the errand.

    ``browser`` is the mark of where it was made; there the link needs no password. A known address
    gets a mail that says so instead, and nobody else is told: None.
    """
    known = person_by_email(who.email)
    person = None if known else make_person(who)
    if person is None:
        _write(known or person_by_email(who.email), "accounts/known")
        return None
    record(SignedUp(person.id))
    send_confirmation(person, goal=goal, errand=errand, browser=browser)
    try:
        handover.run_errand(errand, by=person)
    except Refused:
        return person  # it is tried again, and spoken of, once the address is confirmed
    return person


@writes
def make_person(who: Newcomer) -> Person | None:
    """A person who agreed to the site's documents; None when the address has an account.

    None as well while somebody may take an account back to it.
    """
    if is_kept_for_return(who.email):
        return None
    person = Person(
        handle=free_handle(who.name),
        name=who.name,
        email=who.email,
        password_hash=who.password_hash,
        country=who.country,
        age_band=who.age_band,
        language=who.language,
        created_at=clock.now(),
    )
    try:
        with session().begin_nested():
            session().add(person)
    except IntegrityError:
        return None
    note_consent(person)
    return person


@writes
def note_consent(person: Person) -> None:
    """Keep which versions of the site's documents a person agreed to, and by which ages."""
    versions, moment = dials(Joining), clock.now()
    for document, version in (
        ("guidelines", versions.guidelines_version),
        ("privacy", versions.privacy_version),
        ("ages", AGES_VERSION),
    ):
        consent = Consent(person_id=person.id, document=document, version=version, given_at=moment)
        session().add(consent)


@writes
def send_confirmation(
    person: Person, *, goal: str = "", errand: str = "", browser: str = ""
) -> None:
    """Send the link that confirms the address; ``goal`` is the page to land on afterwards."""
    if person.email is None or person.email_confirmed_at is not None:
        return
    token = make_link(Purpose.CONFIRM, person, goal=goal, errand=errand, browser=browser)
    _write(person, "accounts/confirm", token=token)


@writes
def confirm(token: str) -> tuple[Person, dict[str, str]]:
    """Use a confirming link; answers whose it was, and the link's goal and errand."""
    link = use_link(Purpose.CONFIRM, token)
    person = _owner_of(link.person)
    prove_address(person)
    return person, link.values


@writes
def ask_reset(email: str) -> None:
    """Send a link for a new password. For an unknown address as much is written, and none sent."""
    person = person_by_email(email)
    if person is None or not person.is_active:
        make_link(Purpose.RESET, None)
        return
    _write(person, "accounts/reset", token=make_link(Purpose.RESET, person))


@writes
def reset_password(token: str, password_hash: str) -> Person:
    """Set the password of a link's owner, sign them out everywhere, and take the address as proven.

    Who reads the mail owns the address.
    """
    person = _owner_of(use_link(Purpose.RESET, token).person)
    set_password(person, password_hash)
    prove_address(person)
    return person


@writes
def set_password(person: Person, password_hash: str) -> None:
    """Change a password; every session ends, and the owner is told by mail."""
    person.password_hash = password_hash
    end_sessions_of(person.id)
    _write(person, "accounts/password_changed")


@writes
def claim(token: str, who: Newcomer) -> Person:
    """Give an imported account to whoever holds its link; the address is yet to be confirmed."""
    person = _owner_of(use_link(Purpose.CLAIM, token).person)
    free = person_by_email(who.email) is None and not is_kept_for_return(who.email)
    refuse(refusal_to_claim(is_claimed=person.email is not None, address_is_free=free))
    person.name, person.email, person.password_hash = who.name, who.email, who.password_hash
    person.country, person.age_band, person.language = who.country, who.age_band, who.language
    note_consent(person)
    record(SignedUp(person.id))
    send_confirmation(person)
    return person


@writes
def prove_address(person: Person) -> None:
    """The address is theirs; every session from before ends."""
    if person.email_confirmed_at is not None:
        return
    person.email_confirmed_at = clock.now()
    end_sessions_of(person.id)  # whoever was in before had not shown that the address is theirs
    session().flush()
    record(EmailConfirmed(person.id))
    handover.after_confirming(person)


def _owner_of(person: Person | None) -> Person:
    if person is None:
        raise LookupError("a link without an owner")
    return person


def _write(person: Person | None, template: str, **values: str) -> None:
    if person is not None and person.email is not None:
        post(template, to=person.email, language=person.language, person_id=person.id, **values)
