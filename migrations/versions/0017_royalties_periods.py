"""Tables of ``ideas.royalties.periods``."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

DDL = {
    "sqlite": [
        "CREATE TRIGGER periods_closed_no_update BEFORE UPDATE ON periods WHEN "
        "OLD.state = 'closed' BEGIN SELECT RAISE(ABORT, 'a closed period stays "
        "closed'); END",
        "CREATE TRIGGER periods_closed_no_delete BEFORE DELETE ON periods WHEN "
        "OLD.state = 'closed' BEGIN SELECT RAISE(ABORT, 'a closed period stays "
        "closed'); END",
        "CREATE TRIGGER fx_rates_no_update BEFORE UPDATE ON fx_rates WHEN true BEGIN "
        "SELECT RAISE(ABORT, 'fx_rates is append-only'); END",
        "CREATE TRIGGER fx_rates_no_delete BEFORE DELETE ON fx_rates WHEN true BEGIN "
        "SELECT RAISE(ABORT, 'fx_rates is append-only'); END",
        "CREATE TRIGGER fx_rates_not_when_closed BEFORE INSERT ON fx_rates WHEN EXISTS "
        "(SELECT 1 FROM periods WHERE id = NEW.period_id AND state = 'closed') BEGIN "
        "SELECT RAISE(ABORT, 'the period is closed'); END",
    ],
    "postgresql": [
        "CREATE OR REPLACE FUNCTION periods_closed_no_update() RETURNS trigger LANGUAGE "
        "plpgsql AS $$ BEGIN IF OLD.state = 'closed' THEN RAISE EXCEPTION 'a closed "
        "period stays closed'; END IF; RETURN COALESCE(NEW, OLD); END $$",
        "CREATE TRIGGER periods_closed_no_update BEFORE UPDATE ON periods FOR EACH ROW "
        "EXECUTE FUNCTION periods_closed_no_update()",
        "CREATE OR REPLACE FUNCTION periods_closed_no_delete() RETURNS trigger LANGUAGE "
        "plpgsql AS $$ BEGIN IF OLD.state = 'closed' THEN RAISE EXCEPTION 'a closed "
        "period stays closed'; END IF; RETURN COALESCE(NEW, OLD); END $$",
        "CREATE TRIGGER periods_closed_no_delete BEFORE DELETE ON periods FOR EACH ROW "
        "EXECUTE FUNCTION periods_closed_no_delete()",
        "CREATE OR REPLACE FUNCTION fx_rates_no_update() RETURNS trigger LANGUAGE "
        "plpgsql AS $$ BEGIN IF true THEN RAISE EXCEPTION 'fx_rates is append-only'; "
        "END IF; RETURN COALESCE(NEW, OLD); END $$",
        "CREATE TRIGGER fx_rates_no_update BEFORE UPDATE ON fx_rates FOR EACH ROW "
        "EXECUTE FUNCTION fx_rates_no_update()",
        "CREATE OR REPLACE FUNCTION fx_rates_no_delete() RETURNS trigger LANGUAGE "
        "plpgsql AS $$ BEGIN IF true THEN RAISE EXCEPTION 'fx_rates is append-only'; "
        "END IF; RETURN COALESCE(NEW, OLD); END $$",
        "CREATE TRIGGER fx_rates_no_delete BEFORE DELETE ON fx_rates FOR EACH ROW "
        "EXECUTE FUNCTION fx_rates_no_delete()",
        "CREATE OR REPLACE FUNCTION fx_rates_not_when_closed() RETURNS trigger LANGUAGE "
        "plpgsql AS $$ BEGIN IF EXISTS (SELECT 1 FROM periods WHERE id = NEW.period_id "
        "AND state = 'closed') THEN RAISE EXCEPTION 'the period is closed'; END IF; "
        "RETURN COALESCE(NEW, OLD); END $$",
        "CREATE TRIGGER fx_rates_not_when_closed BEFORE INSERT ON fx_rates FOR EACH ROW "
        "EXECUTE FUNCTION fx_rates_not_when_closed()",
    ],
}

FUNCTIONS = (
    "periods_closed_no_update",
    "periods_closed_no_delete",
    "fx_rates_no_update",
    "fx_rates_no_delete",
    "fx_rates_not_when_closed",
)


def upgrade() -> None:
    """Go up."""
    op.create_table(
        "periods",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column(
            "opened_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "closed_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ledger_hash", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "(state = 'closed') = (ledger_hash IS NOT NULL)",
            name=op.f("ck_periods_closed_with_hash"),
        ),
        sa.CheckConstraint("state IN ('open', 'closed')", name=op.f("ck_periods_state_known")),
        sa.CheckConstraint("starts_on <= ends_on", name=op.f("ck_periods_days_in_order")),
        sa.ForeignKeyConstraint(
            ["closed_by_id"], ["people.id"], name=op.f("fk_periods_closed_by_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["opened_by_id"], ["people.id"], name=op.f("fk_periods_opened_by_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_periods")),
        sa.UniqueConstraint("code", name=op.f("uq_periods_code")),
        sa.UniqueConstraint("starts_on", name=op.f("uq_periods_starts_on")),
    )
    op.create_table(
        "fx_rates",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "period_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("to_currency", sa.Text(), nullable=False),
        sa.Column("rate", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("quoted_on", sa.Date(), nullable=False),
        sa.Column(
            "typed_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("typed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("currency <> to_currency", name=op.f("ck_fx_rates_two_currencies")),
        sa.ForeignKeyConstraint(
            ["period_id"], ["periods.id"], name=op.f("fk_fx_rates_period_id_periods")
        ),
        sa.ForeignKeyConstraint(
            ["typed_by_id"], ["people.id"], name=op.f("fk_fx_rates_typed_by_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fx_rates")),
    )
    op.create_index(
        "ix_fx_rates_period",
        "fx_rates",
        ["period_id", "currency", "to_currency", "id"],
        unique=False,
    )
    for statement in DDL[op.get_bind().dialect.name]:
        op.execute(sa.text(statement.replace(":", r"\:")))


def downgrade() -> None:
    """Go down."""
    op.drop_table("fx_rates")
    op.drop_table("periods")
    if op.get_bind().dialect.name == "postgresql":
        for function in FUNCTIONS:
            op.execute(f"DROP FUNCTION {function}()")
