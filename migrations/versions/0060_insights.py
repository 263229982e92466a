"""Figures for the staff, rolled up."""

import sqlalchemy as sa
from alembic import op

revision = "0060"
down_revision = "0059"
branch_labels = None
depends_on = None

KINDS = (
    "figure IN ('visits', 'votes', 'arrived', 'made', 'spells', 'median', 'slow', 'voters', "
    "'one_vote', 'waiting', 'oldest', 'decided', 'in_time', 'seen', 'cast', 'reason', 'tag', "
    "'tag_of_all', 'shape_refused', 'shape_published')"
)


def upgrade() -> None:
    """Go up."""
    whole = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "insight_figures",
        sa.Column("figure", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("figured_on", sa.Date(), nullable=False),
        sa.Column("number", whole, nullable=False),
        sa.CheckConstraint(KINDS, name=op.f("ck_insight_figures_figure_known")),
        sa.PrimaryKeyConstraint(
            "figure", "about", "figured_on", name=op.f("pk_insight_figures")
        ),
    )
    op.create_index("ix_insight_days", "insight_figures", ["figured_on"])


def downgrade() -> None:
    """Go down."""
    op.drop_table("insight_figures")
