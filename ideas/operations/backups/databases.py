"""The database as it was at one moment, without stopping anybody: saved, counted, brought back."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import URL

from ideas.db import Base, db
from ideas.operations.backups.manifest import BadBackup

NEWEST_FIRST = "[0-9]*"


def kind_of(url: str) -> str:
    """``sqlite`` or ``postgresql``."""
    return sa.make_url(url).get_backend_name()


def save_database(url: str, target: Path) -> dict[str, int]:
    """Write the database of the running application into a file; answers its rows by table."""
    if kind_of(url) == "postgresql":
        return _dump(sa.make_url(url), target)
    with (
        closing(sqlite3.connect(_file_of(url))) as here,
        closing(sqlite3.connect(target)) as copy,
    ):
        here.backup(copy)
    engine = sa.create_engine(f"sqlite:///{target}")
    try:
        with engine.connect() as connection:
            return counts_in(connection)
    finally:
        engine.dispose()


def _file_of(url: str) -> str:
    return sa.make_url(url).database or ""


def counts_in(connection: sa.Connection) -> dict[str, int]:
    """The rows of every table."""
    count = sa.select(sa.func.count())
    return {
        name: connection.scalar(count.select_from(table)) or 0
        for name, table in sorted(Base.metadata.tables.items())
    }


def _dump(url: URL, target: Path) -> dict[str, int]:
    """pg_dump sees what the counts see: both look through one snapshot."""
    engine = db.engine.execution_options(isolation_level="REPEATABLE READ")
    with engine.connect() as connection:
        snapshot = connection.scalar(sa.text("SELECT pg_export_snapshot()"))
        counts = counts_in(connection)
        options = ["--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}"]
        _run("pg_dump", url, [*options, f"--file={target}"])
    return counts


def restore_database(url: str, source: Path) -> None:
    """Bring a saved database into an empty place, as a whole or not at all."""
    if kind_of(url) == "postgresql":
        options = ["--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges"]
        _run("pg_restore", sa.make_url(url), [*options, str(source)])
        return
    shutil.move(source, _file_of(url))


def demand_empty(url: str) -> None:
    """BadBackup when there is something where the database shall stand."""
    if kind_of(url) == "sqlite":
        if Path(_file_of(url)).exists():
            raise BadBackup(f"{_file_of(url)} is there already. Restore into an empty place.")
        return
    engine = sa.create_engine(url)
    try:
        if sa.inspect(engine).get_table_names():
            raise BadBackup("The database has tables already. Restore into an empty one.")
    finally:
        engine.dispose()


def _run(program: str, url: URL, options: list[str]) -> None:
    command = [tool(program), f"--dbname={_without_password(url)}", *options]
    done = subprocess.run(  # noqa: S603 the program is PostgreSQL's own
        command, env=_environ(url), capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise BadBackup(f"{program} failed: {done.stderr.strip()}")


def _without_password(url: URL) -> str:
    said = {"username": url.username, "host": url.host, "port": url.port, "query": url.query}
    where = URL.create("postgresql", database=url.database, **said)  # type: ignore[arg-type]
    return where.render_as_string(hide_password=False)


def _environ(url: URL) -> Mapping[str, str]:
    """The password goes by the environment: arguments are seen by everybody on the machine."""
    return {**os.environ, **({"PGPASSWORD": str(url.password)} if url.password else {})}


def tool(program: str) -> str:
    """The newest of PostgreSQL's programs that is here; BadBackup when there is none."""
    folders = Path("/usr/lib/postgresql").glob(f"{NEWEST_FIRST}/bin/{program}")
    found = sorted(folders, key=lambda path: float(path.parts[-3]), reverse=True)
    given = os.environ.get("PG_BIN")
    place = Path(given, program) if given else (found[0] if found else shutil.which(program))
    if place is None or not Path(place).exists():
        raise BadBackup(f"{program} is not installed. Debian: postgresql-client.")
    return str(place)
