"""Finding imported people."""

from collections.abc import Iterable
from itertools import islice

import sqlalchemy as sa

from ideas.accounts.fingerprints import fingerprints
from ideas.accounts.imports.models import ForgottenKey
from ideas.accounts.models import Person
from ideas.db import session

PORTION = 500
FORGOTTEN = "forgotten person of a source"


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


def forgotten_keys(source: str, keys: Iterable[str]) -> set[str]:
    """Those of the source's keys whose people left this site."""
    found: set[str] = set()
    left = iter(keys)
    while portion := list(islice(left, PORTION)):
        prints = {known: key for key in portion for known in fingerprints(FORGOTTEN, source, key)}
        rows = sa.select(ForgottenKey.fingerprint).where(ForgottenKey.fingerprint.in_(prints))
        found |= {prints[known] for known in session().scalars(rows)}
    return found
