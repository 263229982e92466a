"""Many rows handed to a statement as one value.

A list of any length is one parameter, so that the text of a statement, and what the database and
its driver make of it, stays the same.
"""

import json
from collections import namedtuple
from collections.abc import Callable, Iterable, Mapping
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.util import immutabledict

from ideas.db import session

Statement = Callable[[str], sa.Executable]
"""Makes a statement for a dialect: ``"sqlite"`` or ``"postgresql"``."""
COUNTED = {"preserve_rowcount": True}
Columns = Mapping[str, sa.types.TypeEngine[Any]]


def given(dialect: str, name: str, columns: Columns) -> sa.FromClause:
    """A table of the rows in the parameter of this name."""
    if dialect == "postgresql":
        typed = [sa.Column(each, kind) for each, kind in columns.items()]
        found = sa.func.jsonb_to_recordset(sa.cast(sa.bindparam(name, required=False), JSONB))
        return found.table_valued(*typed, name=name).render_derived(with_types=True)
    listed = sa.func.json_each(sa.bindparam(name, required=False)).table_valued("value")
    values = [
        sa.type_coerce(sa.func.json_extract(listed.c.value, f"$.{each}"), kind).label(each)
        for each, kind in columns.items()
    ]
    return sa.select(*values).subquery(name)


def run(statement: Statement, /, **asked: Any) -> int:
    """Run the statement a function makes for this dialect, past the session and its objects.

    What is asked with lists is handed over as rows. Answers how many rows were changed.
    """
    connection = session().connection()
    sent = _made(statement, connection.dialect).sent(connection, asked)
    return int(sent.rowcount)


def rows(statement: Statement, /, **asked: Any) -> list[Any]:
    """The rows such a statement finds, with its columns as their names."""
    return rows_on(session().connection(), statement, **asked)


def rows_on(connection: sa.Connection, statement: Statement, /, **asked: Any) -> list[Any]:
    """The same on a connection that is not the session's."""
    return _made(statement, connection.dialect).found(connection, asked)


class Made:
    """A statement as the driver takes it, and how values go and come.

    A vote runs a dozen of these: that SQLAlchemy compares each with those it knows, and makes rows
    of its own, took a fifth of the time of a vote.
    """

    def __init__(self, statement: sa.Executable, dialect: sa.Dialect) -> None:
        made = dialect.statement_compiler(
            dialect, cast(Any, statement), compile_kwargs=immutabledict(render_postcompile=True)
        )
        self.text = str(made)
        self.order = made.positiontup
        self.going = cast(Mapping[str, Callable[[Any], Any]], made._bind_processors)
        fixed = made.construct_params(_check=False)
        self.fixed = {name: self._gone(name, value) for name, value in fixed.items()}
        self.asked = {name for name, bind in made.binds.items() if not bind.unique}
        columns = list(getattr(statement, "exported_columns", ()))
        self.coming = [
            (place, process)
            for place, column in enumerate(columns)
            if (process := _coming(column.type, dialect))
        ]
        row = cast(Any, namedtuple)("Row", [column.key for column in columns])
        self.row_of: Callable[[Iterable[Any]], Any] = row._make

    def _gone(self, name: str, value: Any) -> Any:
        process = self.going.get(name)
        return value if process is None or value is None else process(value)

    def sent(self, connection: sa.Connection, asked: Mapping[str, Any]) -> sa.CursorResult[Any]:
        """What the driver answers when it is sent with these values."""
        if asked.keys() != self.asked:
            raise TypeError(f"{sorted(self.asked)} are asked, {sorted(asked)} given")
        given = {
            name: json.dumps(value) if isinstance(value, list) else self._gone(name, value)
            for name, value in asked.items()
        }
        told = self.fixed | given
        values = told if self.order is None else tuple([told[name] for name in self.order])
        return connection.exec_driver_sql(self.text, values, COUNTED)

    def found(self, connection: sa.Connection, asked: Mapping[str, Any]) -> list[Any]:
        """The rows it finds."""
        found = self.sent(connection, asked)
        columns = list(zip(*cast(Any, found.cursor).fetchall(), strict=True))
        for place, process in self.coming if columns else ():
            columns[place] = tuple([v if v is None else process(v) for v in columns[place]])
        found.close()
        return list(map(self.row_of, zip(*columns, strict=True)))


def _coming(kind: sa.types.TypeEngine[Any], dialect: sa.Dialect) -> Callable[[Any], Any] | None:
    return kind.dialect_impl(dialect).result_processor(dialect, None)


_known: dict[tuple[Statement, str], Made] = {}


def _made(statement: Statement, dialect: sa.Dialect) -> Made:
    key = statement, dialect.name
    if key not in _known:
        _known[key] = Made(statement(dialect.name), dialect)
    return _known[key]
