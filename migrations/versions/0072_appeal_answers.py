"""What is said to whoever appealed about their vote."""

import sqlalchemy as sa
from alembic import op

revision = "0072"
down_revision = "0071"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    op.add_column("appeals", sa.Column("answer", sa.JSON(), server_default="{}", nullable=False))


def downgrade() -> None:
    """Go down."""
    with op.batch_alter_table("appeals") as batch_op:
        batch_op.drop_column("answer")
