"""Many rows handed to a statement as one value.

A list of any length is one parameter, so that the text of a statement, and what the database and
its driver make of it, stays the same.
"""

import functools
import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from ideas.db import session

Statement = Callable[[str], sa.Executable]
"""Makes a statement for a dialect: ``"sqlite"`` or ``"postgresql"``."""
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
    return run(statement, **asked).all()


@functools.cache
def _made(statement: Statement, dialect: str) -> sa.Executable:
    return statement(dialect)
