"""An idea may state its facts."""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    op.add_column("ideas", sa.Column("specs", sa.Text(), server_default="", nullable=False))


def downgrade() -> None:
    """Go down."""
    op.drop_column("ideas", "specs")
