"""Many rows handed to a statement as one value, and on SQLite handed back as one.

A list of any length is one parameter, so that the text of a statement, and what the database and
its driver make of it, stays the same. SQLite's driver lets go of Python's lock at every row that it
reads or writes; where many threads want that lock, one step is much less waiting than many.
"""

import functools
import json
from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.dialects import sqlite
from sqlalchemy.dialects.postgresql import JSONB

from ideas.db import session

Statement = Callable[[str], sa.Executable]
"""Makes a statement for a dialect: ``"sqlite"`` or ``"postgresql"``."""
SQLITE = sqlite.dialect()
Columns = Mapping[str, sa.types.TypeEngine[Any]]


def given(dialect: str, name: str, columns: Columns) -> sa.FromClause:
    """A table of the rows in the parameter of this name."""
    if dialect == "postgresql":
        typed = [sa.Column(each, kind) for each, kind in columns.items()]
        found = sa.func.jsonb_to_recordset(sa.cast(sa.bindparam(name), JSONB))
        return found.table_valued(*typed, name=name).render_derived(with_types=True)
    listed = sa.func.json_each(sa.bindparam(name)).table_valued("value")
    values = [
        sa.type_coerce(sa.func.json_extract(listed.c.value, f"$.{each}"), kind).label(each)
        for each, kind in columns.items()
    ]
    return sa.select(*values).subquery(name)


def run(statement: Statement, /, **asked: Any) -> sa.CursorResult[Any]:
    """Run the statement a function makes for this dialect, past the session and its objects.

    What is asked with lists is handed over as rows.
    """
    return run_on(session().connection(), statement, **asked)


def run_on(
    connection: sa.Connection, statement: Statement, /, **asked: Any
) -> sa.CursorResult[Any]:
    """Run it on a connection that is not the session's."""
    packed = {
        name: json.dumps(each) if isinstance(each, list) else each for name, each in asked.items()
    }
    return connection.execute(_made(statement, connection.dialect.name), packed)


def rows(statement: Statement, /, **asked: Any) -> Sequence[Any]:
    """The rows such a statement finds, with its columns as their names."""
    if session().get_bind().dialect.name == "postgresql":
        return run(statement, **asked).all()
    read = _reader(statement)
    return [read(row) for row in json.loads(run(_as_one(statement), **asked).scalar_one())]


@functools.cache
def _as_one(statement: Statement) -> Statement:
    """All rows of a statement as a list of lists in JSON."""

    def made(dialect: str) -> sa.Executable:
        found = cast(sa.Select[Any], statement(dialect)).subquery()
        listed = sa.func.json_group_array(sa.func.json_array(*found.c), type_=sa.Text())
        return sa.select(listed)

    return made


@functools.cache
def _reader(statement: Statement) -> Callable[[Sequence[Any]], Any]:
    """Makes a row of a list: names for its values, in the types of their columns."""
    columns = cast(sa.Select[Any], statement("sqlite")).subquery().c
    kinds = [each.type.dialect_impl(SQLITE).result_processor(SQLITE, None) for each in columns]
    processed = [(place, process) for place, process in enumerate(kinds) if process is not None]
    row: Any = namedtuple("Row", columns.keys())  # type: ignore[misc]

    def read(values: Sequence[Any]) -> Any:
        known = list(values)
        for place, process in processed:
            known[place] = process(known[place])
        return row(*known)

    return read


@functools.cache
def _made(statement: Statement, dialect: str) -> sa.Executable:
    return statement(dialect)
