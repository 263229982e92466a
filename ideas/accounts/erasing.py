"""How an account is erased: the row stays as a nameless number, so that counts stay right."""

from ideas import clock
from ideas.accounts.imports.actions import forget_key
from ideas.accounts.models import Person
from ideas.db import session, writes
from ideas.mail.actions import forget_mail_about
from ideas.text import short_id

NAME = "Former member"


@writes
def erase_account(person_id: int) -> None:
    """Forget everything a person's row says."""
    person = session().get_one(Person, person_id)
    forget_key(person)
    forget_mail_about([person.name, person.handle])
    person.name, person.handle = NAME, f"former-{short_id()}-{person.id}"
    person.email = person.email_confirmed_at = person.password_hash = None
    person.country = person.age_band = person.suspended_reason = None
    person.imported_from = person.imported_id = None
    person.about = person.taken_about = person.taken_name = person.taken_handle = ""
    person.erased_at = clock.now()
    session().flush()
