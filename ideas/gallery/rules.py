"""What a reader wants of the list of ideas, read from an address and written back into one."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from ideas.journey.stages import PUBLIC, Stage

LONGEST_TEXT = 200
LONGEST_TAG = 60
MOST_TURNS = 4


class Sort(StrEnum):
    """The orders a list offers; BEST only with a search."""

    BEST = "best"
    RISING = "rising"
    NEW = "new"
    VOTES = "votes"
    CLOSING = "closing"
    UNDER_SEEN = "under_seen"


class Group(StrEnum):
    """The stages a list is filtered by, in the words of readers."""

    OPEN = "open"
    REACHED = "reached"
    REVIEW = "review"
    MAKING = "making"
    SALE = "sale"
    ENDED = "ended"
    ALL = "all"


S = Stage
STAGES: dict[Group, frozenset[Stage]] = {
    Group.OPEN: frozenset({S.LIVE}),
    Group.REACHED: frozenset({S.CERTIFYING, S.QUALIFIED}),
    Group.REVIEW: frozenset({S.IN_REVIEW, S.PARKED}),
    Group.MAKING: frozenset({S.SELECTED, S.IN_DEVELOPMENT}),
    Group.SALE: frozenset({S.ON_SALE, S.RETIRED}),
    Group.ENDED: frozenset(
        {S.EXPIRED, S.NOT_SELECTED, S.CANCELLED, S.ARCHIVED, S.MERGED, S.WITHDRAWN}
    ),
    Group.ALL: PUBLIC,
}


@dataclass(frozen=True)
class Wanted:
    """A list as asked for: words, a group of stages, a tag, an order, and a mark to page from.

    ``first`` is the order of a list that asks for none.
    """

    text: str = ""
    group: Group = Group.OPEN
    tag: str = ""
    sort: Sort = Sort.RISING
    after: str | None = None
    before: str | None = None
    first: Sort = Sort.RISING

    @property
    def usual_group(self) -> Group:
        """A search and a tag look everywhere; without them one sees what is open for votes."""
        return Group.ALL if self.text or self.tag else Group.OPEN

    @property
    def usual_sort(self) -> Sort:
        """The best match first for a search, else what is rising, where that is shown."""
        return Sort.BEST if self.text else self.first

    @property
    def sorts(self) -> list[Sort]:
        """The orders to choose from."""
        hidden = {Sort.RISING} - {self.first} | ({Sort.BEST} if not self.text else set())
        return [sort for sort in Sort if sort not in hidden]

    def but(self, **changes: Any) -> "Wanted":
        """The same list changed; it begins at its first page."""
        return replace(self, **{"after": None, "before": None, **changes})

    def address(self) -> dict[str, Any]:
        """The arguments of its address: only what differs from the usual."""
        said = {
            "q": self.text,
            "stage": "" if self.group is self.usual_group else self.group.value,
            "tag": self.tag,
            "sort": "" if self.sort is self.usual_sort else self.sort.value,
            "after": self.after or "",
            "before": self.before or "",
        }
        return {name: value for name, value in said.items() if value}


def first_sort(*, shows_rising: bool) -> Sort:
    """The order of a list that asks for none."""
    return Sort.RISING if shows_rising else Sort.NEW


def wanted_from(arguments: Mapping[str, str], first: Sort = Sort.RISING) -> Wanted:
    """Read an address; what it does not know, or may not have, falls back to the usual."""
    text = " ".join(arguments.get("q", "").split())[:LONGEST_TEXT]
    tag = arguments.get("tag", "").strip().lower()[:LONGEST_TAG]
    bare = Wanted(text=text, tag=tag, sort=first, first=first)
    sort = _member(Sort, arguments.get("sort"), bare.usual_sort)
    return replace(
        bare,
        group=_member(Group, arguments.get("stage"), bare.usual_group),
        sort=sort if sort in bare.sorts else bare.usual_sort,
        after=arguments.get("after"),
        before=arguments.get("before"),
    )


def turn_from(arguments: Mapping[str, str]) -> int:
    """How many pages a list has grown by itself, 0 to MOST_TURNS."""
    said = arguments.get("turn", "")
    return int(said) if said in {str(turn) for turn in range(MOST_TURNS + 1)} else 0


def _member(words: Any, text: str | None, usual: Any) -> Any:
    return words(text) if text in set(words) else usual


def at_least(votes: int) -> int:
    """The votes rounded down to their first two digits: 1,284 are at least 1,200."""
    step: int = 10 ** max(0, len(str(votes)) - 2)
    return votes // step * step
