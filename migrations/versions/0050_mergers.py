"""Mergers: ideas that were decided to be one."""

import sqlalchemy as sa
from alembic import op

revision = "0050"
down_revision = "0049"
branch_labels = None
depends_on = None

OPEN = sa.text("state IN ('proposed', 'waiting', 'merged')")
WAITING = sa.text("state = 'waiting'")


def upgrade() -> None:
    """Go up."""
    whole, moment = sa.BigInteger().with_variant(sa.Integer(), "sqlite"), sa.DateTime(timezone=True)
    op.create_table(
        "mergers",
        sa.Column("id", whole, nullable=False),
        sa.Column("child_id", whole, nullable=False),
        sa.Column("parent_id", whole, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("sentence", sa.JSON(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("needs_two", sa.Boolean(), nullable=False),
        sa.Column("has_credit", sa.Boolean(), nullable=False),
        sa.Column("proposed_by_id", whole, nullable=False),
        sa.Column("proposed_at", moment, nullable=False),
        sa.Column("confirmed_by_id", whole, nullable=True),
        sa.Column("due_at", moment, nullable=True),
        sa.Column("merged_at", moment, nullable=True),
        sa.Column("ended_by_id", whole, nullable=True),
        sa.Column("ended_at", moment, nullable=True),
        sa.CheckConstraint(
            "state IN ('proposed', 'waiting', 'merged', 'separated', 'taken_back', 'lapsed')",
            name=op.f("ck_mergers_state_known"),
        ),
        sa.CheckConstraint("child_id <> parent_id", name=op.f("ck_mergers_two_ideas")),
        sa.CheckConstraint(
            "state <> 'waiting' OR due_at IS NOT NULL", name=op.f("ck_mergers_waiting_says_until")
        ),
        sa.CheckConstraint(
            "NOT needs_two OR state IN ('proposed', 'taken_back', 'lapsed') "
            "OR (confirmed_by_id IS NOT NULL AND confirmed_by_id <> proposed_by_id)",
            name=op.f("ck_mergers_two_people"),
        ),
        *(
            sa.ForeignKeyConstraint([column], [key], name=op.f(name))
            for column, key, name in (
                ("child_id", "ideas.id", "fk_mergers_child_id_ideas"),
                ("parent_id", "ideas.id", "fk_mergers_parent_id_ideas"),
                ("proposed_by_id", "people.id", "fk_mergers_proposed_by_id_people"),
                ("confirmed_by_id", "people.id", "fk_mergers_confirmed_by_id_people"),
                ("ended_by_id", "people.id", "fk_mergers_ended_by_id_people"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mergers")),
    )
    _index("ix_mergers_child_once", "child_id", OPEN, is_unique=True)
    _index("ix_mergers_due", "due_at", WAITING)
    op.create_index("ix_mergers_state", "mergers", ["state", "id"])


def _index(name: str, column: str, where: sa.TextClause, *, is_unique: bool = False) -> None:
    some = {"sqlite_where": where, "postgresql_where": where}
    op.create_index(name, "mergers", [column], unique=is_unique, **some)


def downgrade() -> None:
    """Go down."""
    op.drop_table("mergers")
