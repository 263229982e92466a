"""Tables of ``ideas.voting.referrals``."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    op.create_table(
        "referrals",
        sa.Column("idea_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("seen_on", sa.Date(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("visits", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("votes", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "channel IN ('link', 'share', 'qr', 'badge', 'post', 'message', 'mail', 'video', 'site', 'web', 'direct')",
            name=op.f("ck_referrals_channel_known"),
        ),
        sa.CheckConstraint("visits >= 0 AND votes >= 0", name=op.f("ck_referrals_numbers_count")),
        sa.ForeignKeyConstraint(
            ["idea_id"], ["ideas.id"], name=op.f("fk_referrals_idea_id_ideas")
        ),
        sa.PrimaryKeyConstraint("idea_id", "seen_on", "channel", name=op.f("pk_referrals")),
    )


def downgrade() -> None:
    """Go down."""
    op.drop_table("referrals")
