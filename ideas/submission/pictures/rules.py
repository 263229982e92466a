"""How many pictures an idea has, what moving one means, and what to say about how one looks."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from ideas.refusals import Refusal

T = TypeVar("T")

MOST_PICTURES = 8
LONGEST_ALT = 300
GOOD_SIDE = 1_200
BLURRED_BELOW = 25
DARK_BELOW = 80
PALE_FROM = 150
CARD = 4 / 3
LEAST_SEEN = 0.65


class Finding(StrEnum):
    """What could be better about a picture; it is taken all the same."""

    SMALL = "small"
    BLURRED = "blurred"
    DARK = "dark"
    PALE = "pale"
    TALL = "tall"
    WIDE = "wide"


@dataclass(frozen=True)
class Look:
    """A picture's measures, as in ``ideas.storage.measuring``."""

    width: int
    height: int
    sharpness: int | None
    darkest: int
    light: int


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


def findings_in(look: Look, *, is_cover: bool) -> list[Finding]:
    """What could be better, the gravest first.

    A shared link's picture is 1,200 wide, hence the good size. Sharp photographs measure 50 and
    more, drawings 70 and more, slightly soft ones about 30, and clearly blurred ones below 22.
    """
    return list(_findings_in(look, is_cover=is_cover))


def _findings_in(look: Look, *, is_cover: bool) -> Iterator[Finding]:
    if look.sharpness is not None and look.sharpness < BLURRED_BELOW:
        yield Finding.BLURRED
    if max(look.width, look.height) < GOOD_SIDE:
        yield Finding.SMALL
    if look.light < DARK_BELOW:
        yield Finding.DARK
    elif look.darkest >= PALE_FROM:
        yield Finding.PALE
    ratio = look.width / look.height
    if is_cover and min(ratio / CARD, CARD / ratio) < LEAST_SEEN:
        yield Finding.TALL if ratio < CARD else Finding.WIDE
