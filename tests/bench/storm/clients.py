"""Clients of one kind in a process of their own, who keep to their rate whatever the site does.

One thread looks after all their connections: it shares two cores with the site and takes little.
"""

import select
import selectors
import socket
import time
from array import array
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from multiprocessing.queues import Queue

HOST = "127.0.0.1"
LEAD = 2.0
PATIENCE = 120.0
END_OF_HEAD = b"\r\n\r\n"


@dataclass
class Seen:
    """What the clients of one kind saw; ``voted`` are the numbers of the requests answered 303.

    ``seconds`` counts from when each request was due, ``cpu`` is the clients' own processor time.
    """

    statuses: Counter[int | None] = field(default_factory=Counter)
    seconds: array = field(default_factory=lambda: array("f"))
    voted: list[int] = field(default_factory=list)
    cpu: float = 0.0


class Line:
    """One kept-alive connection: what it asked, when that was due, and what it heard so far."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.socket: socket.socket | None = None
        self.which, self.due = 0, 0.0
        self.heard = b""
        self.whole: int | None = None

    def ask(self, request: bytes, which: int, due: float) -> None:
        """Send a request; OSError when nobody listens."""
        self.which, self.due, self.heard, self.whole = which, due, b"", None
        if self.socket is not None and select.select([self.socket], [], [], 0)[0]:
            self.close()  # the site hung up meanwhile, as a browser would notice
        if self.socket is None:
            self.socket = socket.create_connection((HOST, self.port), timeout=PATIENCE)
        self.socket.sendall(request)

    def listen(self) -> int | None:
        """Take what came; the status once the answer is whole."""
        assert self.socket is not None
        came = self.socket.recv(262_144)
        if not came:
            raise ConnectionError("hung up")
        self.heard += came
        if self.whole is None and END_OF_HEAD in self.heard:
            head = self.heard.partition(END_OF_HEAD)[0].lower()
            length = head.partition(b"content-length:")[2].partition(b"\r\n")[0]
            self.whole = len(head) + len(END_OF_HEAD) + int(length or 0)
        if self.whole is None or len(self.heard) < self.whole:
            return None
        return int(self.heard[9:12])

    def close(self) -> None:
        """Hang up."""
        if self.socket is not None:
            self.socket.close()
            self.socket = None


@dataclass
class Crowd:
    """Requests sent at their rate over some connections, each from the first free one on."""

    port: int
    requests: Sequence[bytes]
    number: int
    rate: float
    connections: int
    seen: Seen = field(default_factory=Seen)
    free: list[Line] = field(default_factory=list)
    asked: selectors.BaseSelector = field(default_factory=selectors.DefaultSelector)

    def send(self) -> Seen:
        """Send everything and wait for the last answer."""
        began, following = time.monotonic() + LEAD, 0
        self.free = [Line(self.port) for _ in range(self.connections)]
        while following < self.number or self.asked.get_map():
            now = time.monotonic()
            while following < self.number and self.free and began + following / self.rate <= now:
                self._ask(following, began + following / self.rate)
                following += 1
            due = began + following / self.rate
            is_waiting = following < self.number and self.free
            self._listen(max(0.0, due - time.monotonic()) if is_waiting else PATIENCE)
        for line in self.free:
            line.close()
        self.seen.cpu = time.process_time()
        return self.seen

    def _ask(self, which: int, due: float) -> None:
        line = self.free.pop()
        try:
            line.ask(self.requests[which % len(self.requests)], which, due)
        except OSError:
            self._note(line, None)
        else:
            self.asked.register(line.socket, selectors.EVENT_READ, line)  # type: ignore[arg-type]

    def _listen(self, seconds: float) -> None:
        ready = self.asked.select(seconds)
        if not ready and seconds == PATIENCE:
            ready = [(key, 0) for key in self.asked.get_map().values()]
        for key, events in ready:
            line: Line = key.data
            status: int | None = None
            try:
                status = line.listen() if events else None
                if status is None and events:
                    continue
            except OSError:
                status = None
            self.asked.unregister(key.fileobj)
            self._note(line, status)

    def _note(self, line: Line, status: int | None) -> None:
        self.seen.statuses[status] += 1
        self.seen.seconds.append(time.monotonic() - line.due)
        if status == 303:
            self.seen.voted.append(line.which)
        if status is None or b"connection: close" in line.heard[:2_000].lower():
            line.close()
        self.free.append(line)


def send_all(
    port: int, requests: Sequence[bytes], number: int, pace: tuple[float, int], told: "Queue[Seen]"
) -> None:
    """Send ``number`` requests, again from the first when they end; pace: a second, connections."""
    rate, connections = pace
    told.put(Crowd(port, requests, number, rate, connections).send())
