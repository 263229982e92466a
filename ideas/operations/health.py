"""Can this node work? The same checks for /readyz, the desk, /metrics and the doctor."""

import contextlib
import os
import re
import secrets
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import sqlalchemy as sa
import sqlalchemy.exc
from flask import Flask, current_app

from ideas import clock
from ideas.config import Config, shipped
from ideas.db import BUSY, db, session
from ideas.jobs.queries import last_turn
from ideas.operations.rules import LATE
from ideas.settings.queries import dials
from ideas.settings.settings import Site

FRESH = 1.0
KEY = "ideas.health"
REVISION = re.compile(r"([0-9]{4})_\w+\.py")


SAID = {
    "database.here": "The database answers.",
    "database.away": "The database does not answer.",
    "database.unasked": "The database could not be asked.",
    "schema.fits": "The database is at revision %(stands)s.",
    "schema.old": "The database is at revision %(stands)s and this release needs %(newest)s: run"
    " “ideas migrate”.",
    "schema.none": "The database is not set up and this release needs %(newest)s: run"
    " “ideas migrate”.",
    "home.written": "The home can be written.",
    "home.closed": "The home cannot be written: %(cause)s.",
    "worker.rests": "The worker rests while the site is read only.",
    "worker.unheard": "No worker was heard yet.",
    "worker.heard": "A worker was heard %(seconds)s s ago.",
}
"""What may be found, for operators; the desk says the same in the reader's language."""


@dataclass(frozen=True)
class Check:
    """One thing that must be so, and what was found: a key of ``SAID`` with its values."""

    name: str
    good: bool
    found: str
    values: Mapping[str, str] = field(default_factory=dict)

    @property
    def said(self) -> str:
        """The sentence; an operator may read it."""
        return SAID[self.found] % self.values


class Health:
    """The checks of this process, asked at most once a second, and by one at a time.

    Whoever comes while a database that is away is waited for hears what was found before.
    """

    def __init__(self) -> None:
        self._look = threading.Lock()
        self._checks: tuple[Check, ...] = ()
        self._at = float("-inf")

    def checks(self, config: Config) -> tuple[Check, ...]:
        """All checks, in the order in which one depends on another."""
        is_old = config.testing or time.monotonic() - self._at > FRESH
        if is_old and self._look.acquire(blocking=not self._checks):
            try:
                self._checks, self._at = checks_of(config), time.monotonic()
            finally:
                self._look.release()
        return self._checks


def checks_of(config: Config) -> tuple[Check, ...]:
    """Look now."""
    home = home_check(config.home)
    if not _answers():
        away = Check("database", good=False, found="database.away")
        return away, home
    here = Check("database", good=True, found="database.here")
    schema = _asked(schema_check, "schema")
    if not schema.good:
        return here, schema, home
    return here, schema, home, _asked(worker_check, "worker")


def _asked(check: Callable[[], Check], name: str) -> Check:
    try:
        return check()
    except (*BUSY, sqlalchemy.exc.DBAPIError):
        session().rollback()
        return Check(name, good=False, found="database.unasked")


def _answers() -> bool:
    try:
        session().execute(sa.select(1))
    except (*BUSY, sqlalchemy.exc.DBAPIError):
        session().rollback()
        return False
    return True


@cache
def newest_revision() -> str:
    """The last migration that this release brings."""
    files = (shipped("migrations") / "versions").iterdir()
    return max(found[1] for each in files if (found := REVISION.fullmatch(each.name)))


def revision_of_database() -> str:
    """The migration at which the database stands; empty before the first."""
    if not db.inspect(db.engine).has_table("alembic_version"):
        return ""
    return session().scalar(sa.text("SELECT max(version_num) FROM alembic_version")) or ""


def schema_check() -> Check:
    """Is the database as new as this release? A newer one is right while others upgrade."""
    stands, newest = revision_of_database(), newest_revision()
    if stands >= newest:
        return Check("schema", good=True, found="schema.fits", values={"stands": stands})
    found, values = "schema.old" if stands else "schema.none", {"stands": stands, "newest": newest}
    return Check("schema", good=False, found=found, values=values)


def home_check(home: Path) -> Check:
    """Can files be written in the site's home?"""
    probe = home / f".ready-{os.getpid()}-{secrets.token_hex(4)}"
    try:
        probe.write_bytes(b"ready")
    except OSError as error:
        cause = {"cause": str(error.strerror)}
        return Check("home", good=False, found="home.closed", values=cause)
    finally:
        with contextlib.suppress(OSError):
            probe.unlink(missing_ok=True)
    return Check("home", good=True, found="home.written")


def worker_check() -> Check:
    """Was a worker heard lately? While the site is read only it rests."""
    if dials(Site).is_read_only:
        return Check("worker", good=True, found="worker.rests")
    heard = last_turn()
    if heard is None:
        return Check("worker", good=False, found="worker.unheard")
    silent = (clock.now() - heard).total_seconds()
    values, is_well = {"seconds": f"{max(silent, 0):.0f}"}, silent < LATE.total_seconds()
    return Check("worker", good=is_well, found="worker.heard", values=values)


def health() -> tuple[Check, ...]:
    """The checks of the running application."""
    kept: Health = current_app.extensions[KEY]
    return kept.checks(current_app.extensions["ideas.config"])


def install(app: Flask) -> None:
    """Keep what was found for a second."""
    app.extensions[KEY] = Health()
