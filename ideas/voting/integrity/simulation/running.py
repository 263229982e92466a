"""Running a seed past the detection, as the worker does, with people who decide what it held."""

import heapq
import itertools
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ideas.campaigns.ladder import Tier
from ideas.voting.integrity.detection.detector import Detector
from ideas.voting.integrity.detection.rules import Key, Sighting, Suspicion
from ideas.voting.integrity.rules import needs_two
from ideas.voting.integrity.sampling.rules import Finding, is_doubtful
from ideas.voting.integrity.simulation.scenarios import Scenario, Source
from ideas.voting.integrity.simulation.world import HOUR, MINUTE, Chance, Span

LOOKS_EVERY = 15.0
SETTLING = 2.0
DECIDES_AFTER: Span = (10 * MINUTE, 6 * HOUR)
ACCURACY = 0.95
DRAWN = 12

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
    released: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))

    def is_attack(self, place: Place) -> bool:
        """Was this vote an attack's?"""
        return self.votes[place][1].is_attack


class Run:
    """A seed on its way. People decide a case once, some time after it was opened, and again
    when more has joined it; they are right so often."""

    def __init__(self, scenarios: list[Scenario], seed: int, *, accuracy: float = ACCURACY) -> None:
        self.accuracy = accuracy
        self.detector, self.chance = Detector(), Chance(f"people {seed}")
        self.told = Told(scenarios)
        self.held_of: dict[int, int] = defaultdict(int)
        self.cast_for: dict[int, int] = defaultdict(int)
        self.goals = {each.idea: each.goal for each in scenarios}
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
        self._certify()
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
            self.cast_for[sighting.idea] += 1
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
        """Void what is mostly an attack's, release what is not; now and then the wrong way.

        What takes two is void when the second agrees; else it waits for somebody else.
        """
        while self.due and self.due[0][0] <= at:
            moment, _, mark = heapq.heappop(self.due)
            idea, people = mark[0], self.waiting[mark]
            if not self._finds_attack(idea, people):
                self.told.released[idea] += people
                self.detector.forgive(idea, self.waiting.pop(mark), [mark[1]])
            elif not self._takes_two(idea, len(people)) or self._finds_attack(idea, people):
                self.told.void |= {(idea, one) for one in self.waiting.pop(mark)}
            else:
                again = moment + self.chance.span(DECIDES_AFTER)
                heapq.heappush(self.due, (again, next(self.numbers), mark))

    def _finds_attack(self, idea: int, people: Sequence[int]) -> bool:
        """Does somebody take most of these for an attack's?"""
        attacks = sum(self.told.is_attack((idea, one)) for one in people)
        return (2 * attacks > len(people)) is self.chance.is_so(self.accuracy)

    def _takes_two(self, idea: int, number: int) -> bool:
        counted = self.cast_for[idea] - self.held_of[idea]
        ladder = [Tier(self.goals.get(idea, 0), 0)]
        return needs_two(number, ladder, counted + number, counted)

    def _certify(self) -> None:
        """At the goal voters are drawn by lot, and looked at one by one.

        Where too many are doubtful, what was released is looked at again, by two.
        """
        places = defaultdict(list)
        for place in self.told.votes:
            if place not in self.told.void:
                places[place[0]].append(place)
        for idea, goal in self.goals.items():
            counted, released = places[idea], self.told.released[idea]
            is_reached = goal and released and len(counted) >= goal
            if is_reached and self._is_doubtful(counted) and self._find_attack(idea, released):
                self.told.void |= {(idea, one) for one in released}

    def _find_attack(self, idea: int, people: Sequence[int]) -> bool:
        """Do two find one, each by themselves?"""
        return all(self._finds_attack(idea, people) for _ in range(2))

    def _is_doubtful(self, counted: Sequence[Place]) -> bool:
        drawn = self.chance.sample(counted, min(DRAWN, len(counted)))
        found = [self.told.is_attack(one) is self.chance.is_so(self.accuracy) for one in drawn]
        return is_doubtful([Finding.DOUBTFUL if each else Finding.GENUINE for each in found])
