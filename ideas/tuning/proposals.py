"""What is tried, on which ideas, and the rounds that come."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from ideas.campaigns.ladder import Tier
from ideas.tuning.forecast.rules import Pace
from ideas.tuning.rules import Curve, Standing


@dataclass(frozen=True)
class Proposal:
    """Terms to try; ``for_open``: open ideas are put on its ladder, too.

    ``capacity`` is what every coming round takes; None when each keeps its own.
    """

    ladder: tuple[Tier, ...]
    hours: int
    capacity: int | None
    for_open: bool = True


@dataclass(frozen=True)
class Seen:
    """An idea of the sample, for how many it stands, and while it climbs where and how fast."""

    idea_id: int
    stands_for: float
    curve: Curve
    standing: Standing | None = None
    pace: Pace | None = None


@dataclass(frozen=True)
class Coming:
    """A round to come: until when it takes ideas, how many wait for it already, and its room.

    ``slug`` is empty and ``round_id`` 0 of a round that is only thought of.
    """

    name: str
    cutoff_at: datetime
    waiting: int = 0
    round_id: int = 0
    capacity: int = 0
    slug: str = ""


@dataclass(frozen=True)
class Chosen:
    """Some ideas of the sample, and how many they stand for."""

    number: float
    ideas: Sequence[Seen]
