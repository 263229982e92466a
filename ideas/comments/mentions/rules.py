"""How many people one comment may call."""

from collections.abc import Collection, Iterable, Mapping
from datetime import timedelta

from ideas.text import folded

MOST_CALLED = 5  # each is told
MOST_TOLD, TOLD_WITHIN = 5, timedelta(days=1)  # of one person's calls to another
MOST_LOOKED_UP = 20
MOST_OFFERED = 8
SHORTEST_BEGUN = 2  # letters before people are offered who have no part in the conversation


def handles_to_look_up(handles: Iterable[str], known: Collection[str]) -> list[str]:
    """The first handles of a comment that are not known to be somebody's."""
    return [handle for handle in handles if handle not in known][:MOST_LOOKED_UP]


def newly_called(
    handles: Iterable[str], people: Mapping[str, int], known: Collection[str]
) -> dict[str, int]:
    """Who is called anew, by handle, as far as there is room beside those called before."""
    found = [(handle, people[handle]) for handle in handles if handle in people]
    return dict(found[: max(0, MOST_CALLED - len(known))])


def is_begun_by(begun: str, *, name: str, handle: str) -> bool:
    """True when somebody's handle or a word of their name begins with what was typed."""
    begun = folded(begun)
    words = (handle, folded(name), *folded(name).split())
    return any(word.startswith(begun) for word in words)
