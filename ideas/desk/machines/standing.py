"""How the site is set up, without its secrets."""

import platform
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from urllib.parse import urlsplit

from ideas import clock
from ideas.config import Config
from ideas.db import session
from ideas.jobs.queries import last_turn
from ideas.operations.backups.last import last_backup_at
from ideas.operations.health import Check, health
from ideas.operations.rules import LATE
from ideas.settings.queries import dials
from ideas.settings.settings import Site


@dataclass(frozen=True)
class Standing:
    """What the status page tells; ``mail`` is the scheme of the mail server's address.

    The worker ``rests`` while the site is read only.
    """

    version: str
    python: str
    database: str
    address: str
    mail: str
    now: datetime
    worked_at: datetime | None
    rests: bool
    checks: Sequence[Check]
    saved_at: datetime | None

    @property
    def is_working(self) -> bool:
        """False when the schedule has not run for a while."""
        return self.worked_at is not None and self.now - self.worked_at < LATE


def standing_of_site(config: Config) -> Standing:
    """The site as it is now."""
    return Standing(
        version=version("ideas"),
        python=platform.python_version(),
        database=_database(),
        address=config.base_url,
        mail=urlsplit(config.mail_url).scheme,
        now=clock.now(),
        worked_at=last_turn(),
        rests=dials(Site).is_read_only,
        checks=health(),
        saved_at=last_backup_at(config),
    )


def _database() -> str:
    dialect = session().connection().dialect
    number = ".".join(map(str, dialect.server_version_info or ()))
    return f"{dialect.name} {number}"
