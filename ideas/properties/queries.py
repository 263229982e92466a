"""Finding properties, and those a text names."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from ideas.db import session
from ideas.properties.models import Property, PropertyKind, PropertyName
from ideas.properties.rules import held_in
from ideas.search.rules import words_of

Named = Sequence[Property]


def key_of(name: str) -> str:
    """A name as it is looked for."""
    return " ".join(words_of(name))


def properties_after(
    key: str, *, kind: PropertyKind | None, text: str, limit: int
) -> Sequence[Property]:
    """The list in the order of names, after this one; of a kind, with these words in a name."""
    found = sa.select(Property).options(joinedload(Property.changed_by))
    found = found.where(Property.sort_key > key)
    if kind is not None:
        found = found.where(Property.kind == kind)
    if words := key_of(text):
        known = sa.exists().where(PropertyName.property_id == Property.id)
        found = found.where(known.where(PropertyName.words.contains(words, autoescape=True)))
    return session().scalars(found.order_by(Property.sort_key).limit(limit)).all()


def number_of_properties() -> int:
    """How many there are."""
    return session().scalar(sa.select(sa.func.count()).select_from(Property)) or 0


def property_with(property_id: int) -> Property | None:
    """A property by its id."""
    return session().get(Property, property_id)


def is_known(key: str, *, but: int | None) -> bool:
    """Is there another property of this name?"""
    found = sa.select(Property.id).where(Property.sort_key == key, Property.id != (but or 0))
    return session().scalar(found) is not None


def named_in(text: str) -> Named:
    """The properties a text names, the blocked first."""
    return named_in_each({0: text})[0]


def named_in_each(texts: Mapping[int, str]) -> dict[int, Named]:
    """Likewise for each of some texts, by their numbers."""
    names = _names()
    held = {number: held_in(words_of(text), names) for number, text in texts.items()}
    found = _by_id(set().union(*held.values())) if held else {}
    return {number: _in_order(found[each] for each in ids) for number, ids in held.items()}


def _names() -> Mapping[str, list[tuple[str, int]]]:
    names: defaultdict[str, list[tuple[str, int]]] = defaultdict(list)
    for words, number in session().execute(sa.select(PropertyName.words, PropertyName.property_id)):
        names[words.partition(" ")[0]].append((words, number))
    return names


def _by_id(ids: Collection[int]) -> dict[int, Property]:
    if not ids:
        return {}
    found = session().scalars(sa.select(Property).where(Property.id.in_(ids)))
    return {each.id: each for each in found}


def _in_order(found: Iterable[Property]) -> Named:
    return sorted(found, key=lambda each: (each.kind, each.sort_key))
