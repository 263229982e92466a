"""Where the counts are kept: opened when the application is made."""

from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import sqlalchemy as sa
from flask import Flask, current_app
from sqlalchemy.engine import Engine
from sqlalchemy.pool import ConnectionPoolEntry

from ideas.config import Config
from ideas.driver import reached
from ideas.limits.models import LimitCount

KEY = "ideas.limits"
NO_DISK = "-c synchronous_commit=off"


@dataclass(frozen=True)
class Store:
    """A database of counts and the secret their keys are hashed with."""

    engine: Engine
    secret: bytes

    def counting(
        self, within: sa.Connection | None = None
    ) -> AbstractContextManager[sa.Connection]:
        """A transaction to count in: that one, if it is in PostgreSQL as the counts are."""
        if within is not None and self.engine.name == within.engine.name == "postgresql":
            return nullcontext(within)
        return self.engine.begin()


def install(app: Flask, config: Config) -> None:
    """Count in PostgreSQL where the site has it, else in a file of the site's home.

    Neither waits for the disk: counts lost with the power are no loss.
    """
    if config.database_url.startswith("postgresql"):
        engine = _beside(*reached(config.database_url))
    else:
        engine = _own_file(config.home / "limits.sqlite")
    app.extensions[KEY] = Store(engine, f"limits {config.secret_key}".encode())


def _beside(url: sa.URL, told: dict[str, Any]) -> Engine:
    is_pooled = "prepare_threshold" in told
    if not is_pooled:
        told["options"] = NO_DISK
    engine = sa.create_engine(url, pool_pre_ping=True, connect_args=told)
    if is_pooled:  # PgBouncer takes no options, and lends a connection for one transaction
        sa.event.listen(engine, "begin", _wait_for_no_disk)
    return engine


def _wait_for_no_disk(connection: sa.Connection) -> None:
    connection.exec_driver_sql("SET LOCAL synchronous_commit = off")


def _own_file(path: Path) -> Engine:
    engine = sa.create_engine(f"sqlite:///{path}", execution_options={"writing": True})
    sa.event.listen(engine, "connect", _hurry)
    LimitCount.metadata.create_all(engine, tables=[LimitCount.__table__])  # type: ignore[list-item]
    return engine


def _hurry(connection: sa.engine.interfaces.DBAPIConnection, entry: ConnectionPoolEntry) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA synchronous=OFF")
    cursor.close()


def store() -> Store:
    """The application's store."""
    return cast(Store, current_app.extensions[KEY])
