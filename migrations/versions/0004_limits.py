"""Tables of ``ideas.limits``."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    op.create_table(
        "limit_counts",
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("count", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("action", "key", "ends_at", name=op.f("pk_limit_counts")),
    )
    op.create_index("ix_limit_counts_ends", "limit_counts", ["ends_at"], unique=False)


def downgrade() -> None:
    """Go down."""
    op.drop_table("limit_counts")
