"""Tables of ``ideas.royalties.settlements``."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

DDL = {
    "sqlite": [
        "CREATE TRIGGER adjustments_no_update BEFORE UPDATE ON adjustments WHEN true "
        "BEGIN SELECT RAISE(ABORT, 'adjustments is append-only'); END",
        "CREATE TRIGGER adjustments_no_delete BEFORE DELETE ON adjustments WHEN true "
        "BEGIN SELECT RAISE(ABORT, 'adjustments is append-only'); END",
        "CREATE TRIGGER adjustments_not_when_closed BEFORE INSERT ON adjustments WHEN "
        "EXISTS (SELECT 1 FROM periods WHERE id = NEW.period_id AND state = 'closed') "
        "BEGIN SELECT RAISE(ABORT, 'the period is closed'); END",
        "CREATE TRIGGER settlements_no_update BEFORE UPDATE ON settlements WHEN true "
        "BEGIN SELECT RAISE(ABORT, 'settlements is append-only'); END",
        "CREATE TRIGGER settlements_no_delete BEFORE DELETE ON settlements WHEN true "
        "BEGIN SELECT RAISE(ABORT, 'settlements is append-only'); END",
        "CREATE TRIGGER settlements_not_when_closed BEFORE INSERT ON settlements WHEN "
        "EXISTS (SELECT 1 FROM periods WHERE id = NEW.period_id AND state = 'closed') "
        "BEGIN SELECT RAISE(ABORT, 'the period is closed'); END",
        "CREATE TRIGGER settled_sales_no_update BEFORE UPDATE ON settled_sales WHEN "
        "true BEGIN SELECT RAISE(ABORT, 'settled_sales is append-only'); END",
        "CREATE TRIGGER settled_sales_no_delete BEFORE DELETE ON settled_sales WHEN "
        "true BEGIN SELECT RAISE(ABORT, 'settled_sales is append-only'); END",
        "CREATE TRIGGER statements_no_update BEFORE UPDATE ON statements WHEN true "
        "BEGIN SELECT RAISE(ABORT, 'statements is append-only'); END",
        "CREATE TRIGGER statements_no_delete BEFORE DELETE ON statements WHEN true "
        "BEGIN SELECT RAISE(ABORT, 'statements is append-only'); END",
    ],
    "postgresql": [
        "CREATE OR REPLACE FUNCTION adjustments_no_update() RETURNS trigger LANGUAGE "
        "plpgsql AS $$ BEGIN IF true THEN RAISE EXCEPTION 'adjustments is append-only'; "
        "END IF; RETURN COALESCE(NEW, OLD); END $$",
        "CREATE TRIGGER adjustments_no_update BEFORE UPDATE ON adjustments FOR EACH ROW "
        "EXECUTE FUNCTION adjustments_no_update()",
        "CREATE OR REPLACE FUNCTION adjustments_no_delete() RETURNS trigger LANGUAGE "
        "plpgsql AS $$ BEGIN IF true THEN RAISE EXCEPTION 'adjustments is append-only'; "
        "END IF; RETURN COALESCE(NEW, OLD); END $$",
        "CREATE TRIGGER adjustments_no_delete BEFORE DELETE ON adjustments FOR EACH ROW "
        "EXECUTE FUNCTION adjustments_no_delete()",
        "CREATE OR REPLACE FUNCTION adjustments_not_when_closed() RETURNS trigger "
        "LANGUAGE plpgsql AS $$ BEGIN IF EXISTS (SELECT 1 FROM periods WHERE id = "
        "NEW.period_id AND state = 'closed') THEN RAISE EXCEPTION 'the period is "
        "closed'; END IF; RETURN COALESCE(NEW, OLD); END $$",
        "CREATE TRIGGER adjustments_not_when_closed BEFORE INSERT ON adjustments FOR "
        "EACH ROW EXECUTE FUNCTION adjustments_not_when_closed()",
        "CREATE OR REPLACE FUNCTION settlements_no_update() RETURNS trigger LANGUAGE "
        "plpgsql AS $$ BEGIN IF true THEN RAISE EXCEPTION 'settlements is append-only'; "
        "END IF; RETURN COALESCE(NEW, OLD); END $$",
        "CREATE TRIGGER settlements_no_update BEFORE UPDATE ON settlements FOR EACH ROW "
        "EXECUTE FUNCTION settlements_no_update()",
        "CREATE OR REPLACE FUNCTION settlements_no_delete() RETURNS trigger LANGUAGE "
        "plpgsql AS $$ BEGIN IF true THEN RAISE EXCEPTION 'settlements is append-only'; "
        "END IF; RETURN COALESCE(NEW, OLD); END $$",
        "CREATE TRIGGER settlements_no_delete BEFORE DELETE ON settlements FOR EACH ROW "
        "EXECUTE FUNCTION settlements_no_delete()",
        "CREATE OR REPLACE FUNCTION settlements_not_when_closed() RETURNS trigger "
        "LANGUAGE plpgsql AS $$ BEGIN IF EXISTS (SELECT 1 FROM periods WHERE id = "
        "NEW.period_id AND state = 'closed') THEN RAISE EXCEPTION 'the period is "
        "closed'; END IF; RETURN COALESCE(NEW, OLD); END $$",
        "CREATE TRIGGER settlements_not_when_closed BEFORE INSERT ON settlements FOR "
        "EACH ROW EXECUTE FUNCTION settlements_not_when_closed()",
        "CREATE OR REPLACE FUNCTION settled_sales_no_update() RETURNS trigger LANGUAGE "
        "plpgsql AS $$ BEGIN IF true THEN RAISE EXCEPTION 'settled_sales is "
        "append-only'; END IF; RETURN COALESCE(NEW, OLD); END $$",
        "CREATE TRIGGER settled_sales_no_update BEFORE UPDATE ON settled_sales FOR EACH "
        "ROW EXECUTE FUNCTION settled_sales_no_update()",
        "CREATE OR REPLACE FUNCTION settled_sales_no_delete() RETURNS trigger LANGUAGE "
        "plpgsql AS $$ BEGIN IF true THEN RAISE EXCEPTION 'settled_sales is "
        "append-only'; END IF; RETURN COALESCE(NEW, OLD); END $$",
        "CREATE TRIGGER settled_sales_no_delete BEFORE DELETE ON settled_sales FOR EACH "
        "ROW EXECUTE FUNCTION settled_sales_no_delete()",
        "CREATE OR REPLACE FUNCTION statements_no_update() RETURNS trigger LANGUAGE "
        "plpgsql AS $$ BEGIN IF true THEN RAISE EXCEPTION 'statements is append-only'; "
        "END IF; RETURN COALESCE(NEW, OLD); END $$",
        "CREATE TRIGGER statements_no_update BEFORE UPDATE ON statements FOR EACH ROW "
        "EXECUTE FUNCTION statements_no_update()",
        "CREATE OR REPLACE FUNCTION statements_no_delete() RETURNS trigger LANGUAGE "
        "plpgsql AS $$ BEGIN IF true THEN RAISE EXCEPTION 'statements is append-only'; "
        "END IF; RETURN COALESCE(NEW, OLD); END $$",
        "CREATE TRIGGER statements_no_delete BEFORE DELETE ON statements FOR EACH ROW "
        "EXECUTE FUNCTION statements_no_delete()",
    ],
}

FUNCTIONS = (
    "adjustments_no_update",
    "adjustments_no_delete",
    "adjustments_not_when_closed",
    "settlements_no_update",
    "settlements_no_delete",
    "settlements_not_when_closed",
    "settled_sales_no_update",
    "settled_sales_no_delete",
    "statements_no_update",
    "statements_no_delete",
)


def upgrade() -> None:
    """Go up."""
    op.create_table(
        "adjustments",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "agreement_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "period_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("amount", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column(
            "made_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("nonce", sa.Text(), nullable=False),
        sa.CheckConstraint("trim(reason) <> ''", name=op.f("ck_adjustments_reason_written")),
        sa.CheckConstraint("amount <> 0", name=op.f("ck_adjustments_amount_counts")),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreements.id"], name=op.f("fk_adjustments_agreement_id_agreements")
        ),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["people.id"], name=op.f("fk_adjustments_made_by_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["period_id"], ["periods.id"], name=op.f("fk_adjustments_period_id_periods")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_adjustments")),
        sa.UniqueConstraint("nonce", name=op.f("uq_adjustments_nonce")),
    )
    op.create_index(
        "ix_adjustments_period", "adjustments", ["period_id", "agreement_id"], unique=False
    )
    op.create_table(
        "settlements",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "agreement_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "period_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("rate_bp", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("earned", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "reserve_held", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "reserve_released", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "adjustments", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("pool", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("disputable_until_on", sa.Date(), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "pool = earned - reserve_held + reserve_released + adjustments",
            name=op.f("ck_settlements_pool_adds_up"),
        ),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreements.id"], name=op.f("fk_settlements_agreement_id_agreements")
        ),
        sa.ForeignKeyConstraint(
            ["period_id"], ["periods.id"], name=op.f("fk_settlements_period_id_periods")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_settlements")),
        sa.UniqueConstraint(
            "agreement_id", "period_id", name=op.f("uq_settlements_agreement_id_period_id")
        ),
    )
    op.create_table(
        "settled_sales",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "settlement_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("sale_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("sign", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("allowed", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("net", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("fx", sa.Text(), nullable=False),
        sa.Column(
            "converted", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("earned", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("sign IN (1, -1)", name=op.f("ck_settled_sales_sign_known")),
        sa.ForeignKeyConstraint(
            ["sale_id"], ["sales.id"], name=op.f("fk_settled_sales_sale_id_sales")
        ),
        sa.ForeignKeyConstraint(
            ["settlement_id"],
            ["settlements.id"],
            name=op.f("fk_settled_sales_settlement_id_settlements"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_settled_sales")),
        sa.UniqueConstraint("sale_id", "sign", name=op.f("uq_settled_sales_sale_id_sign")),
    )
    op.create_index(
        "ix_settled_sales_settlement", "settled_sales", ["settlement_id", "id"], unique=False
    )
    op.create_table(
        "statements",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "settlement_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("share_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("opening", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("gross", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("recouped", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "advance_left", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("payable", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("carried", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "opening + gross = recouped + payable + carried",
            name=op.f("ck_statements_nothing_is_lost"),
        ),
        sa.CheckConstraint(
            "payable >= 0 AND recouped >= 0", name=op.f("ck_statements_amounts_count")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_statements_person_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["settlement_id"],
            ["settlements.id"],
            name=op.f("fk_statements_settlement_id_settlements"),
        ),
        sa.ForeignKeyConstraint(
            ["share_id"], ["shares.id"], name=op.f("fk_statements_share_id_shares")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statements")),
        sa.UniqueConstraint(
            "settlement_id", "share_id", name=op.f("uq_statements_settlement_id_share_id")
        ),
    )
    op.create_index("ix_statements_person", "statements", ["person_id", "id"], unique=False)
    for statement in DDL[op.get_bind().dialect.name]:
        op.execute(sa.text(statement.replace(":", r"\:")))


def downgrade() -> None:
    """Go down."""
    op.drop_table("statements")
    op.drop_table("settled_sales")
    op.drop_table("settlements")
    op.drop_table("adjustments")
    if op.get_bind().dialect.name == "postgresql":
        for function in FUNCTIONS:
            op.execute(f"DROP FUNCTION {function}()")
