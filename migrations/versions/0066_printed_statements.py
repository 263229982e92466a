"""What statements say besides figures stays as it was on the day they were made."""

import sqlalchemy as sa
from alembic import op

revision = "0066"
down_revision = "0065"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up; older settlements say what their agreement says today."""
    op.add_column(
        "settlements", sa.Column("printed", sa.JSON(), server_default="{}", nullable=False)
    )


def downgrade() -> None:
    """Go down."""
    op.drop_column("settlements", "printed")
