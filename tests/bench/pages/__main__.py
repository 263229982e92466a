"""``python -m tests.bench.pages [HOME ...]``: what pages cost, and how many a second are read.

The data come from ``ideas demo --ideas 100000 --votes 10000000``. On PostgreSQL they are made
first: ``tests/with-postgres python -m tests.bench.pages --ideas 100000 --votes 1000000``. Ends
with 1 when a page sends too many statements.
"""

import argparse
import os
import sys
from contextlib import ExitStack
from pathlib import Path

from flask import Flask

from ideas.app import create_app
from ideas.config import from_environment
from ideas.exchange.demo.home import BENCH_HOME
from tests.bench.pages.drawing import filled, measure
from tests.bench.pages.reading import rounds, tell
from tests.bench.pages.weighing import weigh
from tests.bench.serving import SERVERS
from tests.databases import SERVER


def main() -> int:
    """Measure the data that are there, or on PostgreSQL those made for it."""
    given = _asked()
    with ExitStack() as opened:
        if SERVER is not None:
            apps = [opened.enter_context(filled(given.ideas, given.votes))]
        else:
            apps = [_there(home) for home in given.homes or [Path(BENCH_HOME)]]
        servers = given.server or ["gunicorn"]
        if given.only == "weighing":
            return int(not all(weigh(app, servers[0], given.requests) for app in apps))
        too_many = 0 if given.only == "reading" else sum(measure(app) for app in apps)
        if given.only != "drawing":
            tell(rounds(apps, servers, times=given.rounds, seconds=given.seconds))
    return int(too_many > 0)


def _asked() -> argparse.Namespace:
    asked = argparse.ArgumentParser(prog="python -m tests.bench.pages", description=__doc__)
    asked.add_argument("homes", nargs="*", type=Path, help="bench data to measure")
    asked.add_argument("--ideas", type=int, default=100_000, help="made on PostgreSQL")
    asked.add_argument("--votes", type=int, default=1_000_000, help="made on PostgreSQL")
    asked.add_argument("--rounds", type=int, default=3)
    asked.add_argument("--seconds", type=int, default=8)
    asked.add_argument("--server", choices=SERVERS, action="append")
    asked.add_argument("--only", choices=("drawing", "reading", "weighing"))
    asked.add_argument("--requests", type=int, default=1_000_000, help="before it is weighed")
    return asked.parse_args()


def _there(home: Path) -> Flask:
    os.environ["IDEAS_HOME"] = str(home.resolve())
    return create_app(from_environment())


if __name__ == "__main__":
    sys.exit(main())
