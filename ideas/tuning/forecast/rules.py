"""How votes go on, from how they came so far: pure numbers.

The pace of an idea is a mix of its last days and its last weeks. From there votes come more and
more slowly, as they do for every petition: by the square of its age. How far the truth can be from
that is lognormal, wider the further one looks ahead; what hardly moves seldom wakes up.
The constants were fitted to one half of real petitions and tried on the other; ``docs/quality.md``
has the figures.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import NormalDist

DAYS_FAST, DAYS_SLOW, FAST_SHARE = 3.0, 14.0, 0.85
WIDEN, TRICKLE = 0.42, 0.001
SPREAD, GROWTH, SKEW, CALM = 0.3, 1.7, 1.09, 10
LONG_AGO = 200
OFTEN = 0.8
Z = NormalDist().inv_cdf(0.5 + OFTEN / 2)
HALF = 0.5
COMMON = 0.15
"""What all ideas of a round have in common, as a share of those that are not certain."""


@dataclass(frozen=True)
class Pace:
    """Votes a day just now, and for how many days there have been any."""

    a_day: float
    age: float


@dataclass(frozen=True)
class Range:
    """What is expected, and between which numbers it lies in eight cases of ten."""

    middle: float
    low: float
    high: float


def pace_of(opened: int, today: int, days: Sequence[int], sums: Sequence[int]) -> Pace:
    """The pace of an idea at the end of a day, from its curve of votes by day."""
    age = max(1, today - opened + 1)
    fast, slow = _weighed(age, today, days, sums)
    a_day = FAST_SHARE * fast + (1 - FAST_SHARE) * slow
    return Pace(a_day, age)


def _weighed(age: int, today: int, days: Sequence[int], sums: Sequence[int]) -> tuple[float, float]:
    """Votes a day, where a vote weighs half as much for every few days that have passed."""
    fast = slow = 0.0
    for place in range(len(days) - 1, -1, -1):
        ago = today - days[place]
        if ago > LONG_AGO:
            break
        votes = sums[place] - (sums[place - 1] if place else 0)
        fast += votes * 0.5 ** (ago / DAYS_FAST)
        slow += votes * 0.5 ** (ago / DAYS_SLOW)
    return fast / _weight(age, DAYS_FAST), slow / _weight(age, DAYS_SLOW)


def _weight(age: int, half: float) -> float:
    """What one vote on each day would weigh together."""
    each: float = 0.5 ** (1 / half)
    whole: float = (1 - each**age) / (1 - each)
    return whole


def more_in(pace: Pace, days: float) -> Range:
    """How many more votes come within some days."""
    if days <= 0:
        return Range(0, 0, 0)
    middle, sigma = _outlook(pace, days)
    low = math.exp(middle - Z * sigma / SKEW) - HALF
    high = math.exp(middle + Z * sigma * SKEW) - HALF
    return Range(math.exp(middle) - HALF, max(0.0, math.floor(low)), math.ceil(high))


def chance_of(missing: int, pace: Pace, days: float) -> float:
    """How likely so many more votes come within some days: no less than within half of them."""
    if missing <= 0:
        return 1.0
    likely = _chance(missing, pace, days) if days > 0 else 0.0
    while likely > HALF and (sooner := _chance(missing, pace, days / 2)) > likely:
        likely, days = sooner, days / 2
    return likely


def _chance(missing: int, pace: Pace, days: float) -> float:
    middle, sigma = _outlook(pace, days)
    far = (math.log(missing) - middle) / sigma
    return HALF * math.erfc((far / SKEW if far > 0 else far * SKEW) / math.sqrt(2))


def _outlook(pace: Pace, days: float) -> tuple[float, float]:
    """The middle and the spread of the logarithm of what comes, half a vote added."""
    early = WIDEN * pace.age
    later = 1 + days / early
    more = pace.a_day * early * (1 - 1 / later) + TRICKLE * days
    of_pace = (SPREAD**2 + GROWTH**2 * math.log(later)) * more / (more + CALM)
    of_number = math.log1p(more / (more + HALF) ** 2)
    return math.log(more + HALF), math.sqrt(of_pace + of_number)


def day_of(missing: int, pace: Pace, most: int) -> int | None:
    """In how many days so many more votes are expected, if within so many at all."""
    if more_in(pace, most).middle < missing:
        return None
    low, high = 0, most
    while high - low > 1:
        between = (low + high) // 2
        low, high = (low, between) if more_in(pace, between).middle >= missing else (between, high)
    return high


def how_many(chances: Iterable[tuple[float, float]], *, also: float = 0.0) -> Range:
    """How many of the ideas come through, of each its chance and how many it stands for.

    ``also`` so many are expected of whom nothing is known yet.
    """
    sure, middle, variance, open_yet = 0.0, also, also, also
    for chance, stands_for in chances:
        if chance >= 1:
            sure += stands_for
        else:
            middle += chance * stands_for
            variance += chance * (1 - chance) * stands_for**2
            open_yet += chance * (1 - chance) * stands_for
    wide = Z * math.sqrt(variance + (COMMON * open_yet) ** 2)
    low, high = max(0.0, math.floor(middle - wide)), math.ceil(middle + wide)
    return Range(sure + middle, sure + low, sure + high)
