"""What each level asks for, and what lowers it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from ideas.limits.rules import Level

ORDER = (Level.NEW, Level.REGULAR, Level.TRUSTED)


@dataclass(frozen=True)
class Step:
    """What a level asks for: days since joining, contributions that stand, days without a no."""

    days: int
    accepted: int
    clean_days: int


@dataclass(frozen=True)
class Conduct:
    """What is known of somebody: since when they are here, how much stands, the last decision."""

    joined_at: datetime
    accepted: int = 0
    violated_at: datetime | None = None


STEPS: Mapping[Level, Step] = {
    Level.REGULAR: Step(days=14, accepted=3, clean_days=90),
    Level.TRUSTED: Step(days=90, accepted=20, clean_days=365),
}


def is_clean(conduct: Conduct, step: Step, moment: datetime) -> bool:
    """Has nothing been decided against them for as long as the step asks?"""
    violated = conduct.violated_at
    return violated is None or moment >= violated + timedelta(days=step.clean_days)


def is_reached(conduct: Conduct, step: Step, moment: datetime) -> bool:
    """Does somebody do what a step asks for?"""
    is_here = moment >= conduct.joined_at + timedelta(days=step.days)
    return is_here and conduct.accepted >= step.accepted and is_clean(conduct, step, moment)


def level_after(current: Level, conduct: Conduct, moment: datetime) -> Level:
    """Up when everything asked for is there; down only by what was decided against somebody."""
    reached = [each for each in ORDER[1:] if is_reached(conduct, STEPS[each], moment)]
    allowed = [each for each in ORDER[1:] if is_clean(conduct, STEPS[each], moment)]
    best = max((current, *reached), key=ORDER.index)
    ceiling = max((Level.NEW, *allowed), key=ORDER.index)
    return min(best, ceiling, key=ORDER.index)


def next_level(level: Level) -> Level | None:
    """The level above; None for the highest."""
    place = ORDER.index(level) + 1
    return ORDER[place] if place < len(ORDER) else None


def is_lower(level: Level, other: Level) -> bool:
    """Is a level below another?"""
    return ORDER.index(level) < ORDER.index(other)
