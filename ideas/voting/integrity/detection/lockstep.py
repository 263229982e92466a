"""Accounts that went the same way before: the same other ideas, each in the same ten minutes.

Votes of one sitting say nothing, because whoever reads a newsletter votes for all it names; so only
what lies at least an hour apart counts, and two such ways must be shared.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations

from ideas.voting.integrity.detection.crowds import Seen
from ideas.voting.integrity.detection.groups import Group
from ideas.voting.integrity.detection.rules import DAY, HOUR, Ground, Key, Kind, Thresholds

STEP = 600.0
KEPT_FOR = 30 * DAY
LEAST_STEPS = 3
MOST_STEPS = 8
MOST_PEOPLE = 50_000

Step = tuple[int, int]
"""An idea, and which ten minutes since 1970."""


class Ways:
    """What each person voted for before."""

    def __init__(self) -> None:
        self.steps: dict[int, tuple[Step, ...]] = {}

    def see(self, person: int, idea: int, at: float) -> None:
        """Remember a vote; whoever has not voted for longest is forgotten first."""
        steps = self.steps.pop(person, ())
        self.steps[person] = (*steps, (idea, int(at // STEP)))[-MOST_STEPS:]
        if len(self.steps) > MOST_PEOPLE:
            del self.steps[next(iter(self.steps))]

    def before(self, vote: Seen, idea: int) -> list[Step]:
        """The steps somebody took elsewhere, an hour apart from each other and from this vote."""
        found: list[Step] = []
        free_from, steps = vote.at, self.steps.get(vote.person, ())
        if len(steps) < LEAST_STEPS:
            return found
        for step in reversed(steps):
            at = step[1] * STEP
            if step[0] != idea and free_from - at >= HOUR and vote.at - at <= KEPT_FOR:
                found.append(step)
                free_from = at
        return sorted(found)


def ways_together(
    idea: int, votes: Sequence[Seen], ways: Ways, limits: Thresholds
) -> Iterator[Group]:
    """Groups of votes whose people took two steps together before."""
    single: Counter[Step] = Counter()
    people: dict[tuple[Step, Step], list[int]] = defaultdict(list)
    for vote in votes:
        if steps := ways.before(vote, idea):
            single.update(steps)
            for pair in combinations(steps, 2):
                people[pair].append(vote.person)
    total = len(votes)
    for (first, second), who in people.items():
        if len(who) < limits.least:
            continue
        cap = limits.caps[Kind.EARLIER]
        share = min(cap, single[first] / total) * min(cap, single[second] / total)
        yield Group(
            Ground.LOCKSTEP, _key(first, second), len(who), total * share, people=tuple(who)
        )


def _key(first: Step, second: Step) -> Key:
    return tuple((Kind.EARLIER, f"{idea}:{moment}") for idea, moment in (first, second))
