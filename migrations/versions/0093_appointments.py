"""Two admins give a role: what one proposes waits for another."""

import sqlalchemy as sa
from alembic import op

revision = "0093"
down_revision = "0092"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
ROLES = "role IN ('moderator', 'reviewer', 'finance', 'admin', 'juror')"
WAITING = sa.text("approved_at IS NULL")


def upgrade() -> None:
    """Go up."""
    op.create_table(
        "appointments",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("person_id", WHOLE, nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("gives", sa.Boolean(), nullable=False),
        sa.Column("proposed_by_id", WHOLE, nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("approved_by_id", WHOLE, nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(ROLES, name=op.f("ck_appointments_role_known")),
        sa.CheckConstraint(
            "approved_by_id <> proposed_by_id", name=op.f("ck_appointments_four_eyes")
        ),
        sa.CheckConstraint(
            "(approved_by_id IS NULL) = (approved_at IS NULL)",
            name=op.f("ck_appointments_approved_by_somebody"),
        ),
        *(
            sa.ForeignKeyConstraint(
                [column], ["people.id"], name=op.f(f"fk_appointments_{column}_people")
            )
            for column in ("approved_by_id", "person_id", "proposed_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appointments")),
    )
    op.create_index("ix_appointments_by", "appointments", ["proposed_by_id"])
    op.create_index(
        "ix_appointments_once",
        "appointments",
        ["person_id", "role"],
        unique=True,
        sqlite_where=WAITING,
        postgresql_where=WAITING,
    )


def downgrade() -> None:
    """Go down: what waited for a second admin is forgotten."""
    op.drop_table("appointments")
