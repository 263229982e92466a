"""One's own profile; and the links that only the operator makes, with what they lead to."""

import sqlalchemy as sa

from ideas import clock
from ideas.accounts.entry.actions import make_person
from ideas.accounts.entry.newcomers import Newcomer
from ideas.accounts.entry.rules import refusal_to_claim
from ideas.accounts.links.actions import make_link, use_link
from ideas.accounts.links.models import Link, Purpose
from ideas.accounts.models import AgeBand, Consent, Person
from ideas.accounts.queries import free_handle, person_by_handle
from ideas.accounts.roles.actions import grant_role
from ideas.accounts.rules import AGES_VERSION
from ideas.audit.actions import note
from ideas.db import session, writes
from ideas.limits.rules import Level
from ideas.policy import Role
from ideas.refusals import Refusal, Refused, refuse
from ideas.text import short_id

UNNAMED = "Fan"
"""Read alike in English and in French: a name is kept once, for readers of all languages."""


@writes
def write_profile(person: Person, name: str, about: str, language: str) -> None:
    """Change what others see of a person, and the language the person reads."""
    if about != person.about:
        person.taken_about = ""
    if name != person.name:
        person.taken_name = person.taken_handle = ""
    person.name, person.about, person.language = name, about, language


@writes
def come_of_age(person: Person) -> None:
    """Take a minor at their word that they are an adult now, and keep when they gave it.

    They sign alone from here on; what was accepted before still waits for the guardian asked then.
    """
    locked = session().get_one(Person, person.id, with_for_update=True, populate_existing=True)
    if locked.age_band is not AgeBand.MINOR:
        return
    locked.age_band = AgeBand.ADULT
    given = {"document": "of age", "version": AGES_VERSION, "given_at": clock.now()}
    session().add(Consent(person_id=locked.id, **given))
    note("person.come_of_age", f"person:{locked.id}", by=locked.id)
    session().flush()


@writes
def make_admin_link() -> str:
    """The token of a link whose holder becomes admin; for ``accounts.become_admin``."""
    return make_link(Purpose.ADMIN, None)


@writes
def make_claim_link(person: Person) -> str:
    """The token of a link that hands over an imported account; for ``accounts.claim``."""
    is_claimed = person.email is not None or person.erased_at is not None
    is_one_person = not (person.imported_from and not person.imported_id)
    refuse(
        refusal_to_claim(is_claimed=is_claimed, address_is_free=True, is_one_person=is_one_person)
    )
    return make_link(Purpose.CLAIM, person)


@writes
def make_sign_in_link(person: Person) -> str:
    """The token of a link that signs somebody in, second factor included: on loopback alone."""
    return make_link(Purpose.SIGN_IN, person)


@writes
def become_admin(token: str, person: Person) -> None:
    """Make somebody with an account admin by the operator's link."""
    use_link(Purpose.ADMIN, token)
    grant_role(person, Role.ADMIN, by=None)


@writes
def join_as_admin(token: str, who: Newcomer) -> Person:
    """Make an account by the operator's link; its address needs no confirming."""
    use_link(Purpose.ADMIN, token)
    person = make_person(who)
    if person is None:
        raise Refused(Refusal("claim.address_used"))
    person.email_confirmed_at = clock.now()
    grant_role(person, Role.ADMIN, by=None)
    return person


@writes
def use_sign_in_link(token: str) -> Link:
    """Use up a link that signs somebody in."""
    return use_link(Purpose.SIGN_IN, token)


@writes
def set_level(person_id: int, level: Level) -> None:
    """Keep how much room somebody has, once it was reckoned."""
    held = sa.select(Person).where(Person.id == person_id).with_for_update(key_share=True)
    session().scalars(held.execution_options(populate_existing=True)).one().level = level
    session().flush()


@writes
def take_about(person: Person) -> None:
    """Take away what somebody says of themselves."""
    person.about, person.taken_about = "", person.about
    session().flush()


@writes
def take_name(person: Person) -> None:
    """Take a name away, and the handle that was made of it: they are a fan with a number."""
    mark = short_id()
    person.taken_name, person.taken_handle = person.name, person.handle
    person.name, person.handle = f"{UNNAMED} {mark}", free_handle(f"{UNNAMED} {mark}")
    session().flush()


@writes
def put_profile_back(person: Person) -> None:
    """Give back what was taken, unless they have written something else since."""
    if person.taken_about and not person.about:
        person.about, person.taken_about = person.taken_about, ""
    if person.taken_name:
        person.name, handle = person.taken_name, person.taken_handle
        person.handle = person.handle if person_by_handle(handle) else handle
        person.taken_name = person.taken_handle = ""
    session().flush()
