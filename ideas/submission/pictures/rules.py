"""How many pictures an idea has, and what moving one means."""

from collections.abc import Sequence
from typing import TypeVar

from ideas.refusals import Refusal

T = TypeVar("T")

MOST_PICTURES = 8
LONGEST_ALT = 300


def refusal_to_add(pictures: int) -> Refusal | None:
    """Refuse one picture too many."""
    if pictures >= MOST_PICTURES:
        return Refusal("picture.too_many", most=MOST_PICTURES)
    return None


def moved(row: Sequence[T], one: T, steps: int) -> list[T]:
    """The row with one of it moved by some steps; at either end it stays."""
    rest = [each for each in row if each != one]
    place = min(max(row.index(one) + steps, 0), len(rest))
    return [*rest[:place], one, *rest[place:]]
