"""A site whose every file lies on a disk that does what the test says."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from flask import Flask

from ideas.config import Config
from ideas.db import Base, db
from ideas.limits.store import store
from tests.databases import SERVER, application
from tests.factories import a_live_idea
from tests.faults.crowd import Press, a_crowd
from tests.faults.disk.plugged import Disk, a_disk
from tests.faults.postgres import Postgres, a_postgres
from tests.faults.site import Site, on_a_free_port

LADDER = ((100, 30), (200, 30), (1_000_000, 30))
SECRET = "a secret that only the tests of faults know"


@dataclass
class Plugged:
    """The site, its idea, and the disk below."""

    disk: Disk
    app: Flask
    config: Config
    postgres: Postgres | None
    slug: str
    idea_id: int

    def crowd(self, size: int) -> list[Press]:
        """New people about to vote for the idea."""
        with self.app.app_context():
            presses = a_crowd(self.app, f"/ideas/{self.slug}/vote", self.config.bind, size)
        self.let_go()
        return presses

    def let_go(self) -> None:
        """Close every file of the disk."""
        with self.app.app_context():
            db.engine.dispose()
            store().engine.dispose()

    def cut_power(self, site: Site, seed: int) -> None:
        """Nobody goes on, and the disk comes back with what it had kept."""
        self.disk.cut_power(seed)
        site.kill()
        if self.postgres is not None:
            self.postgres.kill()
            self.postgres.start()


@contextmanager
def plugged_in(*switched_off: str) -> Iterator[Plugged]:
    """A site on a disk of its own, with a live idea; PostgreSQL can have safeties off."""
    with a_disk() as disk, ExitStack() as stack:
        (disk.path / "site").mkdir()
        address, postgres = f"sqlite:///{disk.path}/site/ideas.sqlite", None
        if SERVER is not None:
            postgres = stack.enter_context(a_postgres(disk.path / "data", *switched_off))
            address = postgres.address
        config = on_a_free_port(Config(disk.path / "site", SECRET, address))
        with application(config) as app:
            with app.app_context():
                Base.metadata.create_all(db.engine)
                idea = a_live_idea(ladder=LADDER)
                plugged = Plugged(disk, app, config, postgres, idea.slug, idea.id)
            plugged.let_go()
            disk.settle()
            yield plugged
