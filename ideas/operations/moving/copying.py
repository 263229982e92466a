"""Copying every table, the tables that others point at first, in one transaction of the target."""

from collections.abc import Iterator, Sequence
from typing import Any, cast

import psycopg
import sqlalchemy as sa
from psycopg import sql
from sqlalchemy.engine import Connection

from ideas.db import Base, Exact, Word
from ideas.operations.backups.databases import counts_in
from ideas.operations.moving.rules import CannotMove

AT_ONCE = 2_000
AS_TEXT = (sa.JSON, Exact, Word)
"""Kept as text on SQLite, and taken over letter by letter."""


def copy_everything(source: Connection, target: Connection) -> dict[str, int]:
    """Copy all rows and set what counts up; answers the rows by table, which are alike in both.

    ``source`` is in a reading transaction, so that all tables are of one moment. What the
    migrations wrote into ``target`` gives way.
    """
    driver = cast("psycopg.Connection[Any]", target.connection.driver_connection)
    tables = Base.metadata.sorted_tables
    names = sql.SQL(", ").join(sql.Identifier(table.name) for table in tables)
    driver.execute(sql.SQL("TRUNCATE {}").format(names))
    # keys that may wait for the commit are looked at now: no trigger wakes while one is still due
    driver.execute("SET CONSTRAINTS ALL IMMEDIATE")
    for table in tables:
        _between_triggers(driver, table, "DISABLE")
        _copy(source, driver, table)
        _between_triggers(driver, table, "ENABLE")
        _count_on(driver, table)
    return _counted(source, target)


def _between_triggers(driver: "psycopg.Connection[Any]", table: sa.Table, word: str) -> None:
    """Our own triggers rest: what was true when a row was written need not be so now."""
    said = sql.SQL("ALTER TABLE {} {} TRIGGER USER")
    driver.execute(said.format(sql.Identifier(table.name), sql.SQL(cast(Any, word))))


def _copy(source: Connection, driver: "psycopg.Connection[Any]", table: sa.Table) -> None:
    columns = list(table.columns)
    names = sql.SQL(", ").join(sql.Identifier(each.name) for each in columns)
    into = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table.name), names)
    with driver.cursor() as cursor, cursor.copy(into) as copy:
        for row in _rows(source, columns):
            copy.write_row(row)


def _rows(source: Connection, columns: Sequence[sa.Column[Any]]) -> Iterator[Sequence[Any]]:
    wanted = [
        sa.type_coerce(each, sa.Text) if isinstance(each.type, AS_TEXT) else each
        for each in columns
    ]
    found = source.execution_options(yield_per=AT_ONCE).execute(sa.select(*wanted))
    for portion in found.partitions():
        yield from portion


def _count_on(driver: "psycopg.Connection[Any]", table: sa.Table) -> None:
    """The next id follows the highest."""
    for column in table.primary_key.columns:
        sequence = driver.execute(
            "SELECT pg_get_serial_sequence(%s, %s)", (table.name, column.name)
        ).fetchone()
        if sequence and sequence[0]:
            said = sql.SQL("SELECT setval(%s, COALESCE(max({}), 0) + 1, false) FROM {}")
            names = sql.Identifier(column.name), sql.Identifier(table.name)
            driver.execute(said.format(*names), (sequence[0],))


def _counted(source: Connection, target: Connection) -> dict[str, int]:
    was, counts = counts_in(source), counts_in(target)
    if wrong := [name for name in was if was[name] != counts[name]]:
        said = ", ".join(f"{name} ({was[name]:,}, {counts[name]:,})" for name in wrong)
        raise CannotMove(f"Rows were lost or came twice: {said}.")
    return counts
