"""How many people one comment may call."""

from collections.abc import Collection, Iterable, Mapping

MOST_CALLED = 5  # each is told
MOST_LOOKED_UP = 20


def handles_to_look_up(handles: Iterable[str], known: Collection[str]) -> list[str]:
    """The first handles of a comment that are not known to be somebody's."""
    return [handle for handle in handles if handle not in known][:MOST_LOOKED_UP]


def newly_called(
    handles: Iterable[str], people: Mapping[str, int], known: Collection[str]
) -> dict[str, int]:
    """Who is called anew, by handle, as far as there is room beside those called before."""
    found = [(handle, people[handle]) for handle in handles if handle in people]
    return dict(found[: max(0, MOST_CALLED - len(known))])
