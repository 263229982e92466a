"""The word index: a table of its own per database, outside the mapped ones."""

import sqlalchemy as sa
from sqlalchemy import event

from ideas.db import Base

TABLE = "idea_search"


def search_ddl() -> dict[str, list[str]]:
    """What makes the word index, per dialect; migrations use the same text."""
    return {
        "sqlite": [
            f"CREATE VIRTUAL TABLE IF NOT EXISTS {TABLE} USING fts5(title, summary, body, "
            "prefix='2 3', tokenize='unicode61 remove_diacritics 2')"
        ],
        "postgresql": [
            f"CREATE TABLE IF NOT EXISTS {TABLE} (idea_id bigint PRIMARY KEY "
            "REFERENCES ideas (id) ON DELETE CASCADE, words tsvector NOT NULL)",
            f"CREATE INDEX IF NOT EXISTS ix_{TABLE}_words ON {TABLE} USING gin (words)",
        ],
    }


def _make_with_the_others() -> None:
    for dialect, statements in search_ddl().items():
        for statement in statements:
            made = sa.DDL(statement).execute_if(dialect=dialect)  # type: ignore[no-untyped-call]
            event.listen(Base.metadata, "after_create", made)
    dropped = sa.DDL(f"DROP TABLE IF EXISTS {TABLE}")  # type: ignore[no-untyped-call]
    event.listen(Base.metadata, "before_drop", dropped)


_make_with_the_others()
