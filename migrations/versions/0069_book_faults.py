"""What was found when the royalties' books were added up again."""

import sqlalchemy as sa
from alembic import op

revision = "0069"
down_revision = "0068"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Go up."""
    op.create_table(
        "book_faults",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("faults", sa.JSON(), nullable=False),
        sa.Column("seen_by_id", WHOLE, nullable=True),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(seen_by_id IS NULL) = (seen_at IS NULL)", name=op.f("ck_book_faults_seen_by_somebody")
        ),
        sa.ForeignKeyConstraint(
            ["seen_by_id"], ["people.id"], name=op.f("fk_book_faults_seen_by_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_book_faults")),
    )
    op.create_index("ix_book_faults_seen", "book_faults", ["seen_at", "id"])


def downgrade() -> None:
    """Go down."""
    op.drop_table("book_faults")
