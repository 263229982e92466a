"""Tables of ``ideas.moderation``."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    op.create_table(
        "staff_picks",
        sa.Column("idea_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("picked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_staff_picks_by_id_people")),
        sa.ForeignKeyConstraint(
            ["idea_id"], ["ideas.id"], name=op.f("fk_staff_picks_idea_id_ideas")
        ),
        sa.PrimaryKeyConstraint("idea_id", name=op.f("pk_staff_picks")),
    )
    op.create_index("ix_staff_picks_newest", "staff_picks", ["picked_at", "idea_id"], unique=False)


def downgrade() -> None:
    """Go down."""
    op.drop_table("staff_picks")
