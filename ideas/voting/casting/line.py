"""The line to the teller: one connection on which all of a process ask, and none blocks a thread.

Everything asked in one turn of the loop goes as few messages; answers come back by their numbers.
"""

import asyncio
import contextlib
import socket
from itertools import count
from pathlib import Path

from ideas.voting.casting.spoken import Answered, Asked, Trouble, answers_in, packed_asked
from ideas.voting.casting.way import LONGEST_WAIT, MOST_BYTES, NoTeller, spoken

MOST_AT_ONCE = 16
AGAIN = 0.001


class Line:
    """Belongs to one event loop; opened by the first who asks, and anew when it broke."""

    def __init__(self, address: Path) -> None:
        self.address = address
        self.room = bytearray(MOST_BYTES)
        self.connection: socket.socket | None = None
        self.numbers = count(1)
        self.heard = 0.0
        self.unsent: list[tuple[int, Asked]] = []
        self.waiting: dict[int, asyncio.Future[Answered]] = {}

    async def ask(self, asked: Asked) -> Answered:
        """What the teller answers; NoTeller when there is none, or it ended before it answered.

        Behind one who has not answered anybody for long nobody begins to wait.
        """
        here, number = asyncio.get_running_loop(), next(self.numbers)
        if self.connection is None:
            self._open()
        if not self.waiting:
            self.heard = here.time()
        elif here.time() - self.heard > LONGEST_WAIT:
            return Trouble(is_busy=True)
        if not self.unsent:
            here.call_soon(self._send)
        self.unsent.append((number, asked))
        answer = self.waiting[number] = here.create_future()
        try:
            async with asyncio.timeout(LONGEST_WAIT):
                answered: Answered = await answer
                return answered
        except TimeoutError:
            return Trouble(is_busy=True)
        finally:
            self.waiting.pop(number, None)

    def _open(self) -> None:
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        connection.setblocking(False)
        try:
            connection.connect(spoken(self.address))
        except OSError as error:
            connection.close()
            raise NoTeller from error
        asyncio.get_running_loop().add_reader(connection.fileno(), self._hear)
        self.connection = connection

    def _send(self) -> None:
        """Say what is unsent; while the teller is too busy to listen, a moment later."""
        try:
            while self.unsent and self.connection is not None:
                self.connection.send(packed_asked(self.unsent[:MOST_AT_ONCE]))
                del self.unsent[:MOST_AT_ONCE]
        except BlockingIOError:
            asyncio.get_running_loop().call_later(AGAIN, self._send)
        except OSError as error:
            self._break(error)

    def _hear(self) -> None:
        try:
            while self.connection is not None:
                size = self.connection.recv_into(self.room)
                answers = answers_in(self.room[:size])
                self.heard = asyncio.get_running_loop().time()
                for number, answer in answers:
                    waits = self.waiting.get(number)
                    if waits is not None and not waits.done():
                        waits.set_result(answer)
        except BlockingIOError:
            return
        except (OSError, ValueError, KeyError, TypeError) as error:  # gone, or of another version
            self._break(error)

    def close(self) -> None:
        """Let go of it, within its loop; who waits is told that nobody is there."""
        self._break(None)

    def _break(self, error: Exception | None) -> None:
        """Tell everybody who waits, and let the next one open the line anew."""
        if self.connection is not None:
            asyncio.get_running_loop().remove_reader(self.connection.fileno())
            self.connection.close()
            self.connection = None
        self.unsent.clear()
        for answer in self.waiting.values():
            if not answer.done():
                with contextlib.suppress(asyncio.InvalidStateError):
                    broken = NoTeller()
                    broken.__cause__ = error
                    answer.set_exception(broken)
