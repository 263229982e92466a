"""Which groups of voters may be shown, and when votes came."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

LEAST_SHOWN = 10
MOST_POINTS = 120
OTHERS, UNKNOWN = "*", ""
Countries = Sequence[tuple[str, int]]


def countries_shown(counts: Iterable[tuple[str, int]]) -> Countries:
    """Countries with enough voters, the most first; the small ones together, if they are enough.

    With fewer than that left over, the smallest shown country joins them, so that nobody can be
    told by subtraction.
    """
    known = sorted(((code, n) for code, n in counts if n), key=lambda each: (-each[1], each[0]))
    shown = [each for each in known if each[1] >= LEAST_SHOWN]
    small = sum(n for _, n in known if n < LEAST_SHOWN)
    while 0 < small < LEAST_SHOWN and shown:
        small += shown.pop()[1]
    return (*shown, (OTHERS, small)) if small >= LEAST_SHOWN else tuple(shown)


def copies_of(answers: Iterable[tuple[int | None, int | None, int]]) -> int | None:
    """What people would buy: triples of a price, a quantity, and how many said both.

    A price of 0 is “not at all”; who skipped the quantity would buy one.
    """
    said = [(price, quantity, n) for price, quantity, n in answers if price is not None]
    if sum(n for _, _, n in said) < LEAST_SHOWN:
        return None
    return sum((quantity or 1) * n for price, quantity, n in said if price)


@dataclass(frozen=True)
class Arrivals:
    """Votes by period, each of so many ``days``: pairs of a period's first day and a number."""

    days: int
    votes: Sequence[tuple[date, int]]

    @property
    def most(self) -> tuple[date, int]:
        """The best period."""
        return max(self.votes, key=lambda each: each[1])


def arrivals_of(days: Sequence[int], sums: Sequence[int]) -> Arrivals | None:
    """A curve by day, or by week where there would be too many points; None for no votes.

    ``days`` are ordinals, ``sums`` what had come by the end of each.
    """
    if not days:
        return None
    step = 1 if days[-1] - days[0] < MOST_POINTS else 7
    votes = dict.fromkeys(range(0, days[-1] - days[0] + 1, step), 0)
    before = 0
    for day, total in zip(days, sums, strict=True):
        votes[(day - days[0]) // step * step] += total - before
        before = total
    pairs = tuple((date.fromordinal(days[0] + at), number) for at, number in votes.items())
    return Arrivals(step, pairs)
