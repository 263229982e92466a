"""Reports by visitors without an account, and how much to heed a report."""

import sqlalchemy as sa
from alembic import op

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
BOUNDS = "ck_reports_weight_bounds"


def upgrade() -> None:
    """Go up."""
    with op.batch_alter_table("reports") as batch_op:
        batch_op.add_column(sa.Column("weight", WHOLE, server_default="1", nullable=False))
        batch_op.alter_column("person_id", existing_type=WHOLE, nullable=True)
        batch_op.create_check_constraint(op.f(BOUNDS), "weight BETWEEN 0 AND 2")
    op.create_table(
        "report_contacts",
        sa.Column("report_id", WHOLE, nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["report_id"],
            ["reports.id"],
            name=op.f("fk_report_contacts_report_id_reports"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("report_id", name=op.f("pk_report_contacts")),
    )
    op.create_index("ix_report_contacts_address", "report_contacts", ["address"])


def downgrade() -> None:
    """Go down: what visitors reported is forgotten."""
    op.drop_table("report_contacts")
    op.execute(
        "DELETE FROM judgements WHERE report_id IN (SELECT id FROM reports WHERE person_id IS NULL)"
    )
    op.execute(
        "DELETE FROM claims WHERE report_id IN (SELECT id FROM reports WHERE person_id IS NULL)"
    )
    op.execute("DELETE FROM reports WHERE person_id IS NULL")
    with op.batch_alter_table("reports") as batch_op:
        batch_op.drop_constraint(op.f(BOUNDS), type_="check")
        batch_op.alter_column("person_id", existing_type=WHOLE, nullable=False)
        batch_op.drop_column("weight")
