"""What is usual: how often each value comes on all ideas, and on each of them."""

import math
from collections import Counter, defaultdict, deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from ideas.voting.integrity.detection.rules import (
    KINDS,
    Features,
    Kind,
)

REMEMBERED = 50_000
KNOWN_BY = {
    Kind.DISPOSABLE: Kind.DOMAIN,
    Kind.BORN: Kind.AGE,
    Kind.WEEK: Kind.AGE,
    Kind.STRANGER: Kind.NETWORK,
    Kind.MANNER: Kind.DWELL,
}
"""Where an empty value does not say that it is not known: which other kind says so."""
ENOUGH = 200


@dataclass(frozen=True, slots=True)
class Seen:
    """A vote taken in."""

    person: int
    at: float
    features: Features


def counted(votes: Sequence[Seen]) -> dict[Kind, Counter[str]]:
    """How often each value comes among these."""
    columns = columns_of([vote.features for vote in votes])
    return {kind: _counted(column) for kind, column in zip(KINDS, columns, strict=True)}


def columns_of(rows: Sequence[Features]) -> Sequence[Sequence[str]]:
    """All values of each kind, in the order of the votes."""
    return list(zip(*rows, strict=True)) or [()] * len(KINDS)


def _counted(column: Sequence[str]) -> Counter[str]:
    counts = Counter(column)
    del counts[""]
    return counts


class Crowd:
    """The last votes of the site, of which each idea's own can be left out."""

    def __init__(self, remembered: int = REMEMBERED) -> None:
        self.remembered = remembered
        self.order: deque[tuple[int, Features]] = deque()
        self.all: Counter[tuple[Kind, str]] = Counter()
        self.by_idea: dict[int, Counter[tuple[Kind, str]]] = defaultdict(Counter)
        self.left_out: Counter[tuple[int, Features]] = Counter()
        self.known: Counter[Kind] = Counter()
        self.known_by_idea: dict[int, Counter[Kind]] = defaultdict(Counter)

    def see(self, idea: int, features: Features) -> None:
        """Take in a vote, and forget the oldest when there are too many."""
        self.order.append((idea, features))
        self._add(idea, features, 1)
        if len(self.order) > self.remembered:
            oldest = self.order.popleft()
            if self.left_out[oldest]:
                self.left_out[oldest] -= 1
            else:
                self._add(*oldest, -1)

    def leave_out(self, idea: int, features: Features) -> None:
        """A vote is suspect: it does not teach what is usual."""
        self.left_out[idea, features] += 1
        self._add(idea, features, -1)

    def is_strange(self, idea: int, network: str) -> bool:
        """Has this network brought nobody to any other idea?"""
        own = self.by_idea[idea][Kind.NETWORK, network] if idea in self.by_idea else 0
        return bool(network) and self.all.get((Kind.NETWORK, network), 0) <= own

    def _add(self, idea: int, features: Features, change: int) -> None:
        own, known = self.by_idea[idea], self.known_by_idea[idea]
        for pair in _pairs(features):
            for counts in (self.all, own):
                counts[pair] += change
                if not counts[pair]:
                    del counts[pair]
            self.known[pair[0]] += change
            known[pair[0]] += change
        if not own:
            del self.by_idea[idea], self.known_by_idea[idea]

    def elsewhere(self, idea: int, kind: Kind, value: str) -> tuple[int, int] | None:
        """How many votes for all other ideas have this value, and of how many; None of too few.

        Votes of which nothing is known in this way are left out.
        """
        is_here, says = idea in self.by_idea, KNOWN_BY.get(kind, kind)
        others = self.known[says] - (self.known_by_idea[idea][says] if is_here else 0)
        if others < ENOUGH:
            return None
        own = self.by_idea[idea][kind, value] if is_here else 0
        return self.all.get((kind, value), 0) - own, others


def _pairs(features: Features) -> list[tuple[Kind, str]]:
    return [pair for pair in zip(KINDS, features, strict=True) if pair[1]]


@dataclass(frozen=True)
class View:
    """The votes of one idea in one window, and what is usual elsewhere."""

    idea: int
    votes: Sequence[Seen]
    counts: Mapping[Kind, Counter[str]]
    crowd: Crowd

    def share(self, kind: Kind, value: str) -> float:
        """The part of these votes that has this value, of those of which it is known."""
        return self.counts[kind][value] / self.known(kind)

    def known(self, kind: Kind) -> int:
        """Of how many of these votes it is known."""
        return self.totals[KNOWN_BY.get(kind, kind)]

    @cached_property
    def totals(self) -> Mapping[Kind, int]:
        """Of how many of these votes each kind is known."""
        return {kind: counts.total() for kind, counts in self.counts.items()}

    def elsewhere(self, kind: Kind, value: str) -> float | None:
        """The part of the votes for other ideas that has it; None of too few."""
        found = self.crowd.elsewhere(self.idea, kind, value)
        return found[0] / found[1] if found else None

    def at_most(self, kind: Kind, value: str) -> float | None:
        """What that part may be in truth: two standard deviations of a Poisson number more.

        What was never seen is not impossible, so one vote more is supposed.
        """
        found = self.crowd.elsewhere(self.idea, kind, value)
        return (found[0] + 1 + 2 * math.sqrt(found[0])) / found[1] if found else None
