"""What the database can do without a site before it: a vote, and its count, in each transaction."""

import os
import sqlite3
import statistics
import subprocess
import tempfile
import time
from contextlib import closing
from pathlib import Path

import sqlalchemy as sa

from ideas.db import db

SECONDS, CLIENTS = 5, 64
TABLES = """
CREATE TABLE floor_ballots (idea_id integer PRIMARY KEY, votes integer NOT NULL);
CREATE TABLE floor_votes (idea_id integer, person_id integer, cast_at text,
    PRIMARY KEY (idea_id, person_id));
INSERT INTO floor_ballots VALUES (1, 0);
"""
VOTE = "INSERT INTO floor_votes VALUES (1, {}, CURRENT_TIMESTAMP)"
COUNT = "UPDATE floor_ballots SET votes = votes + 1 WHERE idea_id = 1"


def floor(folder: Path) -> tuple[float, float]:
    """Votes a second, and the 99th percentile of their milliseconds."""
    if db.engine.dialect.name == "postgresql":
        return _pgbench()
    return _one_connection(folder / "floor.sqlite")


def _one_connection(file: Path) -> tuple[float, float]:
    file.unlink(missing_ok=True)
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.executescript(TABLES)
        started, times = time.perf_counter(), list[float]()
        while (before := time.perf_counter()) - started < SECONDS:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute(VOTE.format("?"), (len(times),))
            connection.execute(COUNT)
            connection.execute("COMMIT")
            times.append(time.perf_counter() - before)
        took = time.perf_counter() - started
    return len(times) / took, statistics.quantiles(times, n=100)[-1] * 1_000


def _pgbench() -> tuple[float, float]:
    address = db.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    with db.engine.begin() as connection:
        for statement in ("DROP TABLE IF EXISTS floor_votes, floor_ballots", *TABLES.split(";")):
            if statement.strip():
                connection.execute(sa.text(statement))
        connection.execute(sa.text("CREATE SEQUENCE IF NOT EXISTS floor_people CACHE 1000"))
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "vote.sql"
        vote = VOTE.format("nextval('floor_people')")
        script.write_text(f"BEGIN;\n{vote};\n{COUNT};\nCOMMIT;\n")
        subprocess.run(
            [
                *(_pgbench_command(), "-n", "-M", "prepared", "-f", str(script)),
                *("-c", str(CLIENTS), "-j", "2", "-T", str(SECONDS), "-l", address),
            ],
            cwd=folder,
            check=True,
            capture_output=True,
        )
        times = [
            int(line.split()[2]) / 1_000
            for log in Path(folder).glob("pgbench_log.*")
            for line in log.read_text().splitlines()
        ]
    return len(times) / SECONDS, statistics.quantiles(times, n=100)[-1]


def _pgbench_command() -> str:
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/pgbench"), reverse=True)
    return os.environ.get("PGBENCH") or str(installed[0] if installed else "pgbench")
