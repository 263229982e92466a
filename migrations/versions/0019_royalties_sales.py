"""Tables of ``ideas.royalties.sales``."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

DDL = {
    "sqlite": [
        "CREATE TRIGGER sales_imports_no_update BEFORE UPDATE ON sales_imports WHEN "
        "true BEGIN SELECT RAISE(ABORT, 'sales_imports is append-only'); END",
        "CREATE TRIGGER sales_imports_no_delete BEFORE DELETE ON sales_imports WHEN "
        "true BEGIN SELECT RAISE(ABORT, 'sales_imports is append-only'); END",
        "CREATE TRIGGER sales_no_update BEFORE UPDATE ON sales WHEN true BEGIN SELECT "
        "RAISE(ABORT, 'sales is append-only'); END",
        "CREATE TRIGGER sales_no_delete BEFORE DELETE ON sales WHEN true BEGIN SELECT "
        "RAISE(ABORT, 'sales is append-only'); END",
        "CREATE TRIGGER sales_not_when_closed BEFORE INSERT ON sales WHEN EXISTS "
        "(SELECT 1 FROM periods WHERE id = NEW.period_id AND state = 'closed') BEGIN "
        "SELECT RAISE(ABORT, 'the period is closed'); END",
        "CREATE TRIGGER sale_conflicts_no_update BEFORE UPDATE ON sale_conflicts WHEN "
        "true BEGIN SELECT RAISE(ABORT, 'sale_conflicts is append-only'); END",
        "CREATE TRIGGER sale_conflicts_no_delete BEFORE DELETE ON sale_conflicts WHEN "
        "true BEGIN SELECT RAISE(ABORT, 'sale_conflicts is append-only'); END",
        "CREATE TRIGGER sales_taken_back_no_update BEFORE UPDATE ON sales_taken_back "
        "WHEN true BEGIN SELECT RAISE(ABORT, 'sales_taken_back is append-only'); END",
        "CREATE TRIGGER sales_taken_back_no_delete BEFORE DELETE ON sales_taken_back "
        "WHEN true BEGIN SELECT RAISE(ABORT, 'sales_taken_back is append-only'); END",
        "CREATE TRIGGER sales_taken_back_not_when_closed BEFORE INSERT ON "
        "sales_taken_back WHEN EXISTS (SELECT 1 FROM periods WHERE id = NEW.period_id "
        "AND state = 'closed') BEGIN SELECT RAISE(ABORT, 'the period is closed'); END",
    ],
    "postgresql": [
        "CREATE OR REPLACE FUNCTION sales_imports_no_update() RETURNS trigger LANGUAGE "
        "plpgsql AS $$ BEGIN IF true THEN RAISE EXCEPTION 'sales_imports is "
        "append-only'; END IF; RETURN COALESCE(NEW, OLD); END $$",
        "CREATE TRIGGER sales_imports_no_update BEFORE UPDATE ON sales_imports FOR EACH "
        "ROW EXECUTE FUNCTION sales_imports_no_update()",
        "CREATE OR REPLACE FUNCTION sales_imports_no_delete() RETURNS trigger LANGUAGE "
        "plpgsql AS $$ BEGIN IF true THEN RAISE EXCEPTION 'sales_imports is "
        "append-only'; END IF; RETURN COALESCE(NEW, OLD); END $$",
        "CREATE TRIGGER sales_imports_no_delete BEFORE DELETE ON sales_imports FOR EACH "
        "ROW EXECUTE FUNCTION sales_imports_no_delete()",
        "CREATE OR REPLACE FUNCTION sales_no_update() RETURNS trigger LANGUAGE plpgsql "
        "AS $$ BEGIN IF true THEN RAISE EXCEPTION 'sales is append-only'; END IF; "
        "RETURN COALESCE(NEW, OLD); END $$",
        "CREATE TRIGGER sales_no_update BEFORE UPDATE ON sales FOR EACH ROW EXECUTE "
        "FUNCTION sales_no_update()",
        "CREATE OR REPLACE FUNCTION sales_no_delete() RETURNS trigger LANGUAGE plpgsql "
        "AS $$ BEGIN IF true THEN RAISE EXCEPTION 'sales is append-only'; END IF; "
        "RETURN COALESCE(NEW, OLD); END $$",
        "CREATE TRIGGER sales_no_delete BEFORE DELETE ON sales FOR EACH ROW EXECUTE "
        "FUNCTION sales_no_delete()",
        "CREATE OR REPLACE FUNCTION sales_not_when_closed() RETURNS trigger LANGUAGE "
        "plpgsql AS $$ BEGIN IF EXISTS (SELECT 1 FROM periods WHERE id = NEW.period_id "
        "AND state = 'closed') THEN RAISE EXCEPTION 'the period is closed'; END IF; "
        "RETURN COALESCE(NEW, OLD); END $$",
        "CREATE TRIGGER sales_not_when_closed BEFORE INSERT ON sales FOR EACH ROW "
        "EXECUTE FUNCTION sales_not_when_closed()",
        "CREATE OR REPLACE FUNCTION sale_conflicts_no_update() RETURNS trigger LANGUAGE "
        "plpgsql AS $$ BEGIN IF true THEN RAISE EXCEPTION 'sale_conflicts is "
        "append-only'; END IF; RETURN COALESCE(NEW, OLD); END $$",
        "CREATE TRIGGER sale_conflicts_no_update BEFORE UPDATE ON sale_conflicts FOR "
        "EACH ROW EXECUTE FUNCTION sale_conflicts_no_update()",
        "CREATE OR REPLACE FUNCTION sale_conflicts_no_delete() RETURNS trigger LANGUAGE "
        "plpgsql AS $$ BEGIN IF true THEN RAISE EXCEPTION 'sale_conflicts is "
        "append-only'; END IF; RETURN COALESCE(NEW, OLD); END $$",
        "CREATE TRIGGER sale_conflicts_no_delete BEFORE DELETE ON sale_conflicts FOR "
        "EACH ROW EXECUTE FUNCTION sale_conflicts_no_delete()",
        "CREATE OR REPLACE FUNCTION sales_taken_back_no_update() RETURNS trigger "
        "LANGUAGE plpgsql AS $$ BEGIN IF true THEN RAISE EXCEPTION 'sales_taken_back is "
        "append-only'; END IF; RETURN COALESCE(NEW, OLD); END $$",
        "CREATE TRIGGER sales_taken_back_no_update BEFORE UPDATE ON sales_taken_back "
        "FOR EACH ROW EXECUTE FUNCTION sales_taken_back_no_update()",
        "CREATE OR REPLACE FUNCTION sales_taken_back_no_delete() RETURNS trigger "
        "LANGUAGE plpgsql AS $$ BEGIN IF true THEN RAISE EXCEPTION 'sales_taken_back is "
        "append-only'; END IF; RETURN COALESCE(NEW, OLD); END $$",
        "CREATE TRIGGER sales_taken_back_no_delete BEFORE DELETE ON sales_taken_back "
        "FOR EACH ROW EXECUTE FUNCTION sales_taken_back_no_delete()",
        "CREATE OR REPLACE FUNCTION sales_taken_back_not_when_closed() RETURNS trigger "
        "LANGUAGE plpgsql AS $$ BEGIN IF EXISTS (SELECT 1 FROM periods WHERE id = "
        "NEW.period_id AND state = 'closed') THEN RAISE EXCEPTION 'the period is "
        "closed'; END IF; RETURN COALESCE(NEW, OLD); END $$",
        "CREATE TRIGGER sales_taken_back_not_when_closed BEFORE INSERT ON "
        "sales_taken_back FOR EACH ROW EXECUTE FUNCTION "
        "sales_taken_back_not_when_closed()",
    ],
}

FUNCTIONS = (
    "sales_imports_no_update",
    "sales_imports_no_delete",
    "sales_no_update",
    "sales_no_delete",
    "sales_not_when_closed",
    "sale_conflicts_no_update",
    "sale_conflicts_no_delete",
    "sales_taken_back_no_update",
    "sales_taken_back_no_delete",
    "sales_taken_back_not_when_closed",
)


def upgrade() -> None:
    """Go up."""
    op.create_table(
        "sales_imports",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("added", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("known", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "conflicting", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("bad", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("problems", sa.JSON(), nullable=False),
        sa.Column(
            "imported_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["imported_by_id"], ["people.id"], name=op.f("fk_sales_imports_imported_by_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sales_imports")),
    )
    op.create_index("ix_sales_imports_sha256", "sales_imports", ["sha256"], unique=False)
    op.create_table(
        "sales",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("external_id", sa.Text(), nullable=False),
        sa.Column("revision", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "product_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "told_period_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "period_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("territory", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("units", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "returned_units", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("gross", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("returns", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "deductions", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("content_hash", sa.Text(), nullable=False),
        sa.Column(
            "import_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.CheckConstraint(
            "gross >= 0 AND returns >= 0 AND deductions >= 0", name=op.f("ck_sales_amounts_count")
        ),
        sa.CheckConstraint("revision > 0", name=op.f("ck_sales_revision_counts")),
        sa.CheckConstraint("units >= 0 AND returned_units >= 0", name=op.f("ck_sales_units_count")),
        sa.ForeignKeyConstraint(
            ["import_id"], ["sales_imports.id"], name=op.f("fk_sales_import_id_sales_imports")
        ),
        sa.ForeignKeyConstraint(
            ["period_id"], ["periods.id"], name=op.f("fk_sales_period_id_periods")
        ),
        sa.ForeignKeyConstraint(
            ["product_id"], ["products.id"], name=op.f("fk_sales_product_id_products")
        ),
        sa.ForeignKeyConstraint(
            ["told_period_id"], ["periods.id"], name=op.f("fk_sales_told_period_id_periods")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sales")),
        sa.UniqueConstraint(
            "source", "external_id", "revision", name=op.f("uq_sales_source_external_id_revision")
        ),
    )
    op.create_index("ix_sales_import", "sales", ["import_id", "id"], unique=False)
    op.create_index("ix_sales_period", "sales", ["period_id", "product_id", "id"], unique=False)
    op.create_table(
        "sale_conflicts",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "import_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("row", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("external_id", sa.Text(), nullable=False),
        sa.Column("revision", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("content_hash", sa.Text(), nullable=False),
        sa.Column("sent", sa.JSON(), nullable=False),
        sa.Column("sale_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(
            ["import_id"],
            ["sales_imports.id"],
            name=op.f("fk_sale_conflicts_import_id_sales_imports"),
        ),
        sa.ForeignKeyConstraint(
            ["sale_id"], ["sales.id"], name=op.f("fk_sale_conflicts_sale_id_sales")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sale_conflicts")),
        sa.UniqueConstraint(
            "source",
            "external_id",
            "revision",
            "content_hash",
            name=op.f("uq_sale_conflicts_source_external_id_revision_content_hash"),
        ),
    )
    op.create_index("ix_sale_conflicts_import", "sale_conflicts", ["import_id", "id"], unique=False)
    op.create_table(
        "sales_taken_back",
        sa.Column("sale_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "period_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "import_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["import_id"],
            ["sales_imports.id"],
            name=op.f("fk_sales_taken_back_import_id_sales_imports"),
        ),
        sa.ForeignKeyConstraint(
            ["period_id"], ["periods.id"], name=op.f("fk_sales_taken_back_period_id_periods")
        ),
        sa.ForeignKeyConstraint(
            ["sale_id"], ["sales.id"], name=op.f("fk_sales_taken_back_sale_id_sales")
        ),
        sa.PrimaryKeyConstraint("sale_id", name=op.f("pk_sales_taken_back")),
    )
    op.create_index(
        "ix_sales_taken_back_period", "sales_taken_back", ["period_id", "sale_id"], unique=False
    )
    for statement in DDL[op.get_bind().dialect.name]:
        op.execute(sa.text(statement.replace(":", r"\:")))


def downgrade() -> None:
    """Go down."""
    op.drop_table("sales_taken_back")
    op.drop_table("sale_conflicts")
    op.drop_table("sales")
    op.drop_table("sales_imports")
    if op.get_bind().dialect.name == "postgresql":
        for function in FUNCTIONS:
            op.execute(f"DROP FUNCTION {function}()")
