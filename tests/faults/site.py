"""The site as ``ideas serve`` starts it, and what the tests ask of its votes afterwards."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from http.client import HTTPConnection
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ideas.config import Config, shipped
from ideas.voting.casting.spoken import Knock
from ideas.voting.casting.way import NoTeller, Way, address_of
from ideas.voting.models import Ballot, TierCrossing, Vote, VoteEvent, VoteState
from tests.bench.serving import processes_of

HOST = "127.0.0.1"
SECONDS_TO_START = 30
CAREFUL = "ideas.serving:served()"


def on_a_free_port(config: Config) -> Config:
    """The same configuration, at an address nobody serves."""
    with socket.socket() as found:
        found.bind((HOST, 0))
        bind = f"{HOST}:{found.getsockname()[1]}"
    return replace(config, bind=bind, base_url=f"http://{bind}")


def cookie_name(config: Config) -> str:
    """The name of the cookie of whoever is signed in there."""
    return f"ideas{config.bind.rpartition(':')[2]}"


def environment_of(config: Config) -> dict[str, str]:
    """What a server of this site reads from its environment."""
    return {
        "IDEAS_HOME": str(config.home),
        "IDEAS_SECRET_KEY": config.secret_key,
        "IDEAS_DATABASE_URL": config.database_url,
        "IDEAS_BASE_URL": config.base_url,
        "IDEAS_BIND": config.bind,
    }


class Site:
    """A running gunicorn with its workers."""

    def __init__(self, config: Config, process: "subprocess.Popen[bytes]") -> None:
        self.port = int(config.bind.rpartition(":")[2])
        self.process = process
        self.way = Way(address_of(config))

    def workers(self) -> list[int]:
        """The ids of the processes that serve."""
        first = self.process.pid
        try:
            return [int(each) for each in _read(f"/proc/{first}/task/{first}/children").split()]
        except OSError:
            return []

    def tellers(self) -> list[int]:
        """The ids of the processes that cast the votes of the others: one, or none just now."""
        children = processes_of(self.process.pid)[1:]
        return sorted({*children} - {*self.workers()})

    def wait(self) -> None:
        """Wait until it answers."""
        deadline = time.monotonic() + SECONDS_TO_START
        while time.monotonic() < deadline:
            if self.status_of("/healthz") == 200:
                return
            time.sleep(0.05)
        raise AssertionError("the site did not start")

    def wait_for_teller(self) -> None:
        """Wait until votes are cast by the teller."""
        deadline = time.monotonic() + SECONDS_TO_START
        while time.monotonic() < deadline:
            with contextlib.suppress(NoTeller):
                self.way.ask(Knock("nothing", "nobody"))
                self.way.close()
                return
            time.sleep(0.05)
        raise AssertionError("no teller came")

    def status_of(self, address: str) -> int | None:
        """What a page answers with; None when nothing does."""
        connection = HTTPConnection(HOST, self.port, timeout=20)
        try:
            connection.request("GET", address)
            return connection.getresponse().status
        except OSError:
            return None
        finally:
            connection.close()

    def kill(self) -> None:
        """End all its processes at once, as a power cut does."""
        first, *others = processes_of(self.process.pid)
        for process in (first, *others):
            with_signal(process, signal.SIGKILL)
        self.process.wait()
        for process in others:
            while Path(f"/proc/{process}").exists():
                time.sleep(0.01)


def with_signal(process: int, number: int) -> None:
    """Send a signal to a process that may be gone by now."""
    try:
        os.kill(process, number)
    except ProcessLookupError:
        return


def _read(path: str) -> str:
    return Path(path).read_text(encoding="ascii")


@contextmanager
def serving(config: Config, application: str = CAREFUL, **more: str) -> Iterator[Site]:
    """Serve through the real configuration of gunicorn; ``more`` goes into the environment."""
    env = environment_of(config) | {"IDEAS_WORKER": "0"}
    settings = str(shipped("deploy") / "gunicorn.conf.py")
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "gunicorn", "-c", settings, "--log-level", "critical"),
            application,
        ],
        env=os.environ | env | more,
    )
    site = Site(config, process)
    try:
        site.wait()
        yield site
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(timeout=25)
            except subprocess.TimeoutExpired:
                site.kill()


def demand_exact(session: Session, idea_id: int, acknowledged: Sequence[int]) -> None:
    """Every acknowledged vote is there, nobody has two, and the count is the votes."""
    session.rollback()
    votes = dict(
        session.execute(sa.select(Vote.person_id, Vote.state).where(Vote.idea_id == idea_id)).all()
    )
    assert [person for person in acknowledged if person not in votes] == []
    counted = Counter(votes.values())[VoteState.COUNTED]
    ballot = session.get_one(Ballot, idea_id, populate_existing=True)
    assert ballot.votes == counted
    told = sa.select(VoteEvent.person_id).where(
        VoteEvent.idea_id == idea_id, VoteEvent.to_state == VoteState.COUNTED
    )
    assert Counter(session.scalars(told)) == Counter(list(votes))
    crossed = sa.select(TierCrossing.tier).where(TierCrossing.idea_id == idea_id)
    reached = sum(tier.votes <= counted for tier in ballot.tiers)
    assert sorted(session.scalars(crossed)) == list(range(1, reached + 1))
