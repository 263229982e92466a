"""What the public pages cost to draw: statements and milliseconds, through the test client."""

import itertools
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from ideas.config import Config
from ideas.db import Base, db
from ideas.exchange.bench.making import make
from ideas.gallery.rules import Group, Sort
from ideas.journey.models import Idea
from ideas.voting.standing.models import Standing
from tests.databases import application, new_database, statements

TURNS = 15
MOST_STATEMENTS = {"home": 6, "browse": 5, "search": 5, "idea": 11}
VISITORS = (f"10.{number >> 8 & 255}.{number & 255}.1" for number in itertools.count())


def addresses() -> Iterator[tuple[str, str]]:
    """What is measured: a name that begins with its kind, and an address."""
    yield "home", "/"
    for sort in Sort:
        if sort is not Sort.BEST:
            yield f"browse {sort}", f"/ideas?sort={sort}"
            yield f"browse {sort}, all", f"/ideas?sort={sort}&stage={Group.ALL}"
    for group in Group:
        yield f"browse {group}", f"/ideas?stage={group}"
    yield "browse a tag", "/ideas?tag=music"
    yield "browse a tag, all by votes", f"/ideas?tag=music&sort=votes&stage={Group.ALL}"
    yield "search one word", "/ideas?q=lighthouse"
    yield "search two words", "/ideas?q=glowing+lighthouse"
    yield "search a beginning, by votes", "/ideas?q=li&sort=votes"
    yield "search nothing found", "/ideas?q=zebrafish"
    by_votes = sa.select(Idea.slug).join(Standing).order_by(Standing.votes.desc())
    for name, rank in (("first", 0), ("middle", 1_000)):
        slug = db.session.scalar(by_votes.offset(rank).limit(1))
        if slug:
            yield f"idea, the {name} by votes", f"/ideas/{slug}"
            yield f"feed of it ({name})", f"/ideas/{slug}.atom"
    yield "feed", "/ideas.atom"
    yield "sitemap", "/sitemap.xml"
    yield "sitemap-1", "/sitemap-1.xml"


def measured(client: FlaskClient, address: str) -> tuple[int, list[float]]:
    """Statements of a warm visit, and the milliseconds of each of them."""
    times = []
    for _ in range(TURNS + 1):
        started = time.perf_counter()
        answer = client.get(address, environ_base={"REMOTE_ADDR": next(VISITORS)})
        times.append((time.perf_counter() - started) * 1_000)
        if answer.status_code != 200:
            raise RuntimeError(f"{address} answers {answer.status_code}")
    with client.application.app_context(), statements(db.engine) as sent:
        client.get(address, environ_base={"REMOTE_ADDR": next(VISITORS)})
    return len(sent), times[1:]


@contextmanager
def filled(ideas: int, votes: int) -> Iterator[Flask]:
    """An application on a new PostgreSQL database with bench data."""
    with tempfile.TemporaryDirectory() as folder, new_database(Path(folder)) as address:
        config = Config(home=Path(folder), secret_key="s" * 32, database_url=address, worker=False)
        with application(config) as app:
            with app.app_context():
                Base.metadata.create_all(db.engine)
                make(ideas, votes, lambda done: None, lambda step: None)
                db.session.remove()
                at_once = db.engine.connect().execution_options(isolation_level="AUTOCOMMIT")
                with at_once as connection:
                    connection.execute(sa.text("VACUUM ANALYZE"))
            yield app


def measure(app: Flask) -> int:
    """Print the table; 1 when a page sends too many statements."""
    with app.app_context():
        pages = list(addresses())
        ideas = db.session.scalar(sa.select(sa.func.count()).select_from(Standing))
        print(f"{db.engine.dialect.name}: {ideas:,} ideas\n")
        db.session.remove()
    print("| page | statements | median ms | p95 ms |\n|---|---:|---:|---:|")
    client, too_many = app.test_client(), 0
    room = app.extensions["ideas.keeping"]
    room.fresh = room.stale = 0.0  # each page is drawn each time, by whoever asks,
    room.listens_at = float("inf")  # and none asks for what was taken out of sight
    for name, address in pages:
        sent, times = measured(client, address)
        p95 = statistics.quantiles(times, n=20)[-1]
        print(f"| {name} | {sent} | {statistics.median(times):.0f} | {p95:.0f} |", flush=True)
        too_many += sent > MOST_STATEMENTS.get(name.split()[0].strip(","), sent)
    return 1 if too_many else 0
