"""In which order strands stand, and the marks between their pages."""

import re
from dataclasses import dataclass
from enum import StrEnum

MARK = re.compile(r"(?:([0-9]{1,9})-)?([0-9]{1,18})")


class Sort(StrEnum):
    """How a conversation is read."""

    NEWEST = "newest"
    LIKED = "liked"


@dataclass(frozen=True)
class Mark:
    """The last strand of a page: the next page begins after it."""

    id: int
    likes: int = 0

    def __str__(self) -> str:
        return f"{self.likes}-{self.id}"


def sort_from(text: str | None) -> Sort:
    """The order an address asks for; the newest first when it asks for none there is."""
    return Sort(text) if text in set(Sort) else Sort.NEWEST


def mark_from(text: str | None) -> Mark | None:
    """The mark in an address; None for the first page and for what is no mark."""
    found = MARK.fullmatch(text or "")
    return Mark(int(found[2]), int(found[1] or 0)) if found else None
