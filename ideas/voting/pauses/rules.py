"""When nobody could vote, told by how the switches were turned."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Turned:
    """A switch was turned; while it ``stops``, nobody votes."""

    switch: str
    at: datetime
    stops: bool


@dataclass(frozen=True)
class Pause:
    """From the first switch that stopped votes until the last that did; None while it lasts."""

    began_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True)
class Standstill:
    """A pause that lasts, seen at a moment."""

    began_at: datetime
    moment: datetime

    def holds(self, closes_at: datetime) -> bool:
        """Was this deadline ahead when the pause began?"""
        return closes_at > self.began_at

    def put_off(self, closes_at: datetime, opened_at: datetime) -> datetime:
        """The deadline if the pause ended now; a ballot that opened meanwhile has what is left."""
        return closes_at + (self.moment - max(self.began_at, opened_at))


def pauses(turns: Iterable[Turned]) -> list[Pause]:
    """The pauses that these turns, in their order, make; two switches at once are one pause."""
    stopping: set[str] = set()
    began_at: datetime | None = None
    found: list[Pause] = []
    for turn in turns:
        was_stopped = bool(stopping)
        (stopping.add if turn.stops else stopping.discard)(turn.switch)
        if stopping and not was_stopped:
            began_at = turn.at
        elif was_stopped and not stopping and began_at is not None:
            if turn.at > began_at:
                found.append(Pause(began_at, turn.at))
            began_at = None
    if began_at is not None:
        found.append(Pause(began_at, None))
    return found
