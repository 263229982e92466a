"""Recognising people."""

from ideas.accounts.hashing import matches
from ideas.accounts.models import Person
from ideas.accounts.queries import person_by_email


def person_with(email: str, password: str) -> Person | None:
    """Whose address and password these are; a wrong address takes as long as a wrong password."""
    person = person_by_email(email)
    password_hash = person.password_hash if person else None
    return person if matches(password, password_hash) else None
