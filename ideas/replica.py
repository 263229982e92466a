"""A copy of the database for reading, beside the one that is written.

Nobody reads the copy but who asks to, for a time (``read_copy``); whoever then writes goes on with
the first database, also after the commit, so that they find what they wrote. Actions, jobs and
commands never see the copy.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from flask_sqlalchemy.session import Session
from sqlalchemy.engine import Connection, Engine

COPY = "replica"
_reads_copy: ContextVar[bool] = ContextVar("reads_copy", default=False)


@contextmanager
def read_copy() -> Iterator[None]:
    """Inside, sessions read the copy, if there is one, until they write."""
    before = _reads_copy.set(True)
    try:
        yield
    finally:
        _reads_copy.reset(before)


def read_first() -> None:
    """From here on read the first database."""
    _reads_copy.set(False)


class Routed(Session):
    """A session that knows which of the two it is to ask."""

    def get_bind(self, *args: Any, **options: Any) -> Engine | Connection:
        """The copy while it is read, else as everywhere."""
        if _reads_copy.get():
            copy = self._db.engines.get(COPY)
            if copy is not None:
                return copy
        return super().get_bind(*args, **options)
