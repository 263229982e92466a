"""PostgreSQL stops under the running site and comes back: pages stay, votes are refused kindly."""

import os
import sys
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from email.message import Message
from pathlib import Path
from urllib.parse import urlencode

import pytest
import sqlalchemy as sa

from ideas.config import Config
from ideas.db import Base, db, session
from ideas.mail.actions import post
from tests.bench.votes.people import new_ideas, open_sessions, write_requests
from tests.databases import application
from tests.factories import the_campaign
from tests.faults.postgres import Postgres
from tests.faults.site import on_a_free_port, serving
from tests.faults.test_point_in_time import place, running, server_in
from tests.operations.conftest import with_revision

__all__ = ["place"]
pytestmark = [
    pytest.mark.slow,
    pytest.mark.once,
    pytest.mark.skipif(
        os.geteuid() != 0 or not list(Path("/usr/lib/postgresql").glob("*/bin/initdb")),
        reason="root starts a PostgreSQL of the test's own",
    ),
    pytest.mark.skipif(not os.environ.get("FAULTS"), reason="takes a minute: make faults"),
]
SECONDS_AWAY = int(os.environ.get("AWAY_SECONDS", "75"))
"""Longer than the minute after which a kept page says how old it is."""
SECONDS_TO_RECOVER = 15
SECONDS_TO_CATCH_UP = 60
SECONDS_BEFORE = 30
"""In which the site is there, at most."""
PAGES = ("/", "/ideas", "/how-it-works", "/guidelines", "/rounds")


@dataclass(frozen=True)
class Said:
    """What an answer was; ``status`` 0 when there was none."""

    status: int
    text: str
    headers: Mapping[str, str]


def ask(address: str, sent: Mapping[str, str] | None = None, cookie: str = "") -> Said:
    """Read a page, or send a form."""
    body = urlencode(sent).encode() if sent is not None else None
    request = urllib.request.Request(address, body, {"Cookie": cookie, "Accept": "text/html"})
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return Said(answer.status, answer.read().decode(), named(answer.headers))
    except urllib.error.HTTPError as error:
        return Said(error.code, error.read().decode(), named(error.headers))
    except OSError:
        return Said(0, "", {})


def named(headers: Message) -> dict[str, str]:
    """The headers by their names, which the front says in small letters."""
    return {name.lower(): said for name, said in headers.items()}


@pytest.fixture
def server(place: Path) -> Iterator[Postgres]:
    """A PostgreSQL that can be stopped."""
    made = server_in(place, "data")
    made.make()
    with running(made):
        yield made


def test_pages_stay_and_votes_are_refused_kindly(
    server: Postgres, config: Config, tmp_path: Path
) -> None:
    config = on_a_free_port(replace(config, database_url=server.address, home=tmp_path))
    with application(config) as app, app.app_context():
        Base.metadata.create_all(db.engine)
        with with_revision():
            the_campaign()
            ideas = new_ideas(2)
            tokens = open_sessions(2)
            write_a_letter()
            db.session.commit()
            write_requests(app, tokens, ideas[:1], tmp_path / "votes")
            db.session.remove()
            lines = (tmp_path / "votes").read_text(encoding="ascii").splitlines()
            first, second = (line.split("\t") for line in lines[:2])
            letters = tmp_path / "letters"
            with serving(config, IDEAS_WORKER="1", IDEAS_MAIL_URL=f"file:{letters}"):
                base = config.base_url
                assert vote(base, first).status in {200, 303}
                for _ in range(3):
                    for page in PAGES:
                        assert ask(base + page).status == 200
                    time.sleep(1.2)
                server.kill()
                served = while_away(base, second)
                begun = time.monotonic()
                server.start()
                waited = until(lambda: vote(base, second).status in {200, 303}, begun)
                fresh = until(lambda: "as it was on" not in ask(f"{base}/").text, begun)
                sent = until(lambda: any(letters.glob("*.eml")), begun)
                db.engine.dispose()
                caught_up = until(lambda: not overdue(), begun)
            assert session().scalar(sa.text("SELECT count(*) FROM votes")) == 2
            assert session().scalar(sa.text("SELECT count(*) FROM jobs WHERE attempts > 1")) == 0
            assert session().scalar(sa.text("SELECT max(attempts) FROM messages")) == 1
    print(
        f"\ndatabase away for {SECONDS_AWAY} s: {served[200]:,} of {sum(served.values()):,} pages "
        f"served; a vote {waited:.1f} s after it was back, a fresh page after {fresh:.1f} s, "
        f"a letter after {sent:.1f} s, no job late after {caught_up:.1f} s",
        file=sys.stderr,
    )
    assert served[200] >= 0.99 * sum(served.values()), served
    assert max(waited, fresh) < SECONDS_TO_RECOVER
    assert max(sent, caught_up) < SECONDS_TO_CATCH_UP


def write_a_letter() -> None:
    """One that is due while the database is away."""
    letter = post("accounts/confirm", to="vera@example.org", language="en", token="t" * 43)
    letter.next_at += timedelta(seconds=SECONDS_BEFORE + 10)


def overdue() -> int:
    """Jobs that wait for their turn for five seconds or more."""
    late = "run_at < now() - interval '5 seconds' AND state = 'ready'"
    with db.engine.connect() as connection:
        return connection.scalar(sa.text(f"SELECT count(*) FROM jobs WHERE {late}")) or 0


def vote(base: str, told: list[str]) -> Said:
    """Press the button of somebody who may."""
    address, cookie, token, *_ = told
    return ask(base + address, {"csrf_token": token}, cookie)


def while_away(base: str, told: list[str]) -> "Counter[int]":
    """Read what was seen before, again and again; what was not seen and what is sent is refused."""
    until_, served = time.monotonic() + SECONDS_AWAY, Counter[int]()
    while time.monotonic() < until_:
        for page in PAGES:
            served[ask(base + page).status] += 1
        time.sleep(0.2)
    assert "You see this page as it was on" in ask(f"{base}/").text
    for refused in (ask(f"{base}/ideas?sort=votes"), ask(f"{base}/ideas?q=boat"), vote(base, told)):
        assert refused.status == 503
        assert int(refused.headers["retry-after"]) > 0
        assert "<h1" in refused.text
        assert "Traceback" not in refused.text
    assert ask(f"{base}/livez").status == 200
    assert ask(f"{base}/readyz").status == 503
    return served


def until(is_so: Callable[[], bool], begun: float) -> float:
    """Seconds from a moment until it is so, at most a minute."""
    while not is_so():
        assert time.monotonic() - begun < 60, "it did not recover"
        time.sleep(0.2)
    return time.monotonic() - begun
