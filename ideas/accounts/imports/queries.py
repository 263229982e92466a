"""Finding imported people."""

from collections.abc import Iterable
from itertools import islice

import sqlalchemy as sa

from ideas.accounts.models import Person
from ideas.db import session

PORTION = 500


def people_of(source: str, keys: Iterable[str]) -> dict[str, int]:
    """Ids of the source's people who are here already, by their key."""
    found: dict[str, int] = {}
    left = iter(keys)
    while portion := list(islice(left, PORTION)):
        rows = sa.select(Person.imported_id, Person.id).where(
            Person.imported_from == source, Person.imported_id.in_(portion)
        )
        found |= {key or "": person_id for key, person_id in session().execute(rows)}
    return found
