"""The teller alone: the processor a vote takes of it, without a site before it.

``python -m tests.bench.votes.alone`` on SQLite, ``tests/with-postgres python -m …`` on PostgreSQL.
On a busy machine the quickest tenth of the batches says most.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path

from flask import Flask

from ideas.accounts.sessions.rules import hash_of
from ideas.campaigns.actions import ensure_standing_campaign
from ideas.config import Config
from ideas.db import Base, db
from ideas.voting.casting.spoken import Heard, Knock, asked_in, packed_answers, packed_asked
from ideas.voting.casting.together import work
from ideas.voting.integrity.signals.gathering import noticed_at_door
from tests.bench.votes.__main__ import SECRET, SITE, be_durable
from tests.bench.votes.people import new_ideas, open_sessions, somewhere
from tests.databases import application, new_database


def main() -> None:
    """Cast votes in batches as a storm makes them, each person one."""
    asked = argparse.ArgumentParser(prog="python -m tests.bench.votes.alone")
    asked.add_argument("--people", type=int, default=10_000)
    asked.add_argument("--ideas", type=int, default=1_000)
    asked.add_argument("--batch", type=int, default=32)
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as home, new_database(Path(home)) as address:
        config = Config(home=Path(home), secret_key=SECRET, database_url=address, base_url=SITE)
        with application(config) as app:
            with app.app_context():
                be_durable()
                Base.metadata.create_all(db.engine)
                ensure_standing_campaign()
                db.session.commit()
                tokens = open_sessions(given.people)
                many, one = new_ideas(given.ideas), new_ideas(1)
                db.session.commit()
            half = given.people // 2
            for name, addresses, voters in (
                ("one viral idea", one, tokens[:half]),
                (f"{len(many)} ideas", many, tokens[half:]),
            ):
                _measure(app, name, list(_knocks(addresses, voters)), given.batch)


def _knocks(addresses: list[str], tokens: list[str]) -> Iterator[Knock]:
    for address, token in zip(cycle(addresses), tokens, strict=False):
        network, agent = somewhere()
        environ = {
            "REMOTE_ADDR": network,
            "HTTP_USER_AGENT": agent,
            "HTTP_ACCEPT_LANGUAGE": "en",
        }
        noticed = noticed_at_door(environ, via="", token="")
        yield Knock(address.split("/")[2], hash_of(token), "", noticed)


def _measure(app: Flask, name: str, knocks: list[Knock], batch: int) -> None:
    rest, times = iter(knocks), list[float]()
    for message in iter(lambda: packed_asked(enumerate(islice(rest, batch))), b"[]"):
        began = time.process_time()
        answers = work(app, [asked for _, asked in asked_in(message)])
        packed_answers(enumerate(answers))
        times.append((time.process_time() - began) / len(answers) * 1e6)
        if not all(isinstance(each, Heard) and each.is_first for each in answers):
            raise SystemExit("a vote was not heard")
    tenth, *_, half = statistics.quantiles(times, n=10)[:5]
    print(f"{name}: {tenth:.0f} µs in the quickest tenth of the batches, median {half:.0f}")


if __name__ == "__main__":
    main()
