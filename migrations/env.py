"""How migrations run.

On SQLite all in one transaction, foreign keys resting and checked after. On PostgreSQL each in its
own, so that what one locks is free before the next; it waits a second for a lock, since everybody
else waits behind it, then lets go and tries again later.

A new table's own DDL (triggers, the word index) is in ``table.info["ddl"]`` of its model; copy it
into the migration that makes the table.
"""

import random
import time
from typing import Any

import sqlalchemy as sa
import sqlalchemy.exc
from alembic import context
from alembic.autogenerate.api import AutogenContext
from flask import current_app
from sqlalchemy.engine import Connection
from sqlalchemy.types import TypeDecorator

from ideas.db import Base, Id, db
from ideas.references import BY_TRIGGER

LOCK_MS = 1_000
TRIES, REST = 30, 2.0
TO_TRY_AGAIN = frozenset({"55P03", "40P01"})
"""PostgreSQL's codes: no lock in time, and a deadlock in which this one gave way."""


def include_object(thing: object, name: str | None, kind: str, reflected: bool, _: object) -> bool:
    """Leave alone what the models do not declare: the search index keeps its own tables.

    A key that PostgreSQL keeps by a trigger is not looked for among its constraints.
    """
    if kind == "foreign_key_constraint" and getattr(thing, "info", {}).get(BY_TRIGGER):
        return False
    return not (kind == "table" and reflected and name not in Base.metadata.tables)


def render_item(kind: str, thing: Any, autogen: AutogenContext) -> str | bool:
    """Write our column types as the database's own, so that a migration stays as it was."""
    if kind != "type":
        return False
    if thing is Id:
        return 'sa.BigInteger().with_variant(sa.Integer(), "sqlite")'
    if isinstance(thing, TypeDecorator):
        return f"sa.{thing.impl_instance!r}"
    return False


def run(connection: Connection) -> None:
    """Configure and migrate on a connection."""
    connection = connection.execution_options(is_migrating=True)
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        compare_type=True,
        transaction_per_migration=connection.dialect.name != "sqlite",
        include_object=include_object,
        render_item=render_item,
    )
    with context.begin_transaction():
        context.run_migrations()


def run_between_others(connection: Connection) -> None:
    """Migrate while the site is used; who cannot have a lock in a second rests, and goes on."""
    connection.execute(sa.text(f"SET lock_timeout = {LOCK_MS}"))
    connection.commit()
    for turn in range(TRIES):
        try:
            run(connection)
        except sqlalchemy.exc.OperationalError as error:
            connection.rollback()
            if getattr(error.orig, "sqlstate", None) not in TO_TRY_AGAIN or turn + 1 == TRIES:
                raise
            time.sleep(REST * random.uniform(0.5, 1.5))  # noqa: S311
        else:
            return


def migrate() -> None:
    """Migrate the application's database."""
    with current_app.app_context(), db.engine.connect() as connection:
        if connection.dialect.name != "sqlite":
            run_between_others(connection)
            return
        driver = connection.connection.driver_connection
        driver.execute("PRAGMA foreign_keys=OFF")
        try:
            with connection.execution_options(writing=True).begin():
                run(connection)
                broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
                if broken:
                    raise RuntimeError(f"foreign keys broken by the migration: {broken[:5]}")
        finally:
            driver.execute("PRAGMA foreign_keys=ON")


migrate()
