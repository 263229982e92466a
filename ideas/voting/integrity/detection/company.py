"""Votes that hang together: each shares a rare network or mail domain with another, and so on.

Honest votes share such values now and then, in pairs: a household, colleagues. Whoever has some
networks and some domains and mixes them ties all their votes into one heap, however few of them
share any one value. Links between few leave only small heaps, links beyond one each make one large
heap (Erdős and Rényi, Publ. Math. Inst. Hung. Acad. Sci. 5 (1960), 17-61).
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from ideas.voting.integrity.detection.crowds import View
from ideas.voting.integrity.detection.groups import Group
from ideas.voting.integrity.detection.rules import PLACE, Ground, Key, Kind, Thresholds
from ideas.voting.integrity.detection.tails import poisson_tail

LINKING = (Kind.NETWORK, Kind.DOMAIN)
SURPRISING = math.log10(0.01)
OF_ONE = 0.75
"""A heap of which so much shares one value is found by that value, and named after it."""
KEY: Key = ((Kind.COMPANY, ""),)
"""All heaps of an idea are one case: what ties them is many values."""

Link = tuple[Kind, str]


def companies(view: View, limits: Thresholds) -> Iterator[Group]:
    """Heaps of votes that hang together by values that are rare elsewhere."""
    links = _links(view, limits)
    if not links:
        return
    usual = len(view.votes) * limits.floors[Kind.COMPANY]
    for heap in _heaps(view, links):
        is_of_one = max(view.counts[kind][value] for kind, value in heap.links) > OF_ONE * heap.size
        if heap.size >= limits.least and not is_of_one:
            yield Group(Ground.ALIKE, KEY, heap.size, usual, tuple(heap.people))


@dataclass
class Heap:
    """Votes that hang together, and by which values."""

    people: list[int] = field(default_factory=list)
    links: set[Link] = field(default_factory=set)

    @property
    def size(self) -> int:
        """How many votes."""
        return len(self.people)


def _heaps(view: View, links: set[Link]) -> Iterable[Heap]:
    above: dict[Link, Link] = {link: link for link in links}
    tied, linking = [], {value for _, value in links}
    places = {kind: PLACE[kind] for kind in LINKING}
    for vote in view.votes:
        if linking.isdisjoint(vote.features):
            continue
        own = [(kind, vote.features[place]) for kind, place in places.items()]
        if shared := [link for link in own if link in links]:
            tied.append((vote.person, shared))
            above[_top(above, shared[-1])] = _top(above, shared[0])
    heaps: dict[Link, Heap] = defaultdict(Heap)
    for person, shared in tied:
        heap = heaps[_top(above, shared[0])]
        heap.people.append(person)
        heap.links.update(shared)
    return heaps.values()


def _links(view: View, limits: Thresholds) -> set[Link]:
    """The values of which hardly one vote was to be expected here, and that have several."""
    return {
        (kind, value)
        for kind in LINKING
        for value, found in view.counts[kind].items()
        if found > 1 and _is_surprising(found, _expected(view, limits, kind, value))
    }


def _expected(view: View, limits: Thresholds, kind: Kind, value: str) -> float:
    usual = view.at_most(kind, value)
    if usual is None:
        return math.inf
    return view.known(kind) * limits.swings.get(kind, 1.0) * usual


def _is_surprising(found: int, expected: float) -> bool:
    return expected <= 1 and poisson_tail(found, expected) <= SURPRISING


def _top(above: dict[Link, Link], link: Link) -> Link:
    """The one that stands for a heap; the way there is halved for whoever asks next."""
    while above[link] != link:
        above[link] = above[above[link]]
        link = above[link]
    return link
