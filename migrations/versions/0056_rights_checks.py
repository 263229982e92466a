"""Rights checks: who looked whether an idea touches what belongs to others."""

import sqlalchemy as sa
from alembic import op

revision = "0056"
down_revision = "0055"
branch_labels = None
depends_on = None

OPEN = sa.text("decided_at IS NULL")


def upgrade() -> None:
    """Go up."""
    whole, moment = sa.BigInteger().with_variant(sa.Integer(), "sqlite"), sa.DateTime(timezone=True)
    op.create_table(
        "rights_checks",
        sa.Column("id", whole, nullable=False),
        sa.Column("idea_id", whole, nullable=False),
        sa.Column("tier", whole, nullable=True),
        sa.Column("asked_by_id", whole, nullable=True),
        sa.Column("asked_at", moment, nullable=False),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("decided_by_id", whole, nullable=True),
        sa.Column("decided_at", moment, nullable=True),
        sa.CheckConstraint(
            "outcome IN ('clear', 'licensed', 'conflict')",
            name=op.f("ck_rights_checks_outcome_known"),
        ),
        sa.CheckConstraint(
            "(decided_at IS NULL) = (outcome IS NULL) "
            "AND (decided_at IS NULL) = (decided_by_id IS NULL)",
            name=op.f("ck_rights_checks_decided_somehow"),
        ),
        sa.ForeignKeyConstraint(
            ["idea_id"], ["ideas.id"], name=op.f("fk_rights_checks_idea_id_ideas")
        ),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["people.id"], name=op.f("fk_rights_checks_asked_by_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["people.id"], name=op.f("fk_rights_checks_decided_by_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rights_checks")),
    )
    where = {"sqlite_where": OPEN, "postgresql_where": OPEN}
    op.create_index(
        "ix_rights_checks_open_once", "rights_checks", ["idea_id"], unique=True, **where
    )
    op.create_index("ix_rights_checks_waiting", "rights_checks", ["asked_at", "id"], **where)
    op.create_index("ix_rights_checks_idea", "rights_checks", ["idea_id", "id"])


def downgrade() -> None:
    """Go down."""
    op.drop_table("rights_checks")
