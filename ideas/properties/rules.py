"""Which names can be kept, and whether a text holds one."""

from collections.abc import Iterable, Mapping, Sequence

from ideas.refusals import Refusal

LONGEST_NAME = 80
LONGEST_NOTE = 1_000
MOST_ALIASES = 20
SHORTEST = 3
"""A name of fewer letters is in too many words of ordinary texts."""


def refusal_to_keep(key: str, aliases: Sequence[str], *, is_known: bool) -> Refusal | None:
    """Refuse a name too short to be looked for, one that is there already, and too many."""
    for name in (key, *aliases):
        if len(name.replace(" ", "")) < SHORTEST:
            return Refusal("property.short", least=SHORTEST)
    if len(aliases) > MOST_ALIASES:
        return Refusal("property.aliases", most=MOST_ALIASES)
    return Refusal("property.known") if is_known else None


def held_in(words: Sequence[str], names: Mapping[str, Iterable[tuple[str, int]]]) -> set[int]:
    """The properties whose names, by their first word, stand in a text, word for word."""
    text = f" {' '.join(words)} "
    return {
        number
        for first in set(words) & names.keys()
        for name, number in names[first]
        if f" {name} " in text
    }
