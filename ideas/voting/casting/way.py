"""The way to the teller: one message there, one back, each on a connection of its own.

Who finds no teller, or one that ends before it answers, is told so and casts the vote alone. That
is safe even when the teller had cast it: the same vote twice is one vote.
"""

import contextlib
import socket
import time
from pathlib import Path

from ideas.voting.casting.spoken import Answered, Asked, Trouble, answer_in, packed_asked

NAME = "teller"
MOST_BYTES = 16_000
LONGEST_WAIT = 5.0


class NoTeller(Exception):
    """Nobody is there to ask."""


class Way:
    """Connections of one process, used again and again; at most as many as ask at one time."""

    def __init__(self, home: Path) -> None:
        self.address = str(home / NAME)
        self.free: list[socket.socket] = []
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
        self.asking += 1
        try:
            return self._ask(packed_asked(asked))
        finally:
            self.asking -= 1

    def close(self) -> None:
        """Let go of the connections that nobody uses just now."""
        while self.free:
            self.free.pop().close()

    def _ask(self, message: bytes) -> Answered:
        connection = self._connected()
        try:
            connection.send(message)
            answer = connection.recv(MOST_BYTES)
        except TimeoutError:
            connection.close()
            return Trouble(is_busy=True)
        except OSError as error:
            connection.close()
            raise NoTeller from error
        if not answer:
            connection.close()
            raise NoTeller
        self.free.append(connection)
        self.heard = time.monotonic()
        return answer_in(answer)

    def _connected(self) -> socket.socket:
        with contextlib.suppress(IndexError):
            return self.free.pop()
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        connection.settimeout(LONGEST_WAIT)
        try:
            connection.connect(self.address)
        except OSError as error:  # also an address too long for the system
            connection.close()
            raise NoTeller from error
        return connection
