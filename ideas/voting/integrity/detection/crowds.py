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
        self.totals: Counter[int] = Counter()

    def see(self, idea: int, features: Features) -> None:
        """Take in a vote, and forget the oldest when there are too many."""
        self.order.append((idea, features))
        self._add(idea, features, 1)
        if len(self.order) > self.remembered:
            self._add(*self.order.popleft(), -1)

    def _add(self, idea: int, features: Features, change: int) -> None:
        own = self.by_idea[idea]
        for pair in _pairs(features):
            self.all[pair] += change
            own[pair] += change
            if not own[pair]:
                del own[pair]
            if not self.all[pair]:
                del self.all[pair]
        self.totals[idea] += change
        if not self.totals[idea]:
            del self.totals[idea], self.by_idea[idea]

    def share_elsewhere(self, idea: int, kind: Kind, value: str) -> float | None:
        """The part of the votes for all other ideas that has this value; None of too few."""
        others = len(self.order) - self.totals.get(idea, 0)
        if others < ENOUGH:
            return None
        own = self.by_idea[idea][kind, value] if idea in self.by_idea else 0
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
        """The part of these votes that has this value."""
        return self.counts[kind][value] / len(self.votes)

    def elsewhere(self, kind: Kind, value: str) -> float | None:
        """The part of the votes for other ideas that has it; None of too few."""
        return self.crowd.share_elsewhere(self.idea, kind, value)
