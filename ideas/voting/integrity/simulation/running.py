"""Running a seed past the detection, as the worker does, with people who decide what it held."""

import heapq
import itertools
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from ideas.voting.integrity.detection.detector import Detector
from ideas.voting.integrity.detection.rules import Key, Sighting, Suspicion
from ideas.voting.integrity.simulation.scenarios import Scenario, Source
from ideas.voting.integrity.simulation.world import HOUR, MINUTE, Chance, Span

LOOKS_EVERY = 15.0
SETTLING = 2.0
DECIDES_AFTER: Span = (10 * MINUTE, 6 * HOUR)
ACCURACY = 0.95

Place = tuple[int, int]
"""An idea and a person."""
Mark = tuple[int, Key]
"""An idea and what its suspect votes have in common: one case on the desk."""


@dataclass
class Told:
    """What came of a seed. ``held`` says when; ``cases`` whom each case holds; all by votes."""

    scenarios: list[Scenario]
    votes: dict[Place, tuple[float, Source]] = field(default_factory=dict)
    held: dict[Place, float] = field(default_factory=dict)
    cases: dict[Mark, list[int]] = field(default_factory=lambda: defaultdict(list))
    void: set[Place] = field(default_factory=set)


class Run:
    """A seed on its way. People decide a case once, some time after it was opened, and again
    when more has joined it; they are right so often."""

    def __init__(self, scenarios: list[Scenario], seed: int, *, accuracy: float = ACCURACY) -> None:
        self.accuracy = accuracy
        self.detector, self.chance = Detector(), Chance(f"people {seed}")
        self.told = Told(scenarios)
        self.held_of: dict[int, int] = defaultdict(int)
        self.due: list[tuple[float, int, Mark]] = []
        self.waiting: dict[Mark, list[int]] = defaultdict(list)
        self.numbers = itertools.count()

    def go(self) -> Told:
        """All votes, in order, with a look every so often."""
        looks_at = 0.0
        for sighting in self._votes():
            if sighting.at > looks_at - SETTLING:
                if self.detector.touched:
                    self._look(looks_at)
                looks_at = (sighting.at + SETTLING) // LOOKS_EVERY * LOOKS_EVERY + LOOKS_EVERY
            self.detector.see(sighting)
        self._look(looks_at)
        self._decide(float("inf"))
        return self.told

    def _votes(self) -> Iterator[Sighting]:
        """Every source's next vote, the earliest first; a source learns what is held there."""
        waiting: list[tuple[float, int, Sighting, Source]] = []
        sources = [source for scenario in self.told.scenarios for source in scenario.sources]
        for number, source in enumerate(sources):
            first = next(source.votes, None)
            if first is not None:
                heapq.heappush(waiting, (first.at, number, first, source))
        while waiting:
            at, number, sighting, source = heapq.heappop(waiting)
            self.told.votes[sighting.idea, sighting.person] = (at, source)
            yield sighting
            try:
                after = source.votes.send(self.held_of[sighting.idea])
            except StopIteration:
                continue
            heapq.heappush(waiting, (after.at, number, after, source))

    def _look(self, at: float) -> None:
        self._decide(at)
        for suspicion in self.detector.suspicions(at):
            if suspicion.holds:
                self._hold(suspicion, at)

    def _hold(self, suspicion: Suspicion, at: float) -> None:
        idea, mark = suspicion.idea, (suspicion.idea, suspicion.key)
        new = [one for one in suspicion.people if (idea, one) not in self.told.held]
        self.told.held |= {(idea, person): at for person in new}
        self.held_of[idea] += len(new)
        self.told.cases[mark] += new
        if new and mark not in self.waiting:
            decides_at = at + self.chance.span(DECIDES_AFTER)
            heapq.heappush(self.due, (decides_at, next(self.numbers), mark))
        self.waiting[mark] += new

    def _decide(self, at: float) -> None:
        """Void what is mostly an attack's, release what is not; now and then the wrong way."""
        while self.due and self.due[0][0] <= at:
            mark = heapq.heappop(self.due)[2]
            idea, people = mark[0], self.waiting.pop(mark)
            attacks = sum(self.told.votes[idea, one][1].is_attack for one in people)
            is_right = self.chance.is_so(self.accuracy)
            if (2 * attacks > len(people)) is is_right:
                self.told.void |= {(idea, person) for person in people}
            else:
                self.detector.forgive(idea, people, [mark[1]])
