"""Complaints about reports that led to nothing."""

import sqlalchemy as sa
from alembic import op

revision = "0071"
down_revision = "0070"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    whole = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "complaints",
        sa.Column("id", whole, nullable=False),
        sa.Column("report_id", whole, nullable=False),
        sa.Column("person_id", whole, nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("answer", sa.JSON(), nullable=False),
        sa.Column("decided_by_id", whole, nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "outcome IN ('upheld', 'dismissed')", name=op.f("ck_complaints_outcome_known")
        ),
        sa.CheckConstraint(
            "(decided_at IS NULL) = (outcome IS NULL) "
            "AND (decided_at IS NULL) = (decided_by_id IS NULL)",
            name=op.f("ck_complaints_decided_by_somebody"),
        ),
        sa.CheckConstraint("decided_by_id <> person_id", name=op.f("ck_complaints_not_ones_own")),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["people.id"], name=op.f("fk_complaints_decided_by_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_complaints_person_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["report_id"], ["reports.id"], name=op.f("fk_complaints_report_id_reports")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaints")),
        sa.UniqueConstraint("report_id", name=op.f("uq_complaints_report_id")),
    )
    open_ = sa.text("decided_at IS NULL")
    op.create_index(
        "ix_complaints_open", "complaints", ["id"], sqlite_where=open_, postgresql_where=open_
    )
    op.create_index("ix_complaints_person", "complaints", ["person_id", "id"])


def downgrade() -> None:
    """Go down."""
    op.drop_table("complaints")
