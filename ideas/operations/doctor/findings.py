"""What the doctor looks at: each finding says what is so, or what to do."""

import os
import shutil
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from pathlib import Path

import sqlalchemy as sa
import sqlalchemy.exc

from ideas import clock
from ideas.accounts.factor.actions import SECRET
from ideas.accounts.factor.queries import sealed_secrets
from ideas.accounts.factor.sealing import sealed_anew
from ideas.audit.chain.queries import fault_of_chain, head_of_chain
from ideas.config import Config, shipped
from ideas.db import BUSY, db, session
from ideas.limits.store import store as limits
from ideas.operations.backups.last import last_backup_at
from ideas.operations.doctor.advice import DATABASE, what_to_do
from ideas.operations.erased import FILE as ERASED
from ideas.operations.erased import here_again, noted_in
from ideas.operations.health import home_check, schema_check, worker_check
from ideas.voting.log.checking import fault_of_log
from ideas.voting.recounts.queries import miscounted_ideas

SCARCE = 0.1
OLD_BACKUP = timedelta(hours=26)
OTHERS = stat.S_IRWXG | stat.S_IRWXO


class Mark(StrEnum):
    """How a finding is: only what is BAD makes the doctor end with 1."""

    OK = "ok"
    NOTE = "--"
    BAD = "BAD"


@dataclass(frozen=True)
class Finding:
    """What was looked at, how it is, and what to do when it is not well."""

    mark: Mark
    what: str
    advice: str = ""


def judged(what: str, good: bool, advice: str, *, otherwise: Mark = Mark.BAD) -> Finding:
    """OK without advice, or else the mark with it."""
    return Finding(Mark.OK, what) if good else Finding(otherwise, what, advice)


def about_database(config: Config) -> Iterator[Finding]:
    """Does it answer, is it writable, and as new as this release?"""
    try:
        session().execute(sa.select(1))
    except (*BUSY, sqlalchemy.exc.DBAPIError) as error:
        session().rollback()
        cause = str(getattr(error, "orig", error)).split("\n")[0]
        said = f"IDEAS_DATABASE_URL: {cause}. {what_to_do(cause, DATABASE)}"
        yield Finding(Mark.BAD, "database answers", said)
        yield Finding(Mark.BAD, "database is set up", "It cannot be asked.")
        return
    yield Finding(Mark.OK, "database answers")
    schema = schema_check()
    yield judged("database is set up", schema.good, schema.said)
    if db.engine.dialect.name == "postgresql":
        yield from _about_postgresql()
    session().rollback()
    if schema.good:
        yield from about_records()


def _about_postgresql() -> Iterator[Finding]:
    is_standby = session().scalar(sa.text("SELECT pg_is_in_recovery()"))
    said = "It is a standby. IDEAS_DATABASE_URL must lead to the primary."
    yield judged("database can be written", not is_standby, said)
    commits = session().scalar(sa.text("SHOW synchronous_commit"))
    said = "synchronous_commit is off: a vote that was confirmed may be lost with the power."
    yield judged("commits are on disk before they are confirmed", commits != "off", said)
    most = int(session().scalar(sa.text("SHOW max_connections")) or 0)
    wanted = 15 * (int(os.environ.get("IDEAS_PROCESSES", "2")) + 2)
    said = f"{most} are allowed and this node may take {wanted}: raise max_connections."
    yield judged("connections suffice for this node", most > wanted, said, otherwise=Mark.NOTE)


def about_records() -> Iterator[Finding]:
    """Are counts, vote log and audit log whole? Reads all of them."""
    broken = fault_of_chain(head_of_chain())
    said = f"{broken.kind} at {broken.place}: compare with a backup." if broken else ""
    yield judged("audit log is whole", broken is None, said)
    fault = fault_of_log()
    yield judged("vote log is whole", fault is None, f"{fault} Compare with a mirror or backup.")
    wrong = len(miscounted_ideas())
    yield judged("counts are the votes", not wrong, f"{wrong:,} are not. Run: ideas recount")
    worker = worker_check()
    said = f"{worker.said} It runs beside “ideas serve”, or as “ideas worker”."
    yield judged("worker was heard lately", worker.good, said, otherwise=Mark.NOTE)


def about_home(config: Config) -> Iterator[Finding]:
    """Can files be kept, by nobody else read, and for how long?"""
    home = home_check(config.home)
    yield judged("home can be written", home.good, f"{home.said} IDEAS_HOME is {config.home}.")
    is_closed = not config.home.stat().st_mode & OTHERS
    said = f"Others on this machine can enter it. Run: chmod 700 {config.home}"
    yield judged("home is its owner's alone", is_closed, said, otherwise=Mark.NOTE)
    pictures = config.pictures_dir if config.pictures_dir.is_dir() else config.home
    said = f"{pictures} cannot be written by this user."
    yield judged("pictures can be kept", os.access(pictures, os.W_OK), said)
    usage = shutil.disk_usage(config.home)
    said = f"{usage.free >> 20:,} MB are left. A full disk makes the site read only."
    has_room = usage.free > SCARCE * usage.total
    yield judged("disk has room", has_room, said, otherwise=Mark.NOTE)
    saved = last_backup_at(config)
    is_fresh = saved is not None and clock.now() - saved < OLD_BACKUP
    said = "Not within the last day. Run: ideas backup FILE --keys KEYS"
    yield judged("site was saved lately", is_fresh, said, otherwise=Mark.NOTE)


def about_limits(config: Config) -> Iterator[Finding]:
    """Can we count how often somebody did something?"""
    try:
        with limits().engine.connect() as connection:
            connection.execute(sa.select(1))
    except sqlalchemy.exc.DBAPIError as error:
        cause = str(error.orig).splitlines()[0]
        said = f"{cause}. They are in limits.sqlite of the home, or in PostgreSQL: mend that first."
        yield Finding(Mark.BAD, "limits can be counted", said)
    else:
        yield Finding(Mark.OK, "limits can be counted")


def about_release(config: Config) -> Iterator[Finding]:
    """Is what the release brings there?"""
    there: Path = shipped("templates") / "layout.html"
    yield judged(
        "templates are there", there.exists(), "The package is not whole: install it anew."
    )


def about_erased(config: Config) -> Iterator[Finding]:
    """Is somebody back who had left?"""
    try:
        back = len(list(here_again(noted_in(config.home / ERASED))))
    except (*BUSY, sqlalchemy.exc.DBAPIError):
        session().rollback()
        return
    said = f"{back:,} are back. Run: ideas erase-again {config.home / ERASED}"
    yield judged("who left stays erased", not back, said)


def about_keys(config: Config) -> Iterator[Finding]:
    """Does what is sealed open, and still after the day of an older key?"""
    try:
        kept = sealed_secrets()
    except (*BUSY, sqlalchemy.exc.DBAPIError):
        session().rollback()
        return  # the database was told of before
    again = [(each, sealed_anew(each, purpose=SECRET)) for each in kept]
    said = "Their authenticators are lost: another key closed them. Recovery codes still work."
    yield judged("second factors open", all(anew for _, anew in again), said)
    said = "A key that ends still holds some. Run: ideas secret-key --seal"
    is_done = all(anew in {old, None} for old, anew in again)
    yield judged("second factors are under the newest key", is_done, said, otherwise=Mark.NOTE)


LOOKS: tuple[Callable[[Config], Iterator[Finding]], ...] = (
    about_database,
    about_home,
    about_keys,
    about_erased,
    about_limits,
    about_release,
)
