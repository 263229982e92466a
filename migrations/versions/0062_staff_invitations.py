"""Invitations to the staff."""

import sqlalchemy as sa
from alembic import op

revision = "0062"
down_revision = "0061"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    whole = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "staff_invitations",
        sa.Column("mark", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("invited_by_id", whole, nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "role IN ('moderator', 'reviewer', 'finance', 'admin', 'juror')",
            name=op.f("ck_staff_invitations_role_known"),
        ),
        sa.CheckConstraint(
            "address = lower(address)", name=op.f("ck_staff_invitations_address_folded")
        ),
        sa.ForeignKeyConstraint(
            ["invited_by_id"], ["people.id"], name=op.f("fk_staff_invitations_invited_by_id_people")
        ),
        sa.PrimaryKeyConstraint("mark", name=op.f("pk_staff_invitations")),
        sa.UniqueConstraint("address", "role", name=op.f("uq_staff_invitations_address_role")),
    )
    op.create_index("ix_staff_invitations_by", "staff_invitations", ["invited_by_id"])


def downgrade() -> None:
    """Go down."""
    op.drop_table("staff_invitations")
