"""The database of a test process: made once, emptied after every test, SQLite or PostgreSQL."""

import os
import secrets
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psycopg
import sqlalchemy as sa
from flask import Flask
from jinja2.bccache import Bucket, BytecodeCache
from psycopg import sql
from sqlalchemy import event
from sqlalchemy.engine import Engine
from werkzeug.routing import Rule

from ideas.app import create_app
from ideas.config import Config
from ideas.db import db
from ideas.driver import reached
from ideas.limits.store import store

SERVER = os.environ.get("TEST_DATABASE_URL")

EMPTY_WHAT_IS_FILLED = """
DO $$
DECLARE
    name text;
    is_filled boolean;
BEGIN
    SET LOCAL session_replication_role = replica;
    FOR name IN SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = 'public' LOOP
        EXECUTE 'SELECT EXISTS (SELECT 1 FROM ' || name || ')' INTO is_filled;
        IF is_filled THEN EXECUTE 'DELETE FROM ' || name; END IF;
    END LOOP;
    PERFORM setval(quote_ident(sequencename)::regclass, 1, false)
        FROM pg_sequences WHERE schemaname = 'public' AND last_value IS NOT NULL;
END $$
"""


@contextmanager
def new_database(folder: Path, like: str = "template1") -> Iterator[str]:
    """The address of an empty database that is gone afterwards.

    On PostgreSQL it may be a copy of the database ``like``, to which nobody is connected.
    """
    if SERVER is None:
        yield f"sqlite:///{folder / f'{secrets.token_hex(4)}.sqlite'}"
        return
    name = f"ideas_{secrets.token_hex(6)}"
    direct = reached(SERVER)[0].set(drivername="postgresql")
    with psycopg.connect(direct.render_as_string(hide_password=False), autocommit=True) as server:
        made = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
        server.execute(made.format(sql.Identifier(name), sql.Identifier(like)))
        try:
            address = sa.make_url(SERVER).set(database=name)
            yield address.render_as_string(hide_password=False)
        finally:
            server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def forget_the_disk(engine: Engine) -> None:
    """Let SQLite not wait for the disk, and answer backwards where no order was asked for."""

    def hurry(connection: object, record: object) -> None:
        if isinstance(connection, sqlite3.Connection):
            connection.execute("PRAGMA synchronous=OFF")
            connection.execute("PRAGMA reverse_unordered_selects=ON")

    event.listen(engine, "connect", hurry)


class Compiled(BytecodeCache):
    """Templates as this process compiled them: of its many applications only the first has to."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give what was compiled of the same words."""
        if known := self._known.get((bucket.key, bucket.checksum)):
            bucket.bytecode_from_string(known)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled."""
        self._known[bucket.key, bucket.checksum] = bucket.bytecode_to_string()


compiled = Compiled()


def compile_each_route_once() -> None:
    """Let werkzeug take what it compiled of a route before: each application has them all."""
    known: dict[Any, Callable[..., tuple[str, str]]] = {}
    build = Rule._compile_builder

    def built(rule: Rule, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        key = rule.rule, tuple(rule._trace), repr(rule.defaults), append_unknown
        if key not in known:
            known[key] = build(rule, append_unknown)
        return known[key]

    Rule._compile_builder = built  # type: ignore[assignment, method-assign]


compile_each_route_once()


@contextmanager
def application(config: Config) -> Iterator[Flask]:
    """An application whose connections are closed afterwards."""
    app = create_app(config)
    app.jinja_env.bytecode_cache = compiled
    try:
        yield app
    finally:
        with app.app_context():
            db.engine.dispose()
            store().engine.dispose()


class Emptying:
    """Takes a database back to how it was when this was made."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._pristine: sqlite3.Connection | None = None
        if engine.dialect.name == "sqlite":
            self._pristine = sqlite3.connect(":memory:")
            with closing(sqlite3.connect(str(engine.url.database))) as built:
                built.backup(self._pristine)

    def empty(self) -> None:
        """Undo what a test committed, append-only tables included."""
        if self._pristine is None:
            with self.engine.begin() as connection:
                connection.exec_driver_sql(EMPTY_WHAT_IS_FILLED)
            return
        with closing(sqlite3.connect(str(self.engine.url.database))) as used:
            used.execute("PRAGMA synchronous=OFF")
            self._pristine.backup(used)

    def close(self) -> None:
        """Let go of the copy."""
        if self._pristine is not None:
            self._pristine.close()


@contextmanager
def statements(engine: Engine) -> Iterator[list[str]]:
    """Collect the statements sent to the database, transaction control left out."""
    sent: list[str] = []

    def collect(connection: object, cursor: object, statement: str, *rest: object) -> None:
        if not statement.startswith(("BEGIN", "SAVEPOINT", "RELEASE", "ROLLBACK")):
            sent.append(statement)

    event.listen(engine, "before_cursor_execute", collect)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", collect)
