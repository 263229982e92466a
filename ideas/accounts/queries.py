"""Finding people."""

import sqlalchemy as sa

from ideas.accounts.models import Person
from ideas.db import session


def person_by_email(email: str) -> Person | None:
    """The person with this address, however it is written."""
    return session().scalar(sa.select(Person).where(Person.email == email.strip().lower()))


def person_by_handle(handle: str) -> Person | None:
    """The person with this public handle."""
    return session().scalar(sa.select(Person).where(Person.handle == handle))
