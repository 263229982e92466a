"""Counts that were wrong, an alarm until somebody has looked."""

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    whole = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "miscounts",
        sa.Column("id", whole, nullable=False),
        sa.Column("idea_id", whole, nullable=False),
        sa.Column("was", sa.JSON(), nullable=False),
        sa.Column("counted", sa.JSON(), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seen_by_id", whole, nullable=True),
        sa.CheckConstraint(
            "(seen_at IS NULL) = (seen_by_id IS NULL)", name=op.f("ck_miscounts_seen_by_somebody")
        ),
        sa.ForeignKeyConstraint(["idea_id"], ["ideas.id"], name=op.f("fk_miscounts_idea_id_ideas")),
        sa.ForeignKeyConstraint(
            ["seen_by_id"], ["people.id"], name=op.f("fk_miscounts_seen_by_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_miscounts")),
    )
    op.create_index(
        "ix_miscounts_unseen",
        "miscounts",
        ["id"],
        unique=False,
        sqlite_where=sa.text("seen_at IS NULL"),
        postgresql_where=sa.text("seen_at IS NULL"),
    )


def downgrade() -> None:
    """Go down."""
    op.drop_table("miscounts")
