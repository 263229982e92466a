"""People who vote, write, ask for letters and send pictures, again until they are answered.

What was answered is written down with its moment; it must be there at the end.
"""

import io
import itertools
import random
import socket
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from PIL import Image

from tests.faults.crowd import Connection

AGAIN, PORT = 0.2, 8080
TIMEOUT = 30.0
WAITED_FOR = frozenset({None, 429, 500, 502, 503, 504})


@dataclass(frozen=True)
class Deed:
    """Something that somebody sends: what it is about, and the request."""

    about: str
    request: bytes


class Somewhere(Connection):
    """A connection from an address of its own, as people come from many networks."""

    def __init__(self, port: int, dice: random.Random) -> None:
        super().__init__(port)
        self.dice = dice

    def send(self, request: bytes) -> tuple[int, bytes]:
        """The status and the head of the answer; OSError when there is none."""
        if self.socket is None:
            address = f"127.{self.dice.randrange(1, 255)}.{self.dice.randrange(255)}.7"
            self.socket = socket.create_connection(("127.0.0.1", self.port), TIMEOUT, (address, 0))
        return super().send(request)


@dataclass
class People:
    """Those who send deeds of one kind, some a second; each until it is answered with 303."""

    kind: str
    deeds: Sequence[Deed]
    pause: float
    clients: int = 1
    stays: bool = True
    answered: list[tuple[float, str]] = field(default_factory=list)
    statuses: Counter[int | None] = field(default_factory=Counter)
    is_over: threading.Event = field(default_factory=threading.Event)
    threads: list[threading.Thread] = field(default_factory=list)

    def begin(self) -> None:
        """Let them begin."""
        turns, look = iter(self.deeds), threading.Lock()
        for number in range(self.clients):
            words = (turns, look, random.Random(f"{self.kind} {number}"))
            self.threads.append(threading.Thread(target=self._act, args=words, daemon=True))
            self.threads[-1].start()

    def end(self) -> None:
        """Let nobody begin anything new, and wait for the last answers."""
        self.is_over.set()
        for thread in self.threads:
            thread.join()

    def _act(self, turns: Iterator[Deed], look: threading.Lock, dice: random.Random) -> None:
        connection = Somewhere(PORT, dice)
        while not self.is_over.is_set():
            with look:
                deed = next(turns, None)
            if deed is None:
                return
            while self._send(connection, deed) in WAITED_FOR and not self.is_over.is_set():
                time.sleep(AGAIN)
            if not self.stays:
                connection.close()
            time.sleep(self.pause * dice.uniform(0.5, 1.5))
        connection.close()

    def _send(self, connection: Connection, deed: Deed) -> int | None:
        status = None
        with suppress(OSError, ValueError):
            status, _ = connection.send(deed.request)
        self.statuses[status] += 1
        if status == 303:
            self.answered.append((time.monotonic(), deed.about))
        return status

    def longest_gap(self, since: float, until: float) -> float:
        """Seconds in which nobody was answered, at most, within this time."""
        moments = [since, *(at for at, _ in list(self.answered) if since < at < until), until]
        return max(later - before for before, later in itertools.pairwise(moments))

    def wait_for_more(self, seconds: float, number: int = 20) -> None:
        """Until so many more are answered; AssertionError when that takes too long."""
        before, began = len(self.answered), time.monotonic()
        while len(self.answered) < before + number:
            waited = time.monotonic() - began
            assert waited < seconds, f"{self.kind}: nobody was answered for {waited:.0f} s"
            assert not self.is_done, f"{self.kind}: there are too few"
            time.sleep(0.05)

    @property
    def is_done(self) -> bool:
        """True when nobody has anything left to send."""
        return not any(thread.is_alive() for thread in self.threads)


def a_picture() -> bytes:
    """A small picture unlike the others."""
    file = io.BytesIO()
    Image.new("RGB", (1000, 700), f"#{random.randrange(1 << 24):06x}").save(file, "JPEG")
    return file.getvalue()
