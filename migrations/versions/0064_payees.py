"""What finance enters of payees: withholding rates and tax forms."""

import sqlalchemy as sa
from alembic import op

revision = "0064"
down_revision = "0063"
branch_labels = None
depends_on = None

TRIGGERS = (
    ("withholdings_no_update", "UPDATE", "withholdings", "true", "withholdings is append-only"),
    ("withholdings_no_delete", "DELETE", "withholdings", "true", "withholdings is append-only"),
    (
        "withholdings_not_when_closed",
        "INSERT",
        "withholdings",
        "EXISTS (SELECT 1 FROM periods WHERE state = 'closed' AND ends_on >= NEW.from_on)",
        "the period is closed",
    ),
    ("tax_forms_no_update", "UPDATE", "tax_forms", "true", "tax_forms is append-only"),
    ("tax_forms_no_delete", "DELETE", "tax_forms", "true", "tax_forms is append-only"),
)
"""Name, verb, table, condition, and what is said."""


def upgrade() -> None:
    """Go up."""
    whole = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "withholdings",
        sa.Column("id", whole, nullable=False),
        sa.Column("person_id", whole, nullable=False),
        sa.Column("rate_bp", whole, nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("entered_by_id", whole, nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("trim(reason) <> ''", name=op.f("ck_withholdings_reason_written")),
        sa.CheckConstraint("entered_by_id <> person_id", name=op.f("ck_withholdings_not_ones_own")),
        sa.CheckConstraint(
            "rate_bp BETWEEN 0 AND 10000", name=op.f("ck_withholdings_rate_is_a_part")
        ),
        sa.ForeignKeyConstraint(
            ["entered_by_id"], ["people.id"], name=op.f("fk_withholdings_entered_by_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_withholdings_person_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_withholdings")),
    )
    op.create_index("ix_withholdings_person", "withholdings", ["person_id", "from_on", "id"])
    op.create_table(
        "tax_forms",
        sa.Column("id", whole, nullable=False),
        sa.Column("person_id", whole, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("entered_by_id", whole, nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind IN ('residence', 'exemption', 'self_declared', 'other')",
            name=op.f("ck_tax_forms_kind_known"),
        ),
        sa.CheckConstraint("ends_on >= received_on", name=op.f("ck_tax_forms_days_in_order")),
        sa.CheckConstraint("entered_by_id <> person_id", name=op.f("ck_tax_forms_not_ones_own")),
        sa.ForeignKeyConstraint(
            ["entered_by_id"], ["people.id"], name=op.f("fk_tax_forms_entered_by_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_tax_forms_person_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tax_forms")),
    )
    op.create_index("ix_tax_forms_ends", "tax_forms", ["ends_on"])
    op.create_index("ix_tax_forms_person", "tax_forms", ["person_id", "id"])
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
    op.drop_table("tax_forms")
    op.drop_table("withholdings")
    if op.get_bind().dialect.name == "postgresql":
        for name, *_ in TRIGGERS:
            op.execute(f"DROP FUNCTION {name}()")
