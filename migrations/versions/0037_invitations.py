"""Invitations to a team that were sent to an address."""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Go up."""
    op.create_table(
        "invitations",
        sa.Column("mark", sa.Text(), nullable=False),
        sa.Column("idea_id", NUMBER, nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("share_bp", NUMBER, nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "share_bp BETWEEN 0 AND 10000", name=op.f("ck_invitations_share_bounds")
        ),
        sa.CheckConstraint("address = lower(address)", name=op.f("ck_invitations_address_folded")),
        sa.ForeignKeyConstraint(
            ["idea_id"],
            ["ideas.id"],
            name=op.f("fk_invitations_idea_id_ideas"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("mark", name=op.f("pk_invitations")),
        sa.UniqueConstraint("idea_id", "address", name=op.f("uq_invitations_idea_id_address")),
    )
    op.create_index("ix_invitations_address", "invitations", ["address"], unique=False)


def downgrade() -> None:
    """Go down: who was asked by address must be asked again."""
    op.drop_table("invitations")
