"""Clients of one kind in a process of their own, who keep to their rate whatever the site does."""

import threading
import time
from array import array
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from multiprocessing.queues import Queue

from tests.faults.crowd import Connection

LEAD = 2.0


@dataclass
class Seen:
    """What the clients of one kind saw; ``voted`` are the numbers of the requests answered 303."""

    statuses: Counter[int | None] = field(default_factory=Counter)
    seconds: array = field(default_factory=lambda: array("f"))
    voted: list[int] = field(default_factory=list)

    def add(self, other: "Seen") -> None:
        """What others saw as well."""
        self.statuses += other.statuses
        self.seconds += other.seconds
        self.voted += other.voted


def send_all(
    port: int, requests: Sequence[bytes], number: int, pace: tuple[float, int], told: "Queue[Seen]"
) -> None:
    """Send ``number`` requests, again from the first when they end; pace: a second, connections."""
    rate, connections = pace
    began, seen = time.monotonic() + LEAD, [Seen() for _ in range(connections)]

    def run(own: int) -> None:
        connection = Connection(port)
        for which in range(own, number, connections):
            due = began + which / rate
            time.sleep(max(0.0, due - time.monotonic()))
            _send(connection, requests[which % len(requests)], seen[own], (which, due))
        connection.close()

    _in_threads(run, connections)
    everything = Seen()
    for each in seen:
        everything.add(each)
    told.put(everything)


def _send(connection: Connection, request: bytes, seen: Seen, own: tuple[int, float]) -> None:
    which, due = own
    status: int | None = None
    try:
        status, _ = connection.send(request)
    except OSError:
        status = None
    seen.statuses[status] += 1
    seen.seconds.append(time.monotonic() - due)
    if status == 303:
        seen.voted.append(which)


def _in_threads(run: Callable[[int], None], number: int) -> None:
    threads = [threading.Thread(target=run, args=(own,)) for own in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
