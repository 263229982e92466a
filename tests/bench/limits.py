"""How many uses of limited actions are counted a second, and how long one waits for it.

``python -m tests.bench.limits`` on SQLite, under ``tests/with-postgres`` on PostgreSQL: sixteen
threads of one process, each use under one of ten thousand networks; then sixty-four people at once
in one transaction, as the teller counts its votes.
"""

import random
import statistics
import tempfile
import threading
import time
from pathlib import Path

from flask import Flask

from ideas.config import Config
from ideas.db import Base, db, session
from ideas.limits.actions import spend_each
from tests.bench.votes.__main__ import SECRET
from tests.databases import application, new_database

THREADS, SECONDS, NETWORKS, AT_ONCE = 16, 5.0, 10_000, 64


def main() -> None:
    """Count for a while, and say what it took."""
    with (
        tempfile.TemporaryDirectory() as home,
        new_database(Path(home)) as address,
        application(Config(Path(home), SECRET, address)) as app,
        app.app_context(),
    ):
        Base.metadata.create_all(db.engine)
        waits: list[float] = []
        threads = [threading.Thread(target=_spend, args=(app, waits)) for _ in range(THREADS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        parts = statistics.quantiles(waits, n=100)
        print(
            f"{db.engine.dialect.name}: {len(waits) / SECONDS:,.0f} counts a second, p50 "
            f"{parts[49] * 1_000:.1f} ms, p99 {parts[98] * 1_000:.1f} ms; "
            f"{AT_ONCE} at once {_microseconds_at_once():.0f} µs each"
        )


def _spend(app: Flask, waits: list[float]) -> None:
    dice, until = random.Random(), time.monotonic() + SECONDS
    with app.app_context():
        while (began := time.monotonic()) < until:
            spend_each("search", [f"network {dice.randrange(NETWORKS)}"])
            db.session.rollback()
            waits.append(time.monotonic() - began)


def _microseconds_at_once() -> float:
    """What a vote pays, the middle of many turns."""
    took, dice = [], random.Random()
    for _ in range(100):
        began = time.monotonic()
        people = [f"person {dice.randrange(1_000_000)}" for _ in range(AT_ONCE)]
        spend_each("vote", people, within=session().connection())
        took.append(time.monotonic() - began)
        session().commit()
    return statistics.median(took) / AT_ONCE * 1_000_000


if __name__ == "__main__":
    main()
