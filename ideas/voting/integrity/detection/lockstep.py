"""Accounts that went the same way before: the same other ideas, each at about the same time.

That is in the same ten minutes, or in the same two hours, begun at every hour so that whatever
takes less than one lies within.

Votes of one sitting say nothing, because whoever reads a newsletter votes for all it names; so only
what lies at least an hour apart counts, and two such ways must be shared.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations, product

from ideas.voting.integrity.detection.crowds import Seen
from ideas.voting.integrity.detection.groups import Group
from ideas.voting.integrity.detection.rules import DAY, HOUR, Ground, Key, Kind, Thresholds

STEP = 600
WIDE = 7_200
KEPT_FOR = 30 * DAY
LEAST_STEPS = 3
MOST_STEPS = 8
MOST_PEOPLE = 50_000

Step = tuple[int, int]
"""An idea, and when: seconds since 1970, to ten minutes."""
Span = tuple[int, int, int]
"""An idea, from when, and for how long."""


class Ways:
    """What each person voted for before."""

    def __init__(self) -> None:
        self.steps: dict[int, tuple[Step, ...]] = {}
        self.walkers: set[int] = set()

    def see(self, person: int, idea: int, at: float) -> None:
        """Remember a vote; whoever has not voted for longest is forgotten first."""
        steps = self.steps.pop(person, ())
        steps = (*steps, (idea, int(at // STEP) * STEP))[-MOST_STEPS:]
        self.steps[person] = steps
        if len(steps) >= LEAST_STEPS:
            self.walkers.add(person)
        if len(self.steps) > MOST_PEOPLE:
            oldest = next(iter(self.steps))
            del self.steps[oldest]
            self.walkers.discard(oldest)

    def before(self, vote: Seen, idea: int) -> list[Step]:
        """The steps somebody took elsewhere, an hour apart from each other and from this vote."""
        found: list[Step] = []
        free_from = vote.at
        for step in reversed(self.steps.get(vote.person, ())):
            at = step[1]
            if step[0] != idea and free_from - at >= HOUR and vote.at - at <= KEPT_FOR:
                found.append(step)
                free_from = at
        return sorted(found)


def ways_together(
    idea: int, votes: Sequence[Seen], ways: Ways, limits: Thresholds
) -> Iterator[Group]:
    """Groups of votes whose people took two steps together before."""
    single: Counter[Span] = Counter()
    people: dict[tuple[Span, Span], list[int]] = defaultdict(list)
    walking = [vote for vote in votes if vote.person in ways.walkers]
    if len(walking) < limits.least:
        return
    for vote in walking:
        if steps := ways.before(vote, idea):
            for step in steps:
                single.update(_spans(step))
            for two in combinations(steps, 2):
                for pair in _pairs(*two):
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


def _spans(step: Step) -> tuple[Span, Span, Span]:
    """The spans of time in which a step lies."""
    idea, at = step
    even, odd = at // WIDE * WIDE, (at + WIDE // 2) // WIDE * WIDE - WIDE // 2
    return (idea, at, STEP), (idea, even, WIDE), (idea, odd, WIDE)


def _pairs(first: Step, second: Step) -> Iterator[tuple[Span, Span]]:
    """The narrow spans of two steps, and the wide ones."""
    narrow, *wide = _spans(first)
    other, *others = _spans(second)
    yield narrow, other
    yield from product(wide, others)


def _key(first: Span, second: Span) -> Key:
    return tuple((Kind.EARLIER, ":".join(map(str, span))) for span in (first, second))


def ideas_of(key: Key) -> list[int]:
    """The ideas at which a group of this key went together before."""
    return [int(value.partition(":")[0]) for _, value in key]
