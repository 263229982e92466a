"""The one clock: deadlines are decided by the database's time, so nodes with wrong clocks agree."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ideas.db import session

MOMENT = "moment"
"""Where a reading transaction keeps its moment; the session forgets it with the transaction."""

_stopped: ContextVar[datetime | None] = ContextVar("stopped", default=None)


def now() -> datetime:
    """This moment, aware, in UTC, by the database's clock. SQLite's machine is our own.

    A transaction that only reads belongs to one moment; whoever writes may have waited for a lock,
    so the clock is read anew.
    """
    stopped = _stopped.get()
    if stopped is not None:
        return stopped
    current = session()
    if current.get_bind().dialect.name != "postgresql":
        return datetime.now(UTC)
    if current.info.get("writing"):
        return _asked(current)
    if MOMENT not in current.info:
        current.info[MOMENT] = _asked(current)
    moment: datetime = current.info[MOMENT]
    return moment


def _asked(current: Session) -> datetime:
    with current.no_autoflush:  # whoever asks in the midst of filling a row has not finished it
        moment: datetime = current.execute(sa.select(sa.func.clock_timestamp())).scalar_one()
    return moment.astimezone(UTC)


def today() -> date:
    """This day in UTC."""
    return now().date()


@contextmanager
def stopped_at(moment: datetime) -> Iterator[None]:
    """Let the clock stand at a moment: for tests, and for the demo's past."""
    token = _stopped.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _stopped.reset(token)
