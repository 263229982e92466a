"""The ladder: tiers of votes, each with the days granted to reach it."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

SHORTEST, LONGEST = 1, 12
MOST_VOTES, MOST_DAYS = 100_000_000, 3650

PRESETS: dict[str, tuple[tuple[int, int], ...]] = {
    "micro": ((10, 30), (50, 60), (100, 60)),
    "small": ((25, 60), (100, 180), (250, 90), (500, 90)),
    "medium": ((50, 60), (250, 365), (1_000, 182), (2_500, 182)),
    "large": ((100, 60), (1_000, 365), (5_000, 182), (10_000, 182)),
}


@dataclass(frozen=True)
class Tier:
    """One step: ``votes`` to reach, ``days`` granted on top once the step before is reached."""

    votes: int
    days: int


def ladder_from(pairs: Sequence[Sequence[Any]]) -> tuple[Tier, ...]:
    """The ladder as kept in a row, read."""
    return tuple(Tier(int(votes), int(days)) for votes, days in pairs)


def pairs_of(ladder: Sequence[Tier]) -> list[list[int]]:
    """The ladder as it is kept in a row."""
    return [[tier.votes, tier.days] for tier in ladder]


def problem_of(ladder: Sequence[Tier]) -> str | None:
    """What is wrong with a ladder, as a code; None when it can be climbed."""
    if not SHORTEST <= len(ladder) <= LONGEST:
        return "ladder.length"
    if any(not 0 < tier.votes <= MOST_VOTES for tier in ladder):
        return "ladder.votes"
    if any(not 0 < tier.days <= MOST_DAYS for tier in ladder):
        return "ladder.days"
    if any(low.votes >= high.votes for low, high in pairwise(ladder)):
        return "ladder.rising"
    return None
