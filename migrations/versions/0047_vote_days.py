"""The roll-up of votes by day."""

import sqlalchemy as sa
from alembic import op

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    whole = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "vote_curves",
        sa.Column("idea_id", whole, nullable=False),
        sa.Column("campaign_id", whole, nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("votes", whole, nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("days", sa.JSON(), nullable=False),
        sa.Column("sums", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["idea_id"], ["ballots.idea_id"], name=op.f("fk_vote_curves_idea_id_ballots")
        ),
        sa.PrimaryKeyConstraint("idea_id", name=op.f("pk_vote_curves")),
    )
    op.create_index(
        "ix_vote_curves_votes",
        "vote_curves",
        ["campaign_id", "votes", "closed_on", "idea_id"],
        unique=False,
    )
    op.create_table(
        "vote_days",
        sa.Column("idea_id", whole, nullable=False),
        sa.Column("cast_on", sa.Date(), nullable=False),
        sa.Column("votes", whole, nullable=False),
        sa.CheckConstraint("votes > 0", name=op.f("ck_vote_days_votes_count")),
        sa.ForeignKeyConstraint(
            ["idea_id"], ["ballots.idea_id"], name=op.f("fk_vote_days_idea_id_ballots")
        ),
        sa.PrimaryKeyConstraint("idea_id", "cast_on", name=op.f("pk_vote_days")),
    )
    op.create_index("ix_vote_days_cast_on", "vote_days", ["cast_on", "idea_id", "votes"], unique=False)


def downgrade() -> None:
    """Go down."""
    op.drop_table("vote_days")
    op.drop_table("vote_curves")
