"""Tables of ``ideas.royalties.payments``."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

DDL = {
    "sqlite": [
        "CREATE TRIGGER payments_stays_on_update BEFORE UPDATE ON payments WHEN "
        "OLD.sent_at IS NOT NULL BEGIN SELECT RAISE(ABORT, 'a payment stays as it is'); "
        "END",
        "CREATE TRIGGER payments_stays_on_delete BEFORE DELETE ON payments WHEN true "
        "BEGIN SELECT RAISE(ABORT, 'a payment stays as it is'); END",
    ],
    "postgresql": [
        "CREATE OR REPLACE FUNCTION payments_stays_on_update() RETURNS trigger LANGUAGE "
        "plpgsql AS $$ BEGIN IF OLD.sent_at IS NOT NULL THEN RAISE EXCEPTION 'a payment "
        "stays as it is'; END IF; RETURN COALESCE(NEW, OLD); END $$",
        "CREATE TRIGGER payments_stays_on_update BEFORE UPDATE ON payments FOR EACH ROW "
        "EXECUTE FUNCTION payments_stays_on_update()",
        "CREATE OR REPLACE FUNCTION payments_stays_on_delete() RETURNS trigger LANGUAGE "
        "plpgsql AS $$ BEGIN IF true THEN RAISE EXCEPTION 'a payment stays as it is'; "
        "END IF; RETURN COALESCE(NEW, OLD); END $$",
        "CREATE TRIGGER payments_stays_on_delete BEFORE DELETE ON payments FOR EACH ROW "
        "EXECUTE FUNCTION payments_stays_on_delete()",
    ],
}

FUNCTIONS = (
    "payments_stays_on_update",
    "payments_stays_on_delete",
)


def upgrade() -> None:
    """Go up."""
    op.create_table(
        "payments",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column(
            "person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("share_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "statement_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("amount", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column(
            "proposed_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "confirmed_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(kind = 'royalty') = (statement_id IS NOT NULL)",
            name=op.f("ck_payments_royalty_of_statement"),
        ),
        sa.CheckConstraint("kind IN ('royalty', 'advance')", name=op.f("ck_payments_kind_known")),
        sa.CheckConstraint(
            "(confirmed_by_id IS NULL) = (sent_at IS NULL)",
            name=op.f("ck_payments_sent_by_somebody"),
        ),
        sa.CheckConstraint("amount > 0", name=op.f("ck_payments_amount_counts")),
        sa.CheckConstraint("confirmed_by_id <> person_id", name=op.f("ck_payments_not_to_oneself")),
        sa.CheckConstraint("confirmed_by_id <> proposed_by_id", name=op.f("ck_payments_four_eyes")),
        sa.ForeignKeyConstraint(
            ["confirmed_by_id"], ["people.id"], name=op.f("fk_payments_confirmed_by_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_payments_person_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"], ["people.id"], name=op.f("fk_payments_proposed_by_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["share_id"], ["shares.id"], name=op.f("fk_payments_share_id_shares")
        ),
        sa.ForeignKeyConstraint(
            ["statement_id"], ["statements.id"], name=op.f("fk_payments_statement_id_statements")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payments")),
        sa.UniqueConstraint("statement_id", name=op.f("uq_payments_statement_id")),
    )
    op.create_index("ix_payments_person", "payments", ["person_id", "id"], unique=False)
    op.create_index(
        "uq_payments_advance",
        "payments",
        ["share_id"],
        unique=True,
        sqlite_where=sa.text("kind = 'advance'"),
        postgresql_where=sa.text("kind = 'advance'"),
    )
    for statement in DDL[op.get_bind().dialect.name]:
        op.execute(sa.text(statement.replace(":", r"\:")))


def downgrade() -> None:
    """Go down."""
    op.drop_table("payments")
    if op.get_bind().dialect.name == "postgresql":
        for function in FUNCTIONS:
            op.execute(f"DROP FUNCTION {function}()")
