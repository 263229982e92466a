"""Which figures there are, and how they follow from what happened."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from math import ceil

from ideas.journey.stages import Stage

KEPT = timedelta(days=400)
SPANS = (30, 90, 365)
FEWEST_VISITS = 20
SHOWN_IDEAS, SHOWN_TAGS = 5, 10
MINUTE = 60


class Figure(StrEnum):
    """What is counted. Days have the first three; the rest is as of the roll-up."""

    VISITS = "visits"
    VOTES = "votes"
    ARRIVED = "arrived"
    MADE = "made"
    SPELLS = "spells"
    MEDIAN = "median"
    SLOW = "slow"
    VOTERS = "voters"
    ONE_VOTE = "one_vote"
    WAITING = "waiting"
    OLDEST = "oldest"
    DECIDED = "decided"
    IN_TIME = "in_time"
    SEEN = "seen"
    CAST = "cast"
    REASON = "reason"
    TAG = "tag"
    TAG_OF_ALL = "tag_of_all"
    SHAPE_REFUSED = "shape_refused"
    SHAPE_PUBLISHED = "shape_published"


DAILY = frozenset({Figure.VISITS, Figure.VOTES, Figure.ARRIVED})
STEPS = (
    *(Stage.SUBMITTED, Stage.LIVE, Stage.CERTIFYING, Stage.QUALIFIED),
    *(Stage.SELECTED, Stage.ON_SALE),
)
TIMED = (
    *(Stage.SUBMITTED, Stage.NEEDS_WORK, Stage.LIVE, Stage.CERTIFYING, Stage.QUALIFIED),
    *(Stage.IN_REVIEW, Stage.PARKED, Stage.SELECTED, Stage.IN_DEVELOPMENT),
)
REFUSING = frozenset({Stage.DECLINED, Stage.NEEDS_WORK, Stage.ARCHIVED})

Key = tuple[Figure, str, date]


@dataclass(frozen=True)
class Step:
    """A move as it is read: whose, from where to where, when and why."""

    idea_id: int
    from_stage: Stage
    to_stage: Stage
    moved_at: datetime
    reason: str | None


@dataclass
class Walked:
    """What all moves say together."""

    arrived: Counter[tuple[str, date]] = field(default_factory=Counter)
    spells: dict[Stage, list[timedelta]] = field(default_factory=lambda: defaultdict(list))
    waits: list[tuple[datetime, datetime]] = field(default_factory=list)
    reasons: Counter[str] = field(default_factory=Counter)


def walked(moves: Iterable[Step], *, since: datetime) -> Walked:
    """First arrivals by stage and day, how long each spell lasted, why something was refused.

    The moves come idea by idea, each idea's in their order. Only what ended since then is told.
    """
    found, idea_id, seen = Walked(), 0, set[Stage]()
    entered: tuple[Stage, datetime] | None = None
    for move in moves:
        if move.idea_id != idea_id:
            idea_id, seen, entered = move.idea_id, set(), None
        is_new = move.moved_at >= since
        if is_new and entered is not None and entered[0] is move.from_stage:
            _spell(found, entered, move.moved_at)
        if is_new and move.to_stage not in seen:
            found.arrived[move.to_stage.value, move.moved_at.date()] += 1
        if is_new and move.to_stage in REFUSING and move.reason:
            found.reasons[move.reason] += 1
        seen.add(move.to_stage)
        entered = (move.to_stage, move.moved_at)
    return found


def _spell(found: Walked, entered: tuple[Stage, datetime], left_at: datetime) -> None:
    stage, since = entered
    found.spells[stage].append(left_at - since)
    if stage is Stage.SUBMITTED:
        found.waits.append((since, left_at))


def quantile(ordered: Sequence[timedelta], share: float) -> timedelta:
    """The smallest value that this share of them does not exceed."""
    return ordered[max(0, ceil(share * len(ordered)) - 1)]


def minutes(length: timedelta) -> int:
    """Whole minutes."""
    return round(length.total_seconds() / MINUTE)


def share_bp(part: int, whole: int) -> int | None:
    """A part of a whole in basis points; None of nothing."""
    return round(part * 10_000 / whole) if whole else None


def in_weeks(days: Sequence[tuple[date, int]]) -> list[tuple[date, int]]:
    """The same numbers by week, each under its first day; the first week may be shorter."""
    weeks: dict[date, int] = {}
    first = len(days) % 7
    for place, (_, number) in enumerate(days):
        begins = days[max(0, (place - first) // 7 * 7 + first)][0]
        weeks[begins] = weeks.get(begins, 0) + number
    return list(weeks.items())
