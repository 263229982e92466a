"""The whole site on its machines: begun in order, the people in front of it, and its end."""

import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from flask import Flask

from ideas.config import Config
from ideas.db import db
from ideas.royalties.payees.keys import new_key
from ideas.voting.log.signing import new_seed
from tests.cluster import deeds
from tests.cluster.around import make_bucket, what_is_around
from tests.cluster.database import ADDRESS, Database, a_database
from tests.cluster.machines import Machine
from tests.cluster.parts import Part
from tests.cluster.people import People
from tests.cluster.site import COMMAND, PORT, PRIVATE, WEB, Front, a_front, environment
from tests.databases import application

SECONDS_TO_START = 240


@dataclass
class Cluster:
    """What the drill holds in its hands."""

    home: Path
    database: Database
    fronts: Mapping[str, Front]
    around: Mapping[str, Part]
    app: Flask


@dataclass
class Crowd:
    """Those in front of the site; ``slug`` is the idea that all vote for and speak about."""

    slug: str
    voters: People
    writers: People
    forgetful: People
    senders: People

    @property
    def all(self) -> tuple[People, ...]:
        """Everybody, by kind."""
        return self.voters, self.writers, self.forgetful, self.senders


@contextmanager
def a_cluster(home: Path) -> Iterator[Cluster]:
    """The site, whole and answering."""
    machines = {
        name: Machine(name, f"10.0.0.{number}", home / name)
        for name, number in {"db1": 11, "db2": 12, "db3": 13, "app1": 21, "app2": 22}.items()
    }
    for machine in machines.values():
        machine.plug_in()
    database = a_database(each for name, each in machines.items() if name.startswith("db"))
    around = what_is_around(home)
    keys = {"IDEAS_VOTE_LOG_KEYS": new_seed(), "IDEAS_PAYEE_KEYS": new_key()}
    fronts = {name: a_front(machines[name], keys) for name in ("app1", "app2")}
    for part in around.values():
        part.begin()
    database.begin()
    make_bucket()
    _migrate(home)
    for front in fronts.values():
        front.begin()
    with _from_outside(home) as app:
        for name in fronts:
            _wait_for(f"http://{machines[name].address}:{PORT}/readyz")
        _wait_for(f"{WEB}/livez")
        yield Cluster(home, database, fronts, around, app)


def _migrate(home: Path) -> None:
    (home / "outside").mkdir()
    env = environment(ADDRESS, "") | {"IDEAS_HOME": str(home / "outside")}
    subprocess.run([*COMMAND, "migrate"], env={**_paths(), **env}, check=True, capture_output=True)


def _paths() -> dict[str, str]:
    return {"PATH": "/usr/bin:/bin", "PYTHONPATH": ":".join(filter(None, sys.path))}


@contextmanager
def _from_outside(home: Path) -> Iterator[Flask]:
    """The site's code with the database, beside all machines: to make people and to look after."""
    config = Config(home / "outside", PRIVATE, ADDRESS, base_url=WEB)
    with application(config) as app, app.app_context():
        yield app


def _wait_for(address: str) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while True:
        try:
            urllib.request.urlopen(address, timeout=5).close()
        except OSError:
            assert time.monotonic() < deadline, f"{address} did not answer"
            time.sleep(0.2)
        else:
            return


def a_crowd(cluster: Cluster, voters: int, others: int) -> Crowd:
    """So many people with something to send, not begun."""
    app = cluster.app
    slug, votes = deeds.votes(app, voters)
    crowd = Crowd(
        slug,
        People("votes", votes, 0.2, clients=8),
        People("comments", deeds.comments(app, slug, others // 4), 4.0),
        People("letters", deeds.letters(app, others), 1.0, stays=False),
        People("pictures", deeds.pictures(app, others // 4), 4.0),
    )
    db.session.remove()
    return crowd
