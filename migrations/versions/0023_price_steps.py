"""The prices voters are asked about become a term of the campaign."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

USUAL_STEPS = "[1000, 2000, 3500, 5000, 8000, 12000]"


def upgrade() -> None:
    """Go up."""
    op.add_column(
        "terms", sa.Column("price_steps", sa.JSON(), server_default=USUAL_STEPS, nullable=False)
    )


def downgrade() -> None:
    """Go down."""
    op.drop_column("terms", "price_steps")
