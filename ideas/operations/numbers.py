"""All numbers at once: what processes counted, what the database says, and whether all is well."""

from importlib.metadata import version
from urllib.parse import urlsplit

import sqlalchemy.exc

from ideas.config import Config
from ideas.db import BUSY, db
from ideas.operations.exposition import exposed
from ideas.operations.gauges import all_gauges
from ideas.operations.health import health
from ideas.tallies import Labels, tallies


def all_numbers(config: Config) -> str:
    """The text of /metrics. While the database is away, what does not need it."""
    return exposed(tallies.gathered(), _measured(config))


def _measured(config: Config) -> dict[tuple[str, Labels], float]:
    database = urlsplit(config.database_url).scheme.partition("+")[0]
    about = (("version", version("ideas")), ("database", database))
    found: dict[tuple[str, Labels], float] = {("ideas_info", about): 1.0}
    for check in health():
        found["ideas_ready", (("check", check.name),)] = float(check.good)
    try:
        gauges = all_gauges(config)
    except (*BUSY, sqlalchemy.exc.DBAPIError):
        db.session.rollback()
        return found
    return found | {(name, ()): value for name, value in gauges.items()}
