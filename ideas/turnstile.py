"""Whose turn it is to write to a SQLite file: one after the other, in the order they came.

SQLite has one writer at a time. Who finds it busy sleeps and asks again, for longer each time, and
may be passed by whoever came later. Here the system wakes the next: a thread waits for the others
of its process, then its process waits for the others at two locks beside the database, the first of
which keeps whoever had the turn from taking it again before those who wait.
"""

import fcntl
import functools
import os
import threading

from sqlalchemy.engine import Engine
from sqlalchemy.exc import TimeoutError

LONGEST_WAIT = 5.0


class Turnstile:
    """The turns at one file; each process has its own, and all meet at the lock files."""

    def __init__(self, database: str) -> None:
        self._paths = [f"{database}-{name}" for name in ("next", "turn")]
        self._thread = threading.Lock()
        self._files: list[int] = []
        self._process = 0

    def enter(self) -> None:
        """Wait for a turn; TimeoutError when the threads of this process have it for too long."""
        if not self._thread.acquire(timeout=LONGEST_WAIT):
            raise TimeoutError("others are writing")
        try:
            following, turn = self._opened()
            fcntl.flock(following, fcntl.LOCK_EX)
            fcntl.flock(turn, fcntl.LOCK_EX)
            fcntl.flock(following, fcntl.LOCK_UN)
        except BaseException:
            self._thread.release()
            raise

    def leave(self) -> None:
        """Give the turn to the next."""
        fcntl.flock(self._files[1], fcntl.LOCK_UN)
        self._thread.release()

    def _opened(self) -> list[int]:
        """The lock files, opened by this process itself: a fork would share its parent's turn."""
        if self._process != os.getpid():
            self._files = [os.open(path, os.O_RDWR | os.O_CREAT, 0o600) for path in self._paths]
            self._process = os.getpid()
        return self._files


def turnstile_of(engine: Engine) -> Turnstile | None:
    """The turnstile of a SQLite file; other databases see to it themselves."""
    is_file = engine.dialect.name == "sqlite" and engine.url.database not in {None, "", ":memory:"}
    return _at(os.path.abspath(str(engine.url.database))) if is_file else None


@functools.cache
def _at(database: str) -> Turnstile:
    return Turnstile(database)
