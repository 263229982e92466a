"""The teller: one process of a machine that casts the votes of all its processes.

It takes every vote that waits, commits them in one transaction, answers, and takes those that came
meanwhile. It does nothing else, so nobody holds Python's lock against it, and it never waits for
another teller's lock on a popular idea.
"""

import contextlib
import logging
import os
import selectors
import socket
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, BinaryIO

from ideas.db import BUSY
from ideas.voting.casting.spoken import Answered, Asked, Trouble, asked_in, packed_answers
from ideas.voting.casting.way import MOST_BYTES, spoken

log = logging.getLogger(__name__)
Work = Callable[[Sequence[Asked]], Sequence[Answered]]
"""Casts votes in one transaction and commits it; answers in their order."""
Waiting = list[tuple[socket.socket, int, Asked]]
"""What is asked, with the connection and the number to answer it by."""
MOST_FROM_ONE = 100
AWAY = Trouble(is_busy=True)


class Teller:
    """Listens in the site's home, where only the site's own user may speak to it."""

    def __init__(self, address: Path, work: Work) -> None:
        self.work = work
        self.listener = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._listen_at(address)
        self.room = bytearray(MOST_BYTES)
        self.poll = selectors.DefaultSelector()
        self.poll.register(self.listener, selectors.EVENT_READ)

    def _listen_at(self, address: Path) -> None:
        """Under a name of its own first: who finds the address finds somebody who listens."""
        beside = address.with_name(f"{address.name}-{os.getpid()}")
        beside.unlink(missing_ok=True)
        before = os.umask(0o177)
        try:
            self.listener.bind(spoken(beside))
        finally:
            os.umask(before)
        self.listener.listen(socket.SOMAXCONN)
        self.listener.setblocking(False)
        beside.rename(address)

    def serve(self, until: BinaryIO) -> None:
        """Cast votes until this file ends, as it does when whoever holds its other end is gone."""
        self.poll.register(until, selectors.EVENT_READ)
        while until not in (ready := self._ready()):
            waiting = self._read(ready)
            if waiting and not self._cast(waiting):
                self._send_away()
        self._cast(self._read(ready))
        self._cast(self._read(self._ready(0)))
        self._close()

    def _close(self) -> None:
        for key in list(self.poll.get_map().values()):
            if isinstance(key.fileobj, socket.socket):
                key.fileobj.close()
        self.poll.close()

    def _ready(self, seconds: float | None = None) -> list[Any]:
        return [key.fileobj for key, _ in self.poll.select(seconds)]

    def _read(self, ready: Sequence[Any]) -> Waiting:
        """What the connections say; those that are new will speak, those that ended are let go."""
        waiting: Waiting = []
        for each in ready:
            if each is self.listener:
                self._accept()
            elif isinstance(each, socket.socket):
                waiting += [(each, *asked) for asked in self._received(each)]
        return waiting

    def _received(self, connection: socket.socket) -> list[tuple[int, Asked]]:
        """All that is asked here; who is gone, or speaks as another version, is let go."""
        asked: list[tuple[int, Asked]] = []
        try:
            while size := connection.recv_into(self.room):
                asked += asked_in(self.room[:size])
                if len(asked) >= MOST_FROM_ONE:
                    return asked
        except BlockingIOError:
            return asked
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            log.debug("somebody is gone, or speaks as another version")
        self.poll.unregister(connection)
        connection.close()
        return asked

    def _send_away(self) -> None:
        """Who waited behind a database that is away hears so at once, also on a new connection."""
        for _ in range(2):
            behind = self._read(self._ready(0))
            self._answer(behind, [AWAY] * len(behind))

    def _accept(self) -> None:
        with contextlib.suppress(OSError):  # nobody else is there, or no more have room
            while True:
                connection, _ = self.listener.accept()
                connection.setblocking(False)  # who does not listen keeps nobody waiting
                self.poll.register(connection, selectors.EVENT_READ)

    def _cast(self, waiting: Waiting) -> bool:
        """Answer each; False when the database is away or busy, as it is for all of them."""
        answers = self._answers([asked for _, _, asked in waiting])
        self._answer(waiting, answers)
        return AWAY not in answers

    def _answers(self, asked: Sequence[Asked]) -> Sequence[Answered]:
        """When it fails for many, each is tried alone, so that one cannot spoil the others."""
        try:
            return self.work(asked) if asked else ()
        except BUSY as trouble:
            log.warning("votes wait in vain: %s", trouble)
            return [AWAY] * len(asked)
        except Exception:
            if len(asked) > 1:
                return [answer for each in asked for answer in self._answers([each])]
            log.exception("a vote failed")
            return [Trouble(is_busy=False)]

    @staticmethod
    def _answer(waiting: Waiting, answers: Sequence[Answered]) -> None:
        """One message to each who asked."""
        told: dict[socket.socket, list[tuple[int, Answered]]] = defaultdict(list)
        for (connection, number, _), answer in zip(waiting, answers, strict=True):
            told[connection].append((number, answer))
        for connection, answered in told.items():
            with contextlib.suppress(OSError):  # who asked is gone
                connection.send(packed_answers(answered))
