"""Three rounds of floor, viral idea and many ideas; prints each and the medians."""

import argparse
import shutil
import statistics
import tempfile
from collections import defaultdict
from pathlib import Path

import sqlalchemy as sa
from flask import Flask

from ideas.campaigns.actions import ensure_standing_campaign
from ideas.config import Config
from ideas.db import Base, db
from ideas.exchange.commands import make_bench
from ideas.journey.models import Idea
from ideas.voting.models import Ballot, Vote, VoteState
from tests.bench.load import load
from tests.bench.serving import SERVERS, serving
from tests.bench.votes.floor import floor
from tests.bench.votes.people import new_ideas, open_sessions, write_requests
from tests.databases import application, new_database

BIND = "127.0.0.1:8474"
SITE = f"http://{BIND}"
CAST = Path(__file__).parent / "cast.lua"
FILE = "ideas.sqlite"
SECRET = "a secret of the bench, which is nobody's, long enough"


def main() -> None:
    """Measure the database that TEST_DATABASE_URL names, else SQLite."""
    asked = argparse.ArgumentParser(prog="python -m tests.bench.votes")
    asked.add_argument("--rounds", type=int, default=3)
    asked.add_argument("--seconds", type=int, default=10)
    asked.add_argument("--people", type=int, default=40_000, help="no more votes in a storm")
    asked.add_argument("--ideas", type=int, default=1_000)
    asked.add_argument("--kind", choices=("page", "part"), default="page")
    asked.add_argument("--server", choices=tuple(SERVERS), default="gunicorn")
    filled = asked.add_argument("--filled", type=int, nargs=2, default=(0, 0))
    filled.metavar, filled.help = ("IDEAS", "VOTES"), "so many are there before"
    asked.add_argument("--home", type=Path, help="on a copy of these bench data, in SQLite")
    asked.add_argument("--like", default="template1", help="on a copy of it, in PostgreSQL")
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as home, new_database(Path(home), given.like) as address:
        if given.home:
            shutil.copyfile(given.home / FILE, address.removeprefix("sqlite:///"))
        config = Config(home=Path(home), secret_key=SECRET, database_url=address, base_url=SITE)
        with application(config) as app, app.app_context():
            be_durable()
            Base.metadata.create_all(db.engine)
            ensure_standing_campaign()
            db.session.commit()
            if given.filled[0]:
                make_bench(config, *given.filled)
            _measure(app, config, given)


def be_durable() -> None:
    """The PostgreSQL of the tests does not wait for the disk; this one does."""
    if db.engine.dialect.name != "postgresql":
        return
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as server:
        for name in ("fsync", "synchronous_commit", "full_page_writes"):
            server.execute(sa.text(f"ALTER SYSTEM SET {name} = on"))
        server.execute(sa.text("SELECT pg_reload_conf()"))


def _measure(app: Flask, config: Config, given: argparse.Namespace) -> None:
    print(f"{db.engine.dialect.name}, {given.server}: people and ideas are made …", flush=True)
    tokens = open_sessions(given.people)
    many = new_ideas(given.ideas)
    env = {
        "IDEAS_HOME": str(config.home),
        "IDEAS_SECRET_KEY": config.secret_key,
        "IDEAS_DATABASE_URL": config.database_url,
        "IDEAS_BASE_URL": SITE,
        "IDEAS_BIND": BIND,
        "IDEAS_PROXIES": "1",
    }
    rates: defaultdict[str, list[float]] = defaultdict(list)
    print("| what | votes/s | p50 ms | p99 ms | failed | site CPU s | client CPU s |")
    print("|---|---:|---:|---:|---:|---:|---:|")
    requests = config.home / "requests"
    for turn in range(given.rounds):
        rate, p99 = floor(config.home)
        print(f"| floor | {rate:,.0f} | | {p99:.1f} | | | |", flush=True)
        rates["floor"].append(rate)
        part = len(many) // given.rounds
        for name, addresses in (
            ("one viral idea", new_ideas(1)),
            ("many ideas", many[turn * part : (turn + 1) * part]),
        ):
            write_requests(app, tokens, addresses, requests)
            db.session.remove()
            with serving(given.server, f"{SITE}/healthz", env) as server:
                seen = load(server, SITE, given.seconds, CAST, (str(requests), given.kind))
            rates[name].append(seen.rate)
            print(
                f"| {name} | {seen.rate:,.0f} | {seen.p50_ms:.1f} | {seen.p99_ms:.1f} | "
                f"{seen.failed} | {seen.server_cpu:.1f} | {seen.client_cpu:.1f} |",
                flush=True,
            )
            _check(addresses, seen.answered - seen.failed)
    middle = {name: statistics.median(values) for name, values in rates.items()}
    viral = middle["one viral idea"]
    print(f"one viral idea / floor: {viral / middle['floor']:.2f}")
    print(f"one viral idea / many ideas: {viral / middle['many ideas']:.2f}")


def _check(addresses: list[str], answered: int) -> None:
    """Every answered vote is a row, and what counts is counted; some are held meanwhile."""
    slugs = [address.split("/")[2] for address in addresses]
    ids = sa.select(Idea.id).where(Idea.slug.in_(slugs))
    votes = sa.select(sa.func.count()).select_from(Vote).where(Vote.idea_id.in_(ids))
    counts = sa.select(sa.func.sum(Ballot.votes)).where(Ballot.idea_id.in_(ids))
    states = votes.where(Vote.state == VoteState.COUNTED)
    asked = sa.select(*(each.scalar_subquery() for each in (votes, states, counts)))
    rows, to_count, counted = db.session.execute(asked).one()
    if to_count != counted or rows < answered:
        raise SystemExit(f"{answered} votes were acknowledged; {rows} rows, {counted} counted")


if __name__ == "__main__":
    main()
