"""Groups of votes with a value, or several, in common: more than a crowd would bring?

*Source*: one network, mail domain or device brings more votes here than it brings elsewhere.
*Alike*: votes share several values at once, as those of one hand do; a crowd may be alike in any
one way (``caps``), but not in many ways together.
"""

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ideas.voting.integrity.detection.crowds import View, columns_of
from ideas.voting.integrity.detection.rules import (
    PLACE,
    STORED,
    Features,
    Ground,
    Key,
    Kind,
    Thresholds,
)
from ideas.voting.integrity.detection.tails import poisson_tail

SOURCES = (
    *(Kind.NETWORK, Kind.DOMAIN, Kind.DISPOSABLE, Kind.DEVICE, Kind.LATENCY),
    *(Kind.BORN, Kind.WEEK, Kind.MANNER, Kind.STRANGER),
)
NEEDS_OTHERS = frozenset({Kind.DOMAIN, Kind.WEEK, Kind.MANNER, Kind.STRANGER})
"""What says nothing before it is known what is usual elsewhere."""
TOGETHER = (
    (Kind.NETWORK, Kind.DEVICE),
    (Kind.NETWORK, Kind.DOMAIN),
    (Kind.NETWORK, Kind.LATENCY),
    (Kind.NETWORK, Kind.DWELL),
    (Kind.DEVICE, Kind.DOMAIN, Kind.DWELL),
    (Kind.DEVICE, Kind.DOMAIN, Kind.LATENCY),
    (Kind.DEVICE, Kind.LATENCY, Kind.DWELL),
    (Kind.DOMAIN, Kind.LATENCY, Kind.DWELL),
    (Kind.DEVICE, Kind.AGE, Kind.DWELL, Kind.REFERRER),
    (Kind.DEVICE, Kind.DOMAIN, Kind.AGE, Kind.LATENCY, Kind.DWELL, Kind.REFERRER),
)


@dataclass(frozen=True)
class Group:
    """Votes with a key in common, and how many were to be expected.

    ``people`` cast them, where the votes themselves do not show the key.
    """

    ground: Ground
    key: Key
    found: int
    expected: float
    people: tuple[int, ...] = ()

    @property
    def log10_p(self) -> float:
        """How improbable so many are."""
        return poisson_tail(self.found, self.expected)

    @property
    def is_vague(self) -> bool:
        """Are many honest voters of it, so that whatever else explains the votes is better?"""
        return self.key[0][0] is Kind.STRANGER

    @property
    def times(self) -> float:
        """How many times what was to be expected."""
        return self.found / self.expected


def groups_in(view: View, limits: Thresholds) -> Iterator[Group]:
    """Every group large enough to be tested."""
    yield from _sources(view, limits)
    yield from _alike(view, limits)


def _sources(view: View, limits: Thresholds) -> Iterator[Group]:
    for kind in SOURCES:
        for value, found in view.counts[kind].items():
            if found < limits.least or (kind is Kind.LATENCY and value != STORED):
                continue
            elsewhere = view.at_most(kind, value)
            if elsewhere is None and kind in NEEDS_OTHERS:
                continue
            swing = limits.swings.get(kind, 1.0)
            usual = max(min(1.0, swing * (elsewhere or 0.0)), limits.floors[kind])
            yield Group(Ground.SOURCE, ((kind, value),), found, view.known(kind) * usual)


def _alike(view: View, limits: Thresholds) -> Iterator[Group]:
    rows = [vote.features for vote in view.votes]
    columns = {
        kind: columns_of(_often(view, rows, kind, limits.least))
        for kind in {kinds[0] for kinds in TOGETHER}
    }
    for kinds in TOGETHER:
        for values, found in _shared(columns[kinds[0]], kinds).items():
            if found < limits.least or "" in values:
                continue
            key = tuple(zip(kinds, values, strict=True))
            share = math.prod(_usual(view, limits, kind, value) for kind, value in key)
            known = min(view.known(kind) for kind in kinds)
            yield Group(Ground.ALIKE, key, found, known * share)


def _often(view: View, rows: Sequence[Features], kind: Kind, least: int) -> Sequence[Features]:
    """The votes whose value of this kind comes often enough to be a group's."""
    values, place = view.counts[kind], PLACE[kind]
    found = {value for value, number in values.items() if number >= least}
    return [row for row in rows if row[place] in found] if found else ()


def _shared(columns: Sequence[Sequence[str]], kinds: tuple[Kind, ...]) -> Counter[tuple[str, ...]]:
    """How often each combination of values comes."""
    return Counter(zip(*(columns[PLACE[kind]] for kind in kinds), strict=True))


def _usual(view: View, limits: Thresholds, kind: Kind, value: str) -> float:
    elsewhere = view.elsewhere(kind, value) or 0.0
    return min(limits.caps[kind], max(elsewhere, view.share(kind, value)))


def is_much(group: Group, limits: Thresholds) -> bool:
    """Is it large enough, and so many times what was to be expected?"""
    return group.found >= max(limits.least, limits.times * group.expected)
