"""Can this node work? The same checks for /readyz, the desk, /metrics and the doctor."""

import contextlib
import os
import re
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
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


@dataclass(frozen=True)
class Check:
    """One thing that must be so, and what to say of it; an operator may read the sentence."""

    name: str
    good: bool
    said: str


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
        away = Check("database", good=False, said="The database does not answer.")
        return away, home
    here = Check("database", good=True, said="The database answers.")
    schema = _asked(schema_check, "schema")
    if not schema.good:
        return here, schema, home
    return here, schema, home, _asked(worker_check, "worker")


def _asked(check: Callable[[], Check], name: str) -> Check:
    try:
        return check()
    except (*BUSY, sqlalchemy.exc.DBAPIError):
        session().rollback()
        return Check(name, good=False, said="The database could not be asked.")


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
        return Check("schema", good=True, said=f"The database is at revision {stands}.")
    before = f"at revision {stands}" if stands else "not set up"
    said = f"The database is {before} and this release needs {newest}: run “ideas migrate”."
    return Check("schema", good=False, said=said)


def home_check(home: Path) -> Check:
    """Can files be written in the site's home?"""
    probe = home / f".ready-{os.getpid()}-{secrets.token_hex(4)}"
    try:
        probe.write_bytes(b"ready")
    except OSError as error:
        return Check("home", good=False, said=f"The home cannot be written: {error.strerror}.")
    finally:
        with contextlib.suppress(OSError):
            probe.unlink(missing_ok=True)
    return Check("home", good=True, said="The home can be written.")


def worker_check() -> Check:
    """Was a worker heard lately? While the site is read only it rests."""
    if dials(Site).is_read_only:
        return Check("worker", good=True, said="The worker rests while the site is read only.")
    heard = last_turn()
    if heard is None:
        return Check("worker", good=False, said="No worker was heard yet.")
    silent = (clock.now() - heard).total_seconds()
    said = f"A worker was heard {max(silent, 0):.0f} s ago."
    return Check("worker", good=silent < LATE.total_seconds(), said=said)


def health() -> tuple[Check, ...]:
    """The checks of the running application."""
    kept: Health = current_app.extensions[KEY]
    return kept.checks(current_app.extensions["ideas.config"])


def install(app: Flask) -> None:
    """Keep what was found for a second."""
    app.extensions[KEY] = Health()
