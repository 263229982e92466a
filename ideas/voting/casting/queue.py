"""A line of things to be done together, led by whoever stands first in it.

The first to come does its own thing. Who comes meanwhile waits, and the first of those does all of
theirs at once: there is no thread of its own, nothing to start after a fork or to drain at the end.
"""

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar, cast

from sqlalchemy.exc import TimeoutError

from ideas.db import BUSY

Thing = TypeVar("Thing")
Answer = TypeVar("Answer")
MOST = 1_000
LONGEST_WAIT = 5.0


class Full(TimeoutError):
    """More wait than can be served soon, or the wait was too long: 503."""


@dataclass(eq=False)
class _Place(Generic[Thing, Answer]):
    """A place in the line; ``turn`` opens when it has its outcome, or when it is to lead."""

    thing: Thing
    turn: threading.Lock = field(default_factory=threading.Lock)
    leads: bool = False
    is_done: bool = False
    answer: Answer | None = None
    error: BaseException | None = None

    def __post_init__(self) -> None:
        self.turn.acquire()


class Line(Generic[Thing, Answer]):
    """``work`` does many things in one transaction, commits it, and answers each in their order.

    When it fails for many, each is tried alone, so that one cannot spoil the others; but when the
    database is away or busy, it is so for all of them and for who waits behind them. Behind a
    leader who has been waiting for long nobody begins to wait, so that threads are left for others.
    """

    def __init__(self, work: Callable[[Sequence[Thing]], Sequence[Answer]]) -> None:
        self.work = work
        self.look = threading.Lock()
        self.waiting: list[_Place[Thing, Answer]] = []
        self.led_since: float | None = None

    def join(self, thing: Thing) -> Answer:
        """Have this done with whatever else waits; answers or raises what became of it."""
        place = _Place[Thing, Answer](thing)
        with self.look:
            if len(self.waiting) >= MOST or self._is_stuck():
                raise Full
            self.waiting.append(place)
            if self.led_since is None:
                place.leads, self.led_since = True, time.monotonic()
        if not place.leads and not place.turn.acquire(timeout=LONGEST_WAIT):
            self._give_up(place)
        if place.leads:
            self._lead()
        if place.error is not None:
            raise place.error
        return cast(Answer, place.answer)

    def _is_stuck(self) -> bool:
        return self.led_since is not None and time.monotonic() - self.led_since > LONGEST_WAIT

    def _give_up(self, place: _Place[Thing, Answer]) -> None:
        with self.look:
            if place in self.waiting and not place.leads:
                self.waiting.remove(place)
            if not place.leads and not place.is_done:
                place.error = Full()

    def _lead(self) -> None:
        with self.look:
            places, self.waiting = self.waiting, []
        try:
            self._do(places)
        finally:
            self._hand_on(places)

    def _do(self, places: Sequence[_Place[Thing, Answer]]) -> None:
        try:
            answers = self.work([place.thing for place in places])
        except Exception as error:
            if len(places) > 1 and not isinstance(error, BUSY):
                for place in places:
                    self._do([place])
                return
            behind = self._send_away() if isinstance(error, BUSY) else []
            for place in (*places, *behind):
                place.error, place.is_done = error, True
            for place in behind:
                place.turn.release()
            return
        for place, answer in zip(places, answers, strict=True):
            place.answer, place.is_done = answer, True

    def _send_away(self) -> Sequence[_Place[Thing, Answer]]:
        with self.look:
            behind, self.waiting = self.waiting, []
        return behind

    def _hand_on(self, places: Sequence[_Place[Thing, Answer]]) -> None:
        with self.look:
            self.led_since = time.monotonic() if self.waiting else None
            if self.waiting:
                self.waiting[0].leads = True
                self.waiting[0].turn.release()
        for place in places:
            if not place.is_done:
                place.error = Full()  # the leader was stopped
            place.turn.release()
