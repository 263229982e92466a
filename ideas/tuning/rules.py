"""What a ladder makes of an idea: of one that is open now, and of the votes it had by day."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import lru_cache

from ideas.campaigns.ladder import Tier, ladder_from
from ideas.voting.rules import tiers_reached

NOTICE = timedelta(days=30)
"""No deadline comes nearer than this because the terms changed."""


@lru_cache(maxsize=64)
def ladder_of(pairs: tuple[tuple[int, int], ...]) -> tuple[Tier, ...]:
    """The ladder as kept in a row; thousands of ideas climb the same few."""
    return ladder_from(pairs)


@dataclass(frozen=True)
class Standing:
    """Where an open idea stands: its ladder, the tiers it reached, its votes and its deadline."""

    ladder: tuple[Tier, ...]
    tier: int
    votes: int
    closes_at: datetime


@dataclass(frozen=True)
class Effect:
    """What new terms make of an open idea.

    ``goal`` is what it needs from now on; ``reached`` the tiers it has then. ``due_at`` is when its
    time would be over by the letter of the terms, ``closes_at`` when it is, with the notice.
    """

    ladder: tuple[Tier, ...]
    goal: int
    reached: int
    due_at: datetime
    closes_at: datetime

    @property
    def is_spared(self) -> bool:
        """True when its new deadline would be over or too near, and is put off."""
        return self.due_at < self.closes_at

    @property
    def qualifies(self) -> bool:
        """True when it has reached the new goal."""
        return self.reached == len(self.ladder)


def merged(ladder: Sequence[Tier], tier: int, new: Sequence[Tier]) -> tuple[Tier, ...]:
    """A new ladder under an idea that has climbed: what it reached stays, the rest is new."""
    kept = tuple(ladder[:tier])
    top = kept[-1].votes if kept else 0
    return (*kept, *(each for each in new if each.votes > top))


def effect_of(standing: Standing, new: Sequence[Tier], now: datetime) -> Effect:
    """Put an open idea on a new ladder.

    The days of the tier it is climbing are exchanged for the new ones, and what it reaches at once
    brings its days. A deadline that gets nearer leaves at least the notice, or what was left. Who
    climbed past the new goal and fell back under it since keeps the ladder they have.
    """
    ladder = merged(standing.ladder, standing.tier, new)
    goal = min(ladder[-1].votes, new[-1].votes)
    at, closes_at = standing.tier, standing.closes_at
    if at == len(ladder) and standing.votes < goal:
        return Effect(standing.ladder, standing.ladder[-1].votes, at, closes_at, closes_at)
    reached = max(at, tiers_reached(ladder, standing.votes))
    if standing.votes >= goal:
        reached = len(ladder)
    if at < len(ladder):
        closes_at += timedelta(days=ladder[at].days - standing.ladder[at].days)
    closes_at += timedelta(days=sum(each.days for each in ladder[at + 1 : reached + 1]))
    least = min(standing.closes_at, now + NOTICE)
    return Effect(ladder, goal, reached, closes_at, max(closes_at, least))


class End(StrEnum):
    """How a replay ends; ``unknown`` when no votes are known for as long as it would have taken."""

    QUALIFIED = "qualified"
    EXPIRED = "expired"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Curve:
    """An idea's votes by day: ``sums`` had come by the end of the ``days``, which are ordinals."""

    opened: int
    known_until: int
    days: Sequence[int]
    sums: Sequence[int]


@dataclass(frozen=True)
class Replay:
    """What became of a curve: the tiers it reached, how it ended and on which day."""

    reached: int
    end: End
    on: int


def replay(curve: Curve, ladder: Sequence[Tier]) -> Replay:
    """Let the votes of a curve climb a ladder from the day it was opened."""
    closes, on = curve.opened, curve.opened
    for number, tier in enumerate(ladder):
        closes += tier.days
        place = bisect_left(curve.sums, tier.votes)
        if place < len(curve.days) and curve.days[place] <= closes:
            on = curve.days[place]
        elif curve.known_until >= closes:
            return Replay(number, End.EXPIRED, closes)
        else:
            return Replay(number, End.UNKNOWN, curve.known_until)
    return Replay(len(ladder), End.QUALIFIED, on)
