"""An invented site: its people, and what is noticed when one of them votes.

Their networks, domains and devices are drawn from assumptions, not from data: a third of votes
come through the few networks of mobile carriers, most of the others from homes of their own, some
from institutions; most addresses are with a few large houses of mail.
"""

import itertools
import math
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ideas.voting.integrity.detection.rules import Sighting
from ideas.voting.integrity.simulation.shapes import Shapes

DAY, HOUR, MINUTE = 86_400.0, 3_600.0, 60.0
MONDAY = 1_772_409_600.0
"""A Monday, 0:00, on which every invented site begins."""

Span = tuple[float, float]

HOMES, CARRIERS, INSTITUTIONS, FIRMS = 1 << 20, 140, 1_800, 6_000
MAIL = {
    "gmail.com": 44,
    "outlook.com": 9,
    "hotmail.com": 8,
    "icloud.com": 8,
    "yahoo.com": 7,
    "gmx.net": 3,
    "web.de": 2,
    "orange.fr": 2,
    "proton.me": 2,
    "aol.com": 1,
    "": 14,
}
BROWSERS = {
    "Safari, iPhone": 27,
    "Chrome, Android": 30,
    "Chrome, Windows": 20,
    "Edge, Windows": 8,
    "Firefox, Windows": 4,
    "Safari, macOS": 6,
    "Chrome, macOS": 3,
    "Firefox, Linux": 2,
}
PHONES = ("Safari, iPhone", "Chrome, Android")
LANGUAGES = {"en": 62, "fr": 12, "de": 12, "es": 8, "": 6}
WAYS = {"direct": 30, "web": 22, "site": 16, "share": 10, "post": 9, "message": 6, "link": 4}

OLD: Span = (HOUR, 900 * DAY)


class Chance(random.Random):  # noqa: S311 - nothing is secret here
    """Dice with a few more faces."""

    def span(self, span: Span) -> float:
        """A number of a range, small ones as likely as large ones by their logarithm."""
        low, high = span
        found = math.exp(self.uniform(math.log(low), math.log(high))) if low > 0 else None
        return self.uniform(low, high) if found is None else found

    def some(self, span: Span) -> int:
        """A whole number of a range."""
        return round(self.span(span))

    def rank(self, size: int) -> int:
        """A place among so many, the first the likeliest (Zipf)."""
        return min(size, int(math.exp(self.random() * math.log(size + 1)))) - 1

    def of(self, weights: dict[str, int]) -> str:
        """A word by its weight."""
        return self.choices(list(weights), list(weights.values()))[0]

    def is_so(self, share: float) -> bool:
        """True so often."""
        return self.random() < share

    def moments(self, count: int, shares: Sequence[int], start: float, step: float) -> list[float]:
        """So many moments, in order, as many in each step as its share says."""
        places = self.choices(range(len(shares)), shares, k=count)
        return sorted(start + (place + self.random()) * step for place in places)


@dataclass(slots=True)
class Person:
    """Somebody with an account, and what their votes have in common."""

    id: int
    network: str
    domain: str
    device: str
    joined: float
    latency: float
    is_disposable: bool = False


class Site:
    """Who lives there. ``ids`` numbers everybody who ever votes."""

    def __init__(self, chance: Chance, shapes: Shapes) -> None:
        self.chance, self.shapes = chance, shapes
        self.ids: Iterator[int] = itertools.count(1)

    def somebody(self, at: float, *, new: float = 0.45, phones: float = 0.35) -> Person:
        """An honest person who votes at this moment; a share is new, a share on the move."""
        chance = self.chance
        is_new, moves = chance.is_so(new), chance.is_so(phones)
        latency = chance.lognormvariate(math.log(60), 1.2)
        return Person(
            id=next(self.ids),
            network=f"carrier {chance.rank(CARRIERS)}" if moves else self.fixed(),
            domain=self.mail(),
            device=self.device(PHONES if moves else ()),
            joined=at - (latency + chance.span((5, 120)) if is_new else chance.span(OLD)),
            latency=latency,
        )

    def fixed(self) -> str:
        """A home's network, or now and then that of a school, an office, a library."""
        if self.chance.is_so(0.1):
            return f"institution {self.chance.rank(INSTITUTIONS)}"
        return f"home {self.chance.randrange(HOMES)}"

    def mail(self) -> str:
        """A domain of mail: one of the large houses, or a firm's own."""
        return self.chance.of(MAIL) or f"firm{self.chance.rank(FIRMS)}.example"

    def device(self, kinds: Sequence[str] = ()) -> str:
        """A coarse device: browser, system, version, language."""
        kind = self.chance.choice(kinds) if kinds else self.chance.of(BROWSERS)
        return f"{kind} {140 - self.chance.rank(12)} {self.chance.of(LANGUAGES)}".strip()

    def dwell(self) -> float | None:
        """How long an honest person looks before voting; some leave the page open for long."""
        if self.chance.is_so(0.03):
            return None
        if self.chance.is_so(0.08):
            return self.chance.span((5 * MINUTE, 3 * HOUR))
        return self.chance.lognormvariate(math.log(38), self.shapes.scatter)

    def way(self) -> str:
        """By which channel an honest person came."""
        return self.chance.of(WAYS)


def vote(
    person: Person, idea: int, at: float, *, dwell: float | None, way: str = "direct"
) -> Sighting:
    """What the detection is told of a vote that comes to count at this moment."""
    return Sighting(
        idea=idea,
        person=person.id,
        at=at,
        network=person.network,
        domain=person.domain,
        is_disposable=person.is_disposable,
        device=person.device,
        age=round(at - person.joined),
        latency=round(person.latency),
        dwell=None if dwell is None else round(dwell),
        referrer=way,
    )
