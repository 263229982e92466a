"""A tripwire: what royalties rest on changes only beside an entry that says so.

A transaction that wrote a row of a table marked by ``needs_witness``, and none of a table marked by
``is_witness`` (the audit log, the journal), cannot be committed. What is sent to the database is
watched, so bulk inserts and written SQL are seen as well as objects. Migrations are left alone.
"""

import re
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Connection, Engine

from ideas.db import Base

_WRITE = (
    r"(?P<verb>INSERT(?:\s+OR\s+\w+)?\s+INTO|REPLACE\s+INTO|UPDATE(?:\s+ONLY)?|DELETE\s+FROM)"
    r"\s+(?:\"?\w+\"?\.)?\"?(?P<table>\w+)"
)
FIRST = re.compile(r"\s*" + _WRITE, re.IGNORECASE)
WITHIN = re.compile(r"\b" + _WRITE, re.IGNORECASE)
POINT = re.compile(r"\s*(?P<back>ROLLBACK TO )?SAVEPOINT (?P<name>\S+)", re.IGNORECASE)
WITH = re.compile(r"\s*WITH\b", re.IGNORECASE)
KEPT = "ideas.witness"


class Unwitnessed(RuntimeError):
    """Rows were written without an entry beside them; the tables are named."""


def needs_witness(table: Any) -> None:
    """Let nothing be written here without an entry in the same transaction."""
    table.info["needs_witness"] = True


def is_witness(table: Any) -> None:
    """A row of this table is such an entry."""
    table.info["is_witness"] = True


def _marked(name: str) -> dict[str, Any]:
    table = Base.metadata.tables.get(name)
    return {} if table is None else dict(table.info)


def tables_written(statement: str) -> list[str]:
    """The tables a statement changes, as far as its text says."""
    if WITH.match(statement):
        return [found["table"].lower() for found in WITHIN.finditer(statement)]
    first = FIRST.match(statement)
    return [first["table"].lower()] if first else []


@event.listens_for(Engine, "begin")
def _start(connection: Connection) -> None:
    connection.info[KEPT] = (frozenset[str](), False), dict[str, Any]()


@event.listens_for(Engine, "after_cursor_execute")
def _watch(connection: Connection, cursor: Any, statement: str, *_: Any) -> None:
    if statement.startswith("SELECT") or KEPT not in connection.info:
        return
    (touched, is_witnessed), points = connection.info[KEPT]
    if point := POINT.match(statement):
        if point["back"]:
            connection.info[KEPT] = points[point["name"]], points
        else:
            points[point["name"]] = touched, is_witnessed
        return
    for name in _changed(cursor, statement):
        marks = _marked(name)
        touched |= {name} if "needs_witness" in marks else set()
        is_witnessed = is_witnessed or "is_witness" in marks
    connection.info[KEPT] = (touched, is_witnessed), points


def _changed(cursor: Any, statement: str) -> list[str]:
    """The tables a statement wrote; none when it found no row to change."""
    is_change = statement.lstrip()[:6].upper() in {"UPDATE", "DELETE"}
    if is_change and cursor.rowcount == 0 and "RETURNING" not in statement.upper():
        return []
    return tables_written(statement)


@event.listens_for(Engine, "commit")
def _check(connection: Connection) -> None:
    (touched, is_witnessed), _ = connection.info.pop(KEPT, ((frozenset(), False), {}))
    is_migrating = connection.get_execution_options().get("is_migrating")
    if touched and not is_witnessed and not is_migrating:
        connection.connection.rollback()
        raise Unwitnessed(", ".join(sorted(touched)))
