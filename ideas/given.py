"""Rows handed to a statement as one value.

A list of any length is one parameter, so that the text of a statement, and what the database and
its driver make of it, stays the same; and writing many rows is one step for the driver, not many.
"""

import functools
import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from ideas.db import session

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


def run(statement: Callable[[str], sa.Executable], /, **asked: Any) -> sa.CursorResult[Any]:
    """Run the statement a function makes for this dialect, past the session and its objects.

    What is asked with lists is handed over as rows.
    """
    current = session()
    made = _made(statement, current.get_bind().dialect.name)
    packed = {
        name: json.dumps(each) if isinstance(each, list) else each for name, each in asked.items()
    }
    return current.connection().execute(made, packed)


def rows(statement: Callable[[str], sa.Executable], /, **asked: Any) -> Sequence[Any]:
    """The rows such a statement finds."""
    return run(statement, **asked).all()


@functools.cache
def _made(statement: Callable[[str], sa.Executable], dialect: str) -> sa.Executable:
    return statement(dialect)
