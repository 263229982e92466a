"""The way to the teller for a thread: one message there, one back, on a connection of its own.

Who finds no teller, or one that ends before it answers, is told so and casts the vote alone. That
is safe even when the teller had cast it: the same vote twice is one vote.
"""

import contextlib
import functools
import os
import socket
import threading
import time
from pathlib import Path

from ideas.config import Config
from ideas.voting.casting.spoken import Answered, Asked, Trouble, answers_in, packed_asked

MOST_BYTES = 100_000
"""No message is longer."""
ANSWER_BYTES = 16_000
LONGEST_WAIT = 5.0
LONGEST_ADDRESS = 100


class NoTeller(Exception):
    """Nobody is there to ask."""


def address_of(config: Config) -> Path:
    """Where the teller of this site listens: in its home, and not for another site there."""
    return config.home / f"teller-{config.mark}"


def spoken(address: Path) -> str:
    """An address as the system takes it, which takes short ones, however deep the home lies.

    Such a home is named by the number under which this process holds it open.
    """
    if len(os.fsencode(address)) <= LONGEST_ADDRESS:
        return str(address)
    return f"/proc/self/fd/{_held(address.parent)}/{address.name}"


@functools.cache
def _held(home: Path) -> int:
    return os.open(home, os.O_RDONLY | os.O_DIRECTORY)


class Way:
    """Connections of one process, used again and again; at most as many as ask at one time."""

    def __init__(self, address: Path) -> None:
        self.address = address
        self.free: list[socket.socket] = []
        self.look = threading.Lock()
        self.asking = 0
        self.heard = 0.0

    def ask(self, asked: Asked) -> Answered:
        """What the teller answers; NoTeller when there is none.

        Behind one who has not answered anybody for long nobody begins to wait, so that threads are
        left for others.
        """
        now = time.monotonic()
        if not self.asking:
            self.heard = now
        elif now - self.heard > LONGEST_WAIT:
            return Trouble(is_busy=True)
        self._count(1)
        try:
            return self._ask(packed_asked([(0, asked)]))
        finally:
            self._count(-1)

    def _count(self, more: int) -> None:
        with self.look:  # one too many for ever would end all asking
            self.asking += more

    def close(self) -> None:
        """Let go of the connections that nobody uses just now."""
        while self.free:
            self.free.pop().close()

    def _ask(self, message: bytes) -> Answered:
        connection = self._connected()
        try:
            connection.send(message)
            ((_, answer),) = answers_in(connection.recv(ANSWER_BYTES))
        except TimeoutError:
            connection.close()
            return Trouble(is_busy=True)
        except (OSError, ValueError, KeyError, TypeError) as error:  # gone, or of another version
            connection.close()
            raise NoTeller from error
        self.free.append(connection)
        self.heard = time.monotonic()
        return answer

    def _connected(self) -> socket.socket:
        with contextlib.suppress(IndexError):
            return self.free.pop()
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        connection.settimeout(LONGEST_WAIT)
        try:
            connection.connect(spoken(self.address))
        except OSError as error:
            connection.close()
            raise NoTeller from error
        return connection
