"""How the words of titles begin, to find similar ones by."""

import re
import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INDEXED = {"sqlite": "rowid", "postgresql": "idea_id"}
BATCH = 1_000
WORD = re.compile(r"[^\W_]+")


def upgrade() -> None:
    """Go up."""
    table = op.create_table(
        "title_beginnings",
        sa.Column("beginning", sa.Text(), nullable=False),
        sa.Column("idea_id", NUMBER, nullable=False),
        sa.ForeignKeyConstraint(
            ["idea_id"], ["ideas.id"], name=op.f("fk_title_beginnings_idea_id_ideas")
        ),
        sa.PrimaryKeyConstraint("beginning", "idea_id", name=op.f("pk_title_beginnings")),
        sqlite_with_rowid=False,
    )
    _fill(table)
    op.create_index("ix_title_beginnings_idea", "title_beginnings", ["idea_id"], unique=False)


def downgrade() -> None:
    """Go down."""
    op.drop_table("title_beginnings")


def _fill(table: sa.Table) -> None:
    key = INDEXED[op.get_bind().dialect.name]
    found = f"SELECT id, title FROM ideas WHERE id IN (SELECT {key} FROM idea_search) ORDER BY id"
    titles = op.get_bind().execute(sa.text(found)).all()
    for start in range(0, len(titles), BATCH):
        rows = [
            {"beginning": beginning, "idea_id": idea_id}
            for idea_id, title in titles[start : start + BATCH]
            for beginning in _beginnings_of(title)
        ]
        if rows:
            op.bulk_insert(table, rows)


def _beginnings_of(title: str) -> list[str]:
    """As the site made them when this was written."""
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", title).casefold())
    bare = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return list(dict.fromkeys(word[:4] for word in WORD.findall(bare)))
