"""Ideas are found by their campaign."""

from alembic import op

revision = "0063"
down_revision = "0062"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    op.create_index("ix_ideas_campaign", "ideas", ["campaign_id", "stage", "id"])


def downgrade() -> None:
    """Go down."""
    op.drop_index("ix_ideas_campaign", "ideas")
