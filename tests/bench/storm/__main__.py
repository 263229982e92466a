"""Votes and reads at their rates; prints what each saw, and checks every vote."""

import argparse
import multiprocessing
import statistics
import sys
import tempfile
from pathlib import Path

import sqlalchemy as sa
from flask import Flask

from ideas.campaigns.actions import ensure_standing_campaign
from ideas.config import Config
from ideas.db import Base, db
from ideas.journey.models import Idea
from ideas.voting.models import Ballot, Vote, VoteState
from tests.bench.serving import SERVERS, cpu_of, serving
from tests.bench.storm.clients import Seen, send_all
from tests.bench.votes.__main__ import SECRET, be_durable
from tests.bench.votes.people import new_ideas, somewhere
from tests.databases import application, new_database
from tests.faults.crowd import Press, a_crowd
from tests.faults.site import cookie_name, environment_of, on_a_free_port

READ = "GET {address} HTTP/1.1\r\nHost: {host}\r\nAccept-Encoding: gzip, br\r\n\r\n"
MEANT = {"votes": {303, 429, 503}, "reads": {200, 429, 503}}
SLOWEST = 1.0
MORE_IDEAS = 60


def main() -> None:
    """Measure the database that TEST_DATABASE_URL names, else SQLite."""
    asked = argparse.ArgumentParser(prog="python -m tests.bench.storm")
    asked.add_argument("--minutes", type=float, default=10)
    asked.add_argument("--votes", type=int, default=20_000, help="a minute")
    asked.add_argument("--reads", type=int, default=1_500, help="a second")
    asked.add_argument("--server", choices=SERVERS, default="gunicorn")
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as home, new_database(Path(home)) as address:
        config = on_a_free_port(Config(Path(home), SECRET, address))
        with application(config) as app, app.app_context():
            be_durable()
            Base.metadata.create_all(db.engine)
            ensure_standing_campaign()
            db.session.commit()
            app.config["SESSION_COOKIE_NAME"] = cookie_name(config)
            _measure(app, config, given)


def _measure(app: Flask, config: Config, given: argparse.Namespace) -> None:
    print(f"{db.engine.dialect.name}: people are made …", flush=True)
    hot, *_ = addresses = new_ideas(MORE_IDEAS)
    presses = a_crowd(app, hot, config.bind, round(given.votes * given.minutes))
    pages = ["/", "/ideas", *(address.removesuffix("/vote") for address in addresses[:6])]
    reads = [READ.format(address=page, host=config.bind).encode() for page in pages]
    db.session.remove()
    env = environment_of(config) | {"IDEAS_WORKER": "1", "IDEAS_PROXIES": "1"}
    with serving(given.server, f"{config.base_url}/healthz", env) as server:
        port, before = int(config.bind.rpartition(":")[2]), cpu_of(server)
        votes, read = _storm(port, presses, reads, given)
        print(
            f"{given.server}: {cpu_of(server) - before:.0f} s of processor time, clients of votes "
            f"{votes.cpu:.0f} s, of reads {read.cpu:.0f} s"
        )
    is_well = _tell("votes", votes) & _tell("reads", read)
    sys.exit(0 if _is_exact(hot, presses, votes) and is_well else 1)


def _storm(
    port: int, presses: list[Press], reads: list[bytes], given: argparse.Namespace
) -> tuple[Seen, Seen]:
    context = multiprocessing.get_context("spawn")
    heard = context.Queue(), context.Queue()
    requests = [_from_somewhere(press.request) for press in presses]
    number = round(given.reads * 60 * given.minutes)
    kinds = (
        (requests, len(requests), (given.votes / 60, 64), heard[0]),
        (reads, number, (given.reads, 48), heard[1]),
    )
    clients = [context.Process(target=send_all, args=(port, *kind)) for kind in kinds]
    for client in clients:
        client.start()
    seen = heard[0].get(), heard[1].get()
    for client in clients:
        client.join()
    return seen


def _from_somewhere(request: bytes) -> bytes:
    """People come from everywhere with many browsers; from one place they would be held."""
    network, agent = somewhere()
    said = f"\r\nX-Forwarded-For: {network}\r\nUser-Agent: {agent}\r\nCookie: "
    return request.replace(b"\r\nCookie: ", said.encode(), 1)


def _tell(name: str, seen: Seen) -> bool:
    parts = statistics.quantiles(seen.seconds, n=100)
    print(
        f"{name}: {len(seen.seconds):,} {dict(seen.statuses)}, p50 {parts[49] * 1_000:.1f} ms, "
        f"p99 {parts[98] * 1_000:.1f} ms, slowest {max(seen.seconds) * 1_000:.0f} ms"
    )
    return set(seen.statuses) <= MEANT[name] and parts[98] <= SLOWEST


def _is_exact(hot: str, presses: list[Press], votes: Seen) -> bool:
    """Every vote that was answered is there, and the count is the rows."""
    idea = db.session.scalars(sa.select(Idea.id).where(Idea.slug == hot.split("/")[2])).one()
    there = sa.select(Vote.person_id).where(Vote.idea_id == idea, Vote.state != VoteState.VOID)
    rows = set(db.session.scalars(there))
    lost = [which for which in votes.voted if presses[which].person_id not in rows]
    counted = db.session.scalar(
        sa.select(sa.func.count())
        .select_from(Vote)
        .where(Vote.idea_id == idea, Vote.state == VoteState.COUNTED)
    )
    ballot = db.session.get_one(Ballot, idea)
    print(
        f"{len(votes.voted):,} votes answered, {len(lost)} lost; {len(rows):,} rows, "
        f"{counted:,} of them to count, {ballot.votes:,} counted, {ballot.held:,} held"
    )
    return not lost and counted == ballot.votes


if __name__ == "__main__":
    main()
