"""The copies of this process: so many bytes at most, and one request at a time draws a page."""

import threading
from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass, field

from ideas.web.keeping.copies import HOUR, Copy, seconds

MOST_BYTES = 8 * 1024 * 1024
STUCK = 5.0
MOST_AT_ONCE = 4


@dataclass(eq=False)
class Flight:
    """A page that is being drawn; ``copy`` is what came of it for everybody, if anything."""

    started: float = field(default_factory=seconds)
    landed: threading.Event = field(default_factory=threading.Event)
    copy: Copy | None = None


class Store:
    """Copies by what was asked; what was drawn longest ago goes first."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self.most_bytes = most_bytes
        self.bytes = 0
        self.look = threading.Lock()
        self.copies: OrderedDict[Hashable, Copy] = OrderedDict()
        self.sizes: dict[Hashable, int] = {}
        self.flights: dict[Hashable, Flight] = {}

    def get(self, key: Hashable) -> Copy | None:
        """The copy that is kept; never one of more than an hour."""
        copy = self.copies.get(key)
        return copy if copy is not None and copy.age < HOUR else None

    def put(self, key: Hashable, copy: Copy) -> None:
        """Keep a copy in the place of the one before, or count again what it takes."""
        with self.look:
            self._drop(key)
            self.copies[key] = copy
            self.sizes[key] = copy.size
            self.bytes += copy.size
            while self.bytes > self.most_bytes and self.copies:
                self._drop(next(iter(self.copies)))

    def drop(self, key: Hashable) -> None:
        """Forget a page that is no more."""
        with self.look:
            self._drop(key)

    def clear(self) -> None:
        """Forget everything."""
        with self.look:
            self.copies.clear()
            self.sizes.clear()
            self.bytes = 0

    def _drop(self, key: Hashable) -> None:
        if self.copies.pop(key, None) is not None:
            self.bytes -= self.sizes.pop(key)

    def board(self, key: Hashable) -> tuple[Flight, bool]:
        """The flight that draws this, and whether the caller must draw it and ``land``."""
        with self.look:
            flight = self.flights.get(key)
            if flight is not None:
                return flight, False
            flight = self.flights[key] = Flight()
            return flight, True

    def land(self, key: Hashable, flight: Flight) -> None:
        """The page is drawn, or never will be."""
        with self.look:
            self.flights.pop(key, None)
        flight.landed.set()

    def is_busy(self) -> bool:
        """True while as many pages are drawn as a process should draw at once."""
        return len(self.flights) >= MOST_AT_ONCE

    def is_stuck(self) -> bool:
        """True while a page takes too long to be drawn: the database may be away without a word."""
        with self.look:
            oldest = min((each.started for each in self.flights.values()), default=None)
        return oldest is not None and seconds() - oldest > STUCK
