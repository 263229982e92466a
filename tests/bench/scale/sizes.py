"""Bytes of each table and each index, as the database counts its own pages."""

from collections.abc import Mapping

import sqlalchemy as sa

from ideas.db import db

TABLES = ("votes", "vote_events", "vote_leaves", "vote_signals", "vote_keys", "people")
"""What grows with votes, and with people; a signal is kept for 90 days."""
IN_POSTGRESQL = """
SELECT c.relname, t.relname, pg_relation_size(c.oid)
FROM pg_class t JOIN pg_class c ON c.oid = t.oid
     OR c.oid IN (SELECT indexrelid FROM pg_index WHERE indrelid = t.oid)
WHERE t.relkind = 'r' AND t.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'i')
"""
IN_SQLITE = """
SELECT s.name, s.tbl_name, d.pgsize FROM dbstat d JOIN sqlite_schema s ON s.name = d.name
WHERE d.aggregate = 1
"""
Sizes = Mapping[tuple[str, str], int]
"""Bytes by table and by what is measured: the table itself under its own name, or an index."""


def measured() -> Sizes:
    """Every table and index of what grows."""
    kind = db.engine.dialect.name
    text = IN_POSTGRESQL if kind == "postgresql" else IN_SQLITE
    with db.engine.connect() as connection:
        found = connection.exec_driver_sql(text).all()
    return {(table, name): size for name, table, size in found if table in TABLES}


def rows_of(table: str) -> int:
    """How many rows there are."""
    with db.engine.connect() as connection:
        return connection.scalar(sa.text(f"SELECT count(*) FROM {table}")) or 0
