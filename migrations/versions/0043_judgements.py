"""Judgements: what moderators decided, before it takes effect."""

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None

OPEN = sa.text("ended_at IS NULL")


def upgrade() -> None:
    """Go up."""
    whole = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "judgements",
        sa.Column("id", whole, nullable=False),
        sa.Column("idea_id", whole, nullable=True),
        sa.Column("report_id", whole, nullable=True),
        sa.Column("ruling", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("sentence", sa.JSON(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("by_id", whole, nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ending", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "(ended_at IS NULL) = (ending IS NULL)", name=op.f("ck_judgements_ended_somehow")
        ),
        sa.CheckConstraint(
            "(idea_id IS NULL) <> (report_id IS NULL)", name=op.f("ck_judgements_one_thing")
        ),
        sa.CheckConstraint(
            "ending IN ('done', 'undone', 'lapsed')", name=op.f("ck_judgements_ending_known")
        ),
        sa.CheckConstraint(
            "ruling IN ('publish', 'return', 'decline', 'keep', 'remove')",
            name=op.f("ck_judgements_ruling_known"),
        ),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_judgements_by_id_people")),
        sa.ForeignKeyConstraint(
            ["idea_id"], ["ideas.id"], name=op.f("fk_judgements_idea_id_ideas")
        ),
        sa.ForeignKeyConstraint(
            ["report_id"],
            ["reports.id"],
            name=op.f("fk_judgements_report_id_reports"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_judgements")),
    )
    _index("ix_judgements_idea_once", "idea_id", is_unique=True)
    _index("ix_judgements_report_once", "report_id", is_unique=True)
    _index("ix_judgements_due", "due_at", is_unique=False)
    op.create_index("ix_judgements_report", "judgements", ["report_id"], unique=False)
    op.create_index("ix_judgements_made", "judgements", ["made_at", "by_id"], unique=False)


def _index(name: str, column: str, *, is_unique: bool) -> None:
    where = {"sqlite_where": OPEN, "postgresql_where": OPEN}
    op.create_index(name, "judgements", [column], unique=is_unique, **where)


def downgrade() -> None:
    """Go down."""
    op.drop_table("judgements")
