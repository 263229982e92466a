"""Keeping the list of properties."""

import sqlalchemy as sa

from ideas import clock
from ideas.accounts.models import Person
from ideas.audit.actions import note as write_audit
from ideas.db import session, writes
from ideas.properties import rules
from ideas.properties.models import Property, PropertyKind, PropertyName
from ideas.properties.queries import is_known, key_of
from ideas.refusals import Refusal, refuse

ONE_AT_A_TIME = 0x9409
"""One for the whole list: its names are compared with each other."""


@writes
def keep_property(
    name: str,
    kind: PropertyKind,
    *,
    by: Person,
    aliases: str = "",
    note: str = "",
    known: Property | None = None,
) -> Property:
    """Add a property to the list, or change the one that is ``known``."""
    _take_turns()
    if known is not None and not _is_there(known):
        refuse(Refusal("property.gone"))
    key, others = key_of(name), [key_of(line) for line in aliases.splitlines() if line.strip()]
    is_there = is_known(key, but=known.id if known else None)
    refuse(rules.refusal_to_keep(key, others, is_known=is_there))
    kept = known or Property()
    kept.name, kept.sort_key, kept.kind = name.strip(), key, kind
    kept.aliases, kept.note = aliases.strip(), note.strip()
    kept.changed_by_id, kept.changed_at = by.id, clock.now()
    looked_for = {each.words: each for each in kept.names}
    kept.names = [looked_for.get(each) or PropertyName(words=each) for each in {key, *others}]
    session().add(kept)
    session().flush()
    done = "change" if known else "add"
    write_audit(f"property.{done}", f"property:{kept.id}", by=by.id, name=kept.name, kind=kind)
    return kept


@writes
def drop_property(kept: Property, *, by: Person) -> None:
    """Take a property off the list; what was said about ideas because of it stays."""
    _take_turns()
    if not _is_there(kept):
        return
    write_audit("property.drop", f"property:{kept.id}", by=by.id, name=kept.name)
    session().delete(kept)
    session().flush()


def _take_turns() -> None:
    current = session()
    if current.get_bind().dialect.name == "postgresql":
        current.execute(sa.select(sa.func.pg_advisory_xact_lock(ONE_AT_A_TIME)))


def _is_there(kept: Property) -> bool:
    """Has nobody dropped it meanwhile?"""
    return session().get(Property, sa.inspect(kept, raiseerr=True).identity) is not None
