"""What many ask for at the same moment is made once, and never too early for any of them."""

import threading
import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

Thing = TypeVar("Thing")
MOST = 256


@dataclass(eq=False)
class _Place(Generic[Thing]):
    turn: threading.Lock = field(default_factory=threading.Lock)
    begun: float = -1.0
    thing: Thing | None = None


class Shared(Generic[Thing]):
    """Things by their keys, of which the last asked for are kept."""

    def __init__(self) -> None:
        self.look = threading.Lock()
        self.places: dict[Hashable, _Place[Thing]] = {}

    def get(self, key: Hashable, make: Callable[[], Thing]) -> Thing:
        """The thing, begun after it was asked for here: by this thread, or by another for both."""
        asked, place = time.monotonic(), self._place_of(key)
        with place.turn:
            if place.thing is None or place.begun < asked:
                begun = time.monotonic()
                place.thing, place.begun = make(), begun
            return place.thing

    def _place_of(self, key: Hashable) -> _Place[Thing]:
        with self.look:
            place = self.places.pop(key) if key in self.places else _Place[Thing]()
            self.places[key] = place
            if len(self.places) > MOST:
                del self.places[next(iter(self.places))]
            return place
