"""The database: one declarative base, one session, and the write lock every action takes.

SQLite's default transaction mode in Python loses updates, so the driver's own handling is switched
off and ``BEGIN`` (reads) or ``BEGIN IMMEDIATE`` (writes) is emitted here.
"""

import enum
import functools
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, TypeVar, cast

import sqlalchemy as sa
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import event
from sqlalchemy.engine import Connection, Dialect, Engine
from sqlalchemy.exc import OperationalError, TimeoutError
from sqlalchemy.orm import DeclarativeBase, Session

from ideas.replica import Routed, read_first
from ideas.turnstile import turnstile_of

F = TypeVar("F", bound=Callable[..., Any])

LONGEST_WAIT_MS = 5_000
BUSY = (OperationalError, TimeoutError)
"""The database is away, or others hold it for too long."""
DEADLOCK = "40P01"
NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Moment(sa.types.TypeDecorator[datetime]):
    """An instant, aware and in UTC on both sides."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a moment without a zone; SQLite keeps it as UTC text."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the moment back in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Word(sa.types.TypeDecorator[Any]):
    """A member of a closed list, kept as its text; pair it with ``check_word``."""

    impl = sa.Text
    cache_ok = True

    def __init__(self, words: type[enum.StrEnum]) -> None:
        super().__init__()
        self.words = words

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        """The member's text; a text outside the list is a ValueError."""
        return None if value is None else self.words(value).value

    def process_result_value(self, value: str | None, dialect: Dialect) -> enum.StrEnum | None:
        """The member again."""
        return None if value is None else self.words(value)


class Exact(sa.types.TypeDecorator[Decimal]):
    """A decimal kept digit by digit as text, for rates; never a float on any database."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> str | None:
        """Its digits, without an exponent."""
        return None if value is None else f"{value:f}"

    def process_result_value(self, value: str | None, dialect: Dialect) -> Decimal | None:
        """The same decimal again."""
        return None if value is None else Decimal(value)


Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


class Base(DeclarativeBase):
    """Every table's base."""

    metadata = sa.MetaData(naming_convention=NAMING)
    type_annotation_map = {  # noqa: RUF012
        str: sa.Text(),
        int: Id,
        datetime: Moment(),
        Decimal: Exact(),
        dict[str, Any]: sa.JSON(),
        dict[str, str]: sa.JSON(),
        list[Any]: sa.JSON(),
        list[str]: sa.JSON(),
    }


db = SQLAlchemy(metadata=Base.metadata, disable_autonaming=True, session_options={"class_": Routed})


def check_word(column: str, words: type[enum.StrEnum]) -> sa.CheckConstraint:
    """A CHECK that ``column`` holds a member of the closed list."""
    listed = ", ".join(f"'{word.value}'" for word in words)
    return sa.CheckConstraint(f"{column} IN ({listed})", name=f"{column}_known")


def append_only(table: sa.Table) -> None:
    """Make the database itself refuse UPDATE and DELETE on this table."""
    table.info["append_only"] = True
    for verb in ("UPDATE", "DELETE"):
        say = f"{table.name} is append-only"
        refuse_when(table, f"no_{verb.lower()}", verb, when="true", say=say)


def with_triggers(table: sa.Table, ddl: Mapping[str, Sequence[str]]) -> None:
    """Run these statements, by dialect, once the table stands.

    They are kept in ``table.info["ddl"]``, for migrations to run the same text.
    """
    kept = table.info.setdefault("ddl", {})
    for dialect, statements in ddl.items():
        kept.setdefault(dialect, []).extend(statements)
        for statement in statements:
            text = sa.DDL(statement.replace("%", "%%")).execute_if(dialect=dialect)  # type: ignore[no-untyped-call]
            event.listen(table, "after_create", text)


def refuse_when(table: sa.Table, name: str, on: str, *, when: str, say: str) -> None:
    """Make the database refuse an INSERT, UPDATE or DELETE when a condition over NEW or OLD holds.

    ``when`` may look into other tables; it must be SQL that both databases read alike.
    """
    trigger = f"{table.name}_{name}"
    raising = f"IF {when} THEN RAISE EXCEPTION '{say}'; END IF; RETURN COALESCE(NEW, OLD);"
    with_triggers(
        table,
        {
            "sqlite": [
                f"CREATE TRIGGER {trigger} BEFORE {on} ON {table.name} WHEN {when} "
                f"BEGIN SELECT RAISE(ABORT, '{say}'); END"
            ],
            "postgresql": [
                f"CREATE OR REPLACE FUNCTION {trigger}() RETURNS trigger LANGUAGE plpgsql AS "
                f"$$ BEGIN {raising} END $$",
                f"CREATE TRIGGER {trigger} BEFORE {on} ON {table.name} "
                f"FOR EACH ROW EXECUTE FUNCTION {trigger}()",
            ],
        },
    )


