"""When a case may be worked on, and in which order cases are listed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

from ideas.refusals import Refusal


def refusal_to_touch(
    *,
    is_cut_off: bool,
    is_published: bool,
    is_in_review: bool,
    is_own: bool,
    has_conflict: bool = False,
) -> Refusal | None:
    """Refuse work on a case that is not under review, of one's own idea, or in conflict."""
    if is_own:
        return Refusal("review.own_idea")
    if has_conflict:
        return Refusal("review.conflict")
    if not is_cut_off:
        return Refusal("round.not_cut_off")
    if is_published:
        return Refusal("round.published")
    return None if is_in_review else Refusal("review.left")


class Sort(StrEnum):
    """The orders of a round's cases."""

    ENTERED = "entered"
    SCORE = "score"
    VOTES = "votes"
    DEMAND = "demand"
    TITLE = "title"


def sort_of(word: str | None) -> Sort:
    """The order somebody asked for, else as the cases came in."""
    return Sort(word) if word in set(Sort) else Sort.ENTERED


@dataclass(frozen=True)
class Line:
    """What a case is ordered by; ``mean`` and ``copies`` are None while the reader knows none."""

    title: str
    mean: Decimal | None
    votes: int
    copies: int | None


L = TypeVar("L", bound=Line)
NUMBERS: Mapping[Sort, Callable[[Line], Decimal | int | None]] = {
    Sort.SCORE: lambda line: line.mean,
    Sort.VOTES: lambda line: line.votes,
    Sort.DEMAND: lambda line: line.copies,
}


def in_order(lines: Sequence[L], sort: Sort) -> Sequence[L]:
    """The most first, what is not known last, else as they came in; titles by the alphabet."""
    if sort is Sort.TITLE:
        return sorted(lines, key=lambda line: line.title.casefold())
    number = NUMBERS.get(sort)
    if number is None:
        return lines
    known = [line for line in lines if number(line) is not None]
    return [
        *sorted(known, key=lambda line: -(number(line) or 0)),
        *(line for line in lines if number(line) is None),
    ]
