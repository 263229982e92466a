"""How full the coming rounds are: what comes into each, what it takes, what stays for the next."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import ceil, floor

from ideas.tuning.forecast.rules import Range


@dataclass(frozen=True)
class Filled:
    """A round: how many ideas are in it with those carried over, how many it takes, and how many
    it carries over; each in whole ideas, so that they add up."""

    size: Range
    capacity: int
    carried: Range


def fill(sizes: Sequence[Range], capacities: Sequence[int]) -> list[Filled]:
    """Fill rounds one after the other; ``sizes`` are of what is new in each.

    Bound follows bound: the highest carried over is what stays if every round is at its highest.
    """
    nothing = Filled(Range(0, 0, 0), 0, Range(0, 0, 0))
    news = zip(sizes, capacities, strict=True)
    return list(accumulate(news, lambda before, new: _next(before, *new), initial=nothing))[1:]


def _next(before: Filled, new: Range, capacity: int) -> Filled:
    low, high = floor(new.low), ceil(new.high)
    middle = min(max(round(new.middle), low), high)
    kept = before.carried
    size = Range(middle + kept.middle, low + kept.low, high + kept.high)
    over = (max(0, each - capacity) for each in (size.middle, size.low, size.high))
    return Filled(size, capacity, Range(*over))