def refuse_rows_when(table: sa.Table, name: str, *, when: str, say: str) -> None:
    """Make the database refuse new rows when a condition over NEW holds.

    PostgreSQL looks at all rows of a statement at once, after it: for tables that are filled by
    thousands of rows.
    """
    trigger, added = f"{table.name}_{name}", when.replace("NEW.", "added.")
    raising = f"IF EXISTS (SELECT 1 FROM added WHERE {added}) THEN RAISE EXCEPTION '{say}'; END IF;"  # noqa: S608
    with_triggers(
        table,
        {
            "sqlite": [
                f"CREATE TRIGGER {trigger} BEFORE INSERT ON {table.name} WHEN {when} "
                f"BEGIN SELECT RAISE(ABORT, '{say}'); END"
            ],
            "postgresql": [
                f"CREATE OR REPLACE FUNCTION {trigger}() RETURNS trigger LANGUAGE plpgsql AS "
                f"$$ BEGIN {raising} RETURN NULL; END $$",
                f"CREATE TRIGGER {trigger} AFTER INSERT ON {table.name} REFERENCING NEW TABLE "
                f"AS added FOR EACH STATEMENT EXECUTE FUNCTION {trigger}()",
            ],
        },
    )


def is_deadlock(error: Exception) -> bool:
    """Was this transaction ended because it and another waited for each other?"""
    return getattr(getattr(error, "orig", None), "sqlstate", None) == DEADLOCK


def session() -> Session:
    """The session of this request or job."""
    return cast(Session, db.session())


def take_write_lock() -> None:
    """End the reading transaction and begin a writing one; twice is once.

    What was read before is read again, so that an action never decides on a stale row.
    """
    current = session()
    if current.info.get("writing"):
        return
    if current.new or current.dirty or current.deleted:
        raise RuntimeError("rows were changed outside an action")
    current.rollback()
    read_first()
    turnstile = turnstile_of(db.engine)
    if turnstile is not None:
        turnstile.enter()
    try:
        current.connection(execution_options={"writing": True})
    except BaseException:
        if turnstile is not None:
            turnstile.leave()
        raise
    current.info["writing"], current.info["turnstile"] = True, turnstile


def let_go() -> None:
    """Before something slow: give the connection back, unless something was written with it."""
    current = session()
    if not current.info.get("writing"):
        current.rollback()


def writes(action: F) -> F:
    """Mark an action: it holds the write lock from its first line on."""

    @functools.wraps(action)
    def locked(*args: Any, **kwargs: Any) -> Any:
        take_write_lock()
        return action(*args, **kwargs)

    return cast(F, locked)


@event.listens_for(Session, "after_transaction_end")
def _forget_lock(session: Session, transaction: Any) -> None:
    if transaction.parent is None:
        turnstile = session.info.get("turnstile")
        session.info.clear()
        if turnstile is not None:
            turnstile.leave()


@event.listens_for(Engine, "connect")
def _prepare_postgresql(connection: Any, record: Any) -> None:
    """Who waits for a lock for as long as SQLite would let them is told that it is busy."""
    if not type(connection).__module__.startswith("psycopg"):
        return
    connection.autocommit = True
    connection.execute(f"SET lock_timeout = {LONGEST_WAIT_MS}")
    connection.autocommit = False


@event.listens_for(Engine, "connect")
def _prepare_sqlite(connection: Any, record: Any) -> None:
    if not type(connection).__module__.startswith("sqlite3"):
        return
    connection.isolation_level = None
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        f"busy_timeout={LONGEST_WAIT_MS}",
        "cache_size=-1000",  # KB for each connection; the system keeps the file for all of them
        "trusted_schema=OFF",
        "secure_delete=ON",  # who leaves does not stay in the file's free space
        "journal_size_limit=4096000",  # nor beside it: a thousand pages, which are written over
    ):
        connection.execute(f"PRAGMA {pragma}")


@event.listens_for(Engine, "begin")
def _begin_sqlite(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        writing = connection.get_execution_options().get("writing")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")
