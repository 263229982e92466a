"""Claims: who looks at what on the desk."""

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    whole = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "claims",
        sa.Column("person_id", whole, nullable=False),
        sa.Column("idea_id", whole, nullable=True),
        sa.Column("report_id", whole, nullable=True),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(idea_id IS NULL) <> (report_id IS NULL)", name=op.f("ck_claims_one_thing")
        ),
        sa.ForeignKeyConstraint(["idea_id"], ["ideas.id"], name=op.f("fk_claims_idea_id_ideas")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_claims_person_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["report_id"],
            ["reports.id"],
            name=op.f("fk_claims_report_id_reports"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_claims")),
        sa.UniqueConstraint("idea_id", name=op.f("uq_claims_idea_id")),
        sa.UniqueConstraint("report_id", name=op.f("uq_claims_report_id")),
    )


def downgrade() -> None:
    """Go down."""
    op.drop_table("claims")
