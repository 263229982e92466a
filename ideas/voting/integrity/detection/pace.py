"""Is an idea voted for faster than its hour of the week allows, or by other people than before?

Neither says that a vote is not genuine: crowds come suddenly, and a film brings new people. So
these tests hold nothing; they ask people to look.
"""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Mapping

from ideas.voting.integrity.detection.crowds import Seen, counted
from ideas.voting.integrity.detection.rules import DAY, HOUR, Kind
from ideas.voting.integrity.detection.tails import (
    chi_squared_tail,
    dispersion,
    negative_binomial_tail,
)

WEEK = 168
LEAST_HOURS = 24
WIDEST_SIZE = 1e6
NARROWEST_SIZE = 0.5
LEAST_TO_COMPARE = 100
DRIFTING = (Kind.AGE, Kind.REFERRER, Kind.DISPOSABLE)
LARGE_EFFECT = 0.3


class Pace:
    """Votes by the hour: of each idea, and of the site by hour of the week."""

    def __init__(self) -> None:
        self.hours: dict[int, Counter[int]] = defaultdict(Counter)
        self.week: Counter[int] = Counter()

    def see(self, idea: int, at: float) -> None:
        """Take in a vote."""
        hour = int(at // HOUR)
        self.hours[idea][hour] += 1
        self.week[hour % WEEK] += 1

    def in_hour(self, idea: int, at: float) -> int:
        """How many votes this hour brought until now."""
        return self.hours[idea][int(at // HOUR)]

    def speed(self, idea: int, at: float) -> tuple[float, int, float]:
        """log10 p of the votes of this hour, how many they are, and how many were expected."""
        now, hours = int(at // HOUR), self.hours[idea]
        for old in [hour for hour in hours if hour < now - WEEK]:
            del hours[old]
        first = min(hours, default=now)
        past = [hours[hour] / self._weight(hour) for hour in range(first, now)]
        if len(past) < LEAST_HOURS:
            return 0.0, hours[now], float(hours[now])
        mean = sum(past) / len(past) * self._weight(now, but=hours[now])
        size = min(WIDEST_SIZE, max(NARROWEST_SIZE, dispersion(past)))
        expected = max(mean, 1 / WEEK)
        return negative_binomial_tail(hours[now], expected, size), hours[now], expected

    def _weight(self, hour: int, *, but: int = 0) -> float:
        """How much more than the average hour this hour of the week brings the site."""
        usual, total = self.week[hour % WEEK] - but, self.week.total() - but
        return (usual + 1) * WEEK / (total + WEEK)


def drift(votes: list[Seen], at: float) -> tuple[float, Kind | None]:
    """log10 p that the last day's people are as those before them, and in what they differ most."""
    place = bisect_left(votes, at - DAY, key=lambda vote: vote.at)
    early, late = votes[:place], votes[place:]
    if min(len(late), len(early)) < LEAST_TO_COMPARE:
        return 0.0, None
    new, old = counted(late), counted(early)
    tried = [(_compared(new[kind], old[kind], len(late), len(early)), kind) for kind in DRIFTING]
    (log10_p, effect), kind = min(tried, key=lambda each: each[0][0])
    return (log10_p, kind) if effect >= LARGE_EFFECT else (0.0, None)


def _compared(
    new: Mapping[str, int], old: Mapping[str, int], late: int, early: int
) -> tuple[float, float]:
    """log10 p of Pearson's test of two samples, and Cramér's V."""
    rows = [(new.get(value, 0), old.get(value, 0)) for value in {*new, *old}]
    rows.append((late - sum(new.values()), early - sum(old.values())))
    both, value = late + early, 0.0
    rows = [row for row in rows if sum(row)]
    for in_late, in_early in rows:
        for found, size in ((in_late, late), (in_early, early)):
            expected = (in_late + in_early) * size / both
            value += (found - expected) ** 2 / expected
    return chi_squared_tail(value, len(rows) - 1), (value / both) ** 0.5
