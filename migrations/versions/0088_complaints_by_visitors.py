"""A visitor who reported something can complain, and a report opened again is not another one."""

import sqlalchemy as sa
from alembic import op

revision = "0088"
down_revision = "0087"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Go up."""
    with op.batch_alter_table("reports") as batch_op:
        batch_op.add_column(sa.Column("again_of_id", WHOLE, nullable=True))
        batch_op.create_foreign_key(
            op.f("fk_reports_again_of_id_reports"), "reports", ["again_of_id"], ["id"]
        )
    op.create_index("ix_reports_again", "reports", ["again_of_id"])
    with op.batch_alter_table("complaints") as batch_op:
        batch_op.alter_column("person_id", existing_type=WHOLE, nullable=True)
    op.create_table(
        "complaint_contacts",
        sa.Column("complaint_id", WHOLE, nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["complaint_id"],
            ["complaints.id"],
            name=op.f("fk_complaint_contacts_complaint_id_complaints"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("complaint_id", name=op.f("pk_complaint_contacts")),
    )
    op.create_index("ix_complaint_contacts_address", "complaint_contacts", ["address"])


def downgrade() -> None:
    """Go down: complaints by visitors are forgotten."""
    op.drop_table("complaint_contacts")
    op.execute("DELETE FROM complaints WHERE person_id IS NULL")
    with op.batch_alter_table("complaints") as batch_op:
        batch_op.alter_column("person_id", existing_type=WHOLE, nullable=False)
    op.drop_index("ix_reports_again", "reports")
    with op.batch_alter_table("reports") as batch_op:
        batch_op.drop_constraint(op.f("fk_reports_again_of_id_reports"), type_="foreignkey")
        batch_op.drop_column("again_of_id")
