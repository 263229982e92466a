"""Changing the audit log as somebody would who holds the database."""

import sqlite3
from contextlib import closing

from ideas.db import db

TABLES = ("audit_entries", "audit_seals")


def by_hand(*statements: str) -> None:
    """Run these past every trigger and foreign key."""
    db.session.commit()
    if db.engine.dialect.name != "sqlite":
        with db.engine.begin() as connection:
            connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
            for statement in statements:
                connection.exec_driver_sql(statement)
        return
    with closing(sqlite3.connect(str(db.engine.url.database))) as connection:
        for table in TABLES:
            for verb in ("update", "delete"):
                connection.execute(f"DROP TRIGGER IF EXISTS {table}_no_{verb}")
        for statement in statements:
            connection.execute(statement)
        connection.commit()
