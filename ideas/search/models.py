"""The word index: a table of its own per database, made with the ideas it is about."""

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import Mapped, mapped_column

from ideas.db import Base, with_triggers
from ideas.journey.models import Idea

TABLE = "idea_search"


def search_ddl() -> dict[str, list[str]]:
    """What makes the word index, per dialect."""
    return {
        "sqlite": [
            f"CREATE VIRTUAL TABLE IF NOT EXISTS {TABLE} USING fts5(title, summary, body, "
            "prefix='2 3', tokenize='unicode61 remove_diacritics 2')"
        ],
        "postgresql": [
            f"CREATE TABLE IF NOT EXISTS {TABLE} "
            "(idea_id bigint PRIMARY KEY, words tsvector NOT NULL)",
            f"CREATE INDEX IF NOT EXISTS ix_{TABLE}_words ON {TABLE} USING gin (words)",
        ],
    }


IDEAS: sa.Table = Idea.__table__  # type: ignore[assignment]
with_triggers(IDEAS, search_ddl())
event.listen(IDEAS, "before_drop", sa.DDL(f"DROP TABLE IF EXISTS {TABLE}"))  # type: ignore[no-untyped-call]


class TitleBeginning(Base):
    """How a word of a title begins: by it the ideas that share such words are found."""

    __tablename__ = "title_beginnings"

    beginning: Mapped[str] = mapped_column(primary_key=True)
    idea_id: Mapped[int] = mapped_column(sa.ForeignKey("ideas.id"), primary_key=True)

    __table_args__ = (
        sa.Index("ix_title_beginnings_idea", "idea_id"),
        {"sqlite_with_rowid": False},
    )
