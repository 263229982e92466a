"""Payees' details and bank accounts, encrypted."""

import sqlalchemy as sa
from alembic import op

revision = "0079"
down_revision = "0078"
branch_labels = None
depends_on = None

TRIGGERS = (
    (
        "payee_details_stay",
        "UPDATE",
        "payee_details",
        "NEW.person_id <> OLD.person_id OR NEW.kind <> OLD.kind OR NEW.country <> OLD.country OR NEW.told_at <> OLD.told_at",
        "what a payee told stays as it was told",
    ),
    (
        "bank_accounts_decided_once",
        "UPDATE",
        "bank_accounts",
        "NEW.person_id <> OLD.person_id OR NEW.typed_at <> OLD.typed_at OR NEW.usable_at <> OLD.usable_at OR (OLD.state <> 'waiting' AND NEW.state <> OLD.state)",
        "a bank account is decided about once",
    ),
    (
        "bank_accounts_starts_waiting",
        "INSERT",
        "bank_accounts",
        "NEW.state <> 'waiting'",
        "a bank account waits to be approved",
    ),
)
"""Name, verb, table, condition, and what is said."""

WAITS = {
    "sqlite": "usable_at >= strftime('%Y-%m-%d %H:%M:%S', typed_at, '+48 hours')",
    "postgresql": "usable_at >= typed_at + interval '48 hours'",
}


def upgrade() -> None:
    """Go up."""
    whole = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "payee_details",
        sa.Column("id", whole, nullable=False),
        sa.Column("person_id", whole, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("country", sa.Text(), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind IN ('person', 'company')", name=op.f("ck_payee_details_kind_known")
        ),
        sa.CheckConstraint("length(country) = 2", name=op.f("ck_payee_details_country_is_a_code")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_payee_details_person_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payee_details")),
    )
    op.create_index("ix_payee_details_person", "payee_details", ["person_id", "id"])
    op.create_table(
        "bank_accounts",
        sa.Column("id", whole, nullable=False),
        sa.Column("person_id", whole, nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("typed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("usable_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by_id", whole, nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(state IN ('approved', 'refused')) = (decided_by_id IS NOT NULL)",
            name=op.f("ck_bank_accounts_decided_by_somebody"),
        ),
        sa.CheckConstraint(
            "state <> 'refused' OR trim(reason) <> ''",
            name=op.f("ck_bank_accounts_refused_with_reason"),
        ),
        sa.CheckConstraint(
            "state IN ('waiting', 'approved', 'refused', 'withdrawn')",
            name=op.f("ck_bank_accounts_state_known"),
        ),
        sa.CheckConstraint(
            WAITS[op.get_bind().dialect.name], name=op.f("ck_bank_accounts_waits")
        ),
        sa.CheckConstraint(
            "(decided_by_id IS NULL) = (decided_at IS NULL)",
            name=op.f("ck_bank_accounts_decided_at_once"),
        ),
        sa.CheckConstraint("decided_by_id <> person_id", name=op.f("ck_bank_accounts_four_eyes")),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["people.id"], name=op.f("fk_bank_accounts_decided_by_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_bank_accounts_person_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_accounts")),
    )
    op.create_index("ix_bank_accounts_person", "bank_accounts", ["person_id", "id"])
    op.create_index(
        "uq_bank_accounts_waiting",
        "bank_accounts",
        ["person_id"],
        unique=True,
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
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
    op.drop_table("bank_accounts")
    op.drop_table("payee_details")
    if op.get_bind().dialect.name == "postgresql":
        for name, *_ in TRIGGERS:
            op.execute(f"DROP FUNCTION {name}()")
