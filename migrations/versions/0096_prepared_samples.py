"""What the tuner tries proposals on, read by the worker; the marks of roll-ups are not needed."""

import sqlalchemy as sa
from alembic import op

revision = "0096"
down_revision = "0095"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Go up."""
    _create(
        "prepared_samples",
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("number", WHOLE, nullable=False),
        sa.Column("ideas", sa.JSON(), nullable=False),
    )
    op.drop_table("roll_ups")


def _create(table: str, *columns: sa.Column) -> None:
    op.create_table(
        table,
        sa.Column("campaign_id", WHOLE, nullable=False),
        sa.Column("mark", sa.Text(), nullable=False),
        *columns,
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaigns.id"], name=op.f(f"fk_{table}_campaign_id_campaigns")
        ),
        sa.PrimaryKeyConstraint("campaign_id", name=op.f(f"pk_{table}")),
    )


def downgrade() -> None:
    """Go down."""
    _create("roll_ups", sa.Column("made_at", sa.DateTime(timezone=True), nullable=False))
    op.drop_table("prepared_samples")
