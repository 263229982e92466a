"""Keeping the list of properties."""

from ideas import clock
from ideas.accounts.models import Person
from ideas.audit.actions import note as write_audit
from ideas.db import session, writes
from ideas.properties import rules
from ideas.properties.models import Property, PropertyKind, PropertyName
from ideas.properties.queries import is_known, key_of
from ideas.refusals import refuse


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
    write_audit("property.drop", f"property:{kept.id}", by=by.id, name=kept.name)
    session().delete(kept)
    session().flush()
