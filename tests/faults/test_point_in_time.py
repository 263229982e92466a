"""Somebody empties a table on PostgreSQL: the site comes back as it was a moment before."""

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from ideas.config import Config
from ideas.db import Base, db, session
from ideas.journey.models import Idea
from ideas.operations.backups.checking import faults_of_site
from ideas.operations.backups.databases import tool
from ideas.voting.actions import cast_vote
from ideas.voting.log.listeners import publish_votes
from tests.databases import application
from tests.factories import a_live_idea, a_person, votes_for
from tests.faults.postgres import Postgres
from tests.faults.site import HOST
from tests.operations.conftest import with_revision

pytestmark = [
    pytest.mark.slow,
    pytest.mark.once,
    pytest.mark.skipif(
        os.geteuid() != 0 or not list(Path("/usr/lib/postgresql").glob("*/bin/initdb")),
        reason="root starts a PostgreSQL of the test's own",
    ),
]
LADDER = ((50_000, 30), (90_000, 60))
SECONDS_TO_ARCHIVE = 30


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder of the database's own."""
    folder = Path(tempfile.mkdtemp())
    owner = pwd.getpwnam("postgres")
    os.chown(folder, owner.pw_uid, owner.pw_gid)
    yield folder
    shutil.rmtree(folder)


def server_in(place: Path, name: str) -> Postgres:
    """The server of a folder, its sockets beside."""
    return Postgres(place / name, Path(tool("initdb")).parent, str(place))


@contextmanager
def running(server: Postgres) -> Iterator[Postgres]:
    """Started, and ended at once afterwards."""
    try:
        server.start()
        yield server
    finally:
        server.kill()


def configure(server: Postgres, *lines: str) -> None:
    """Add lines to its settings."""
    with (server.data / "postgresql.conf").open("a", encoding="utf-8") as file:
        file.write("".join(f"{line}\n" for line in lines))


def copy_base(server: Postgres, target: Path) -> None:
    """pg_basebackup, as docs/operations.md has it."""
    words = ["-h", HOST, "-p", str(server.port), "-U", "ideas", "-D", str(target), "-c", "fast"]
    command = [tool("pg_basebackup"), *words]
    subprocess.run(command, user="postgres", group="postgres", extra_groups=(), cwd="/", check=True)


@contextmanager
def site_on(server: Postgres, config: Config, home: Path) -> Iterator[Flask]:
    """The site on this server."""
    made = application(replace(config, database_url=server.address, home=home))
    with made as app, app.app_context():
        yield app
        session().rollback()


def wait_for_archive() -> None:
    """Until all that was written so far lies in the archive."""
    last = session().scalar(sa.text("SELECT pg_walfile_name(pg_switch_wal())"))
    archived = sa.text("SELECT last_archived_wal FROM pg_stat_archiver")
    deadline = time.monotonic() + SECONDS_TO_ARCHIVE
    while (session().scalar(archived) or "") < last:
        session().rollback()
        assert time.monotonic() < deadline, "nothing was archived"
        time.sleep(0.1)
    session().rollback()


def vote_and_err(app: Flask, server: Postgres, base: Path) -> str:
    """Votes before and after the base is copied, and then a mistake; answers the moment between."""
    idea = a_live_idea(ladder=LADDER)
    votes_for(idea, 3)
    copy_base(server, base)
    for number in range(4):
        cast_vote(idea, by=a_person(f"Later {number}"))
        session().commit()
    publish_votes()
    session().commit()
    moment = str(session().scalar(sa.text("SELECT clock_timestamp()")))
    session().rollback()
    time.sleep(0.2)
    session().execute(sa.text("TRUNCATE votes CASCADE"))
    session().commit()
    assert session().scalar(sa.text("SELECT count(*) FROM votes")) == 0
    session().rollback()
    wait_for_archive()
    return moment


def test_the_site_comes_back_as_it_was_before_a_mistake(
    place: Path, config: Config, tmp_path: Path
) -> None:
    (place / "archive").mkdir()
    shutil.chown(place / "archive", "postgres", "postgres")
    first, second = server_in(place, "first"), server_in(place, "second")
    first.make()
    configure(first, "archive_mode = on", f"archive_command = 'cp %p {place}/archive/%f'")
    with running(first), site_on(first, config, tmp_path) as app:
        Base.metadata.create_all(db.engine)
        with with_revision():
            moment = vote_and_err(app, first, second.data)
    configure(
        second,
        "archive_mode = off",
        f"restore_command = 'cp {place}/archive/%f %p'",
        f"recovery_target_time = '{moment}'",
        "recovery_target_action = promote",
    )
    (second.data / "recovery.signal").touch()
    with running(second), site_on(second, config, tmp_path):
        while session().scalar(sa.text("SELECT pg_is_in_recovery()")):
            session().rollback()
            time.sleep(0.1)
        assert faults_of_site({"votes": 7}) == []
        idea = session().scalars(sa.select(Idea)).one()
        cast_vote(idea, by=a_person("Vera"))
        session().commit()
        assert session().scalar(sa.text("SELECT votes FROM ballots")) == 8
