"""Bringing in people of another platform."""

from collections.abc import Iterable
from itertools import islice

from sqlalchemy.dialects import postgresql, sqlite

from ideas import clock
from ideas.accounts.fingerprints import fingerprint
from ideas.accounts.imports.models import ForgottenKey
from ideas.accounts.imports.queries import FORGOTTEN, PORTION, forgotten_keys, people_of
from ideas.accounts.models import Person
from ideas.db import session, writes
from ideas.text import short_id, slug_of


@writes
def import_people(source: str, keys: Iterable[str]) -> dict[str, int]:
    """A person per key of the source, made once; answers ids by key. An empty key is "unknown".

    A key whose person left the site is passed over, and missing from the answer.
    """
    wanted = list(dict.fromkeys(keys))
    current, moment = session(), clock.now()
    postgres = current.get_bind().dialect.name == "postgresql"
    insert = postgresql.insert(Person) if postgres else sqlite.insert(Person)
    known = people_of(source, wanted)
    missing = [key for key in wanted if key not in known]
    left = forgotten_keys(source, missing)
    new = (key for key in missing if key not in left)
    while portion := list(islice(new, PORTION)):
        rows = [
            {
                "handle": f"{slug_of(source)}-{slug_of(key) or 'unknown'}-{short_id()}",
                "name": key or "Unknown",
                "language": "en",
                "about": "",
                "imported_from": source,
                "imported_id": key,
                "created_at": moment,
            }
            for key in portion
        ]
        current.execute(insert.on_conflict_do_nothing(), rows)
    return people_of(source, wanted)


@writes
def forget_key(person: Person) -> None:
    """Keep imports from making this person anew, without keeping who it was."""
    source, key = person.imported_from, person.imported_id
    if source and key:
        known = fingerprint(FORGOTTEN, source, key)
        session().merge(ForgottenKey(fingerprint=known))
