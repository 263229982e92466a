"""What is usual: how often each value comes on all ideas, and on each of them."""

from collections import Counter, defaultdict, deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter

from ideas.voting.integrity.detection.rules import (
    KINDS,
    PLACE,
    Features,
    Kind,
    Sighting,
    features_of,
)

REMEMBERED = 50_000
KNOWN_BY = {Kind.DISPOSABLE: Kind.DOMAIN, Kind.BORN: Kind.AGE}
"""Where an empty value does not say that it is not known: which other kind says so."""
ENOUGH = 200


@dataclass(frozen=True, slots=True)
class Seen:
    """A vote taken in."""

    person: int
    at: float
    features: Features


def seen(sighting: Sighting) -> Seen:
    """Take in a vote."""
    return Seen(sighting.person, sighting.at, features_of(sighting))


def counted(votes: Sequence[Seen]) -> dict[Kind, Counter[str]]:
    """How often each value comes among these."""
    rows = [vote.features for vote in votes]
    return {kind: _counted(rows, kind) for kind in KINDS}


def _counted(rows: Sequence[Features], kind: Kind) -> Counter[str]:
    counts = Counter(map(itemgetter(PLACE[kind]), rows))
    del counts[""]
    return counts


class Crowd:
    """The last votes of the site, of which each idea's own can be left out."""

    def __init__(self, remembered: int = REMEMBERED) -> None:
        self.remembered = remembered
        self.order: deque[tuple[int, Features]] = deque()
        self.all: Counter[tuple[Kind, str]] = Counter()
        self.by_idea: dict[int, Counter[tuple[Kind, str]]] = defaultdict(Counter)
        self.known: Counter[Kind] = Counter()
        self.known_by_idea: dict[int, Counter[Kind]] = defaultdict(Counter)

    def see(self, idea: int, features: Features) -> None:
        """Take in a vote, and forget the oldest when there are too many."""
        self.order.append((idea, features))
        self._add(idea, features, 1)
        if len(self.order) > self.remembered:
            self._add(*self.order.popleft(), -1)

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

    def share_elsewhere(self, idea: int, kind: Kind, value: str) -> float | None:
        """The part of the votes for all other ideas that has this value; None of too few.

        Votes of which nothing is known in this way are left out.
        """
        is_here, says = idea in self.by_idea, KNOWN_BY.get(kind, kind)
        others = self.known[says] - (self.known_by_idea[idea][says] if is_here else 0)
        if others < ENOUGH:
            return None
        own = self.by_idea[idea][kind, value] if is_here else 0
        return (self.all.get((kind, value), 0) - own) / others


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
        return self.counts[KNOWN_BY.get(kind, kind)].total()

    def elsewhere(self, kind: Kind, value: str) -> float | None:
        """The part of the votes for other ideas that has it; None of too few."""
        return self.crowd.share_elsewhere(self.idea, kind, value)
