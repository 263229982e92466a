"""Addresses that voted and left."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    op.create_table(
        "spent_addresses",
        sa.Column("idea_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["idea_id"], ["ballots.idea_id"], name=op.f("fk_spent_addresses_idea_id_ballots")
        ),
        sa.PrimaryKeyConstraint("idea_id", "fingerprint", name=op.f("pk_spent_addresses")),
    )


def downgrade() -> None:
    """Go down."""
    op.drop_table("spent_addresses")
