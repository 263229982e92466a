"""What finance says lies apart for creators."""

import sqlalchemy as sa
from alembic import op

revision = "0081"
down_revision = "0080"
branch_labels = None
depends_on = None

TRIGGERS = (
    ("ring_fences_no_update", "UPDATE", "ring_fences", "true", "ring_fences is append-only"),
    ("ring_fences_no_delete", "DELETE", "ring_fences", "true", "ring_fences is append-only"),
)
"""Name, verb, table, condition, and what is said."""


def upgrade() -> None:
    """Go up."""
    whole = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "ring_fences",
        sa.Column("id", whole, nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("amount", whole, nullable=False),
        sa.Column("counted_on", sa.Date(), nullable=False),
        sa.Column("entered_by_id", whole, nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("amount >= 0", name=op.f("ck_ring_fences_amount_counts")),
        sa.ForeignKeyConstraint(
            ["entered_by_id"], ["people.id"], name=op.f("fk_ring_fences_entered_by_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ring_fences")),
    )
    for trigger in TRIGGERS:
        _refuse(*trigger)


def _refuse(name: str, verb: str, table: str, when: str, say: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        raising = f"SELECT RAISE(ABORT, '{say}')"
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {verb} ON {table} WHEN {when} BEGIN {raising}; END"
        )
        return
    raising = f"IF {when} THEN RAISE EXCEPTION '{say}'; END IF; RETURN COALESCE(NEW, OLD);"
    op.execute(
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN {raising} END $$"
    )
    op.execute(
        f"CREATE TRIGGER {name} BEFORE {verb} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"
    )


def downgrade() -> None:
    """Go down."""
    op.drop_table("ring_fences")
    if op.get_bind().dialect.name == "postgresql":
        for name, *_ in TRIGGERS:
            op.execute(f"DROP FUNCTION {name}()")
