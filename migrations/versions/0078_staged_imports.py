"""Imports of sales are staged, checked and posted."""

import json

import sqlalchemy as sa
from alembic import op

revision = "0078"
down_revision = "0077"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
STATES = "'uploaded', 'checking', 'checked', 'proposed', 'posting', 'posted', 'cancelled', 'failed'"
STANDS = sa.text("state NOT IN ('cancelled', 'failed') AND NOT good_rows")
LAYOUT = json.dumps(
    {
        "encoding": "utf-8",
        "delimiter": ",",
        "numbers": "point",
        "dates": "iso",
        "columns": {},
        "fixed": {},
    }
)
ADDED = (
    ("mark", sa.Text(), "''"),
    ("size", WHOLE, "0"),
    ("source", sa.Text(), "''"),
    ("state", sa.Text(), "'posted'"),
    ("layout", sa.JSON(), f"'{LAYOUT}'"),
    ("read_sums", sa.JSON(), "'[]'"),
    ("sums", sa.JSON(), "'[]'"),
    ("totals", sa.JSON(), "'[]'"),
    ("is_large", sa.Boolean(), "false"),
    ("good_rows", sa.Boolean(), "true"),
    ("came_back", sa.Boolean(), "false"),
)
CHECKS = {
    "state_known": f"state IN ({STATES})",
    "large_is_approved": (
        "NOT is_large OR approved_by_id IS NOT NULL OR state NOT IN ('posting', 'posted')"
    ),
    "four_eyes": "approved_by_id IS NULL OR approved_by_id <> prepared_by_id",
    "posted_says_when": "(state = 'posted') = (posted_at IS NOT NULL)",
}
OLD = (
    ("sales_imports", "no_update"),
    ("sales_imports", "no_delete"),
    ("sales", "no_delete"),
    ("sales_taken_back", "no_delete"),
    ("sale_conflicts", "no_delete"),
)
IS_POSTED = "EXISTS (SELECT 1 FROM sales_imports WHERE id = {}.import_id AND state = 'posted')"
STAYS = "a posted import stays as it is"


def upgrade() -> None:
    """Go up."""
    for table, name in OLD:
        _drop(table, name)
    op.create_table(
        "sale_problems",
        sa.Column("import_id", WHOLE, nullable=False),
        sa.Column("row", WHOLE, nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        _to_import("sale_problems"),
        sa.PrimaryKeyConstraint("import_id", "row", name=op.f("pk_sale_problems")),
    )
    _keep_problems()
    _change_imports()
    _stage()
    _decide()
    op.create_index("ix_sales_taken_back_import", "sales_taken_back", ["import_id", "sale_id"])
    op.create_index("ix_sale_conflicts_sale", "sale_conflicts", ["sale_id"])
    _refuse("sales_imports", "no_update", "UPDATE", "OLD.state = 'posted'", STAYS)
    _refuse("sales_imports", "no_delete", "DELETE", "true", STAYS)
    for table in ("sales", "sales_taken_back", "sale_conflicts"):
        say = f"{table} is append-only once posted"
        _refuse(table, "no_insert", "INSERT", IS_POSTED.format("NEW"), say)
        _refuse(table, "no_delete", "DELETE", IS_POSTED.format("OLD"), say)
    for verb in ("UPDATE", "DELETE"):
        say = "conflict_decisions is append-only"
        _refuse("conflict_decisions", f"no_{verb.lower()}", verb, "true", say)


def _to_import(table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_import_id_sales_imports")
    return sa.ForeignKeyConstraint(["import_id"], ["sales_imports.id"], name=name)


def _keep_problems() -> None:
    connection = op.get_bind()
    imports = sa.table("sales_imports", sa.column("id", WHOLE), sa.column("problems", sa.JSON()))
    kept = sa.table(
        "sale_problems",
        *(sa.column(name) for name in ("import_id", "row", "code", "value")),
    )
    for import_id, problems in connection.execute(sa.select(imports.c.id, imports.c.problems)).all():
        rows = {row: (code, value) for row, code, value in problems or []}
        found = [
            {"import_id": import_id, "row": row, "code": code, "value": value}
            for row, (code, value) in rows.items()
        ]
        if found:
            connection.execute(sa.insert(kept), found)


def _change_imports() -> None:
    with op.batch_alter_table("sales_imports") as batch_op:
        for name, kind, default in ADDED:
            batch_op.add_column(
                sa.Column(name, kind, nullable=False, server_default=sa.text(default))
            )
        batch_op.add_column(sa.Column("reason", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("prepared_by_id", WHOLE, nullable=True))
        batch_op.add_column(sa.Column("approved_by_id", WHOLE, nullable=True))
        batch_op.add_column(sa.Column("posted_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.drop_column("problems")
    op.execute("UPDATE sales_imports SET prepared_by_id = imported_by_id, posted_at = imported_at")
    with op.batch_alter_table("sales_imports") as batch_op:
        for name, kind, _ in ADDED:
            batch_op.alter_column(name, existing_type=kind, server_default=None)
        batch_op.alter_column("prepared_by_id", existing_type=WHOLE, nullable=False)
        for name, held in CHECKS.items():
            batch_op.create_check_constraint(op.f(f"ck_sales_imports_{name}"), held)
        for column in ("prepared_by_id", "approved_by_id"):
            name = op.f(f"fk_sales_imports_{column}_people")
            batch_op.create_foreign_key(name, "people", [column], ["id"])
    op.create_index(
        "uq_sales_imports_standing",
        "sales_imports",
        ["sha256"],
        unique=True,
        sqlite_where=STANDS,
        postgresql_where=STANDS,
    )
    op.create_index("ix_sales_imports_source", "sales_imports", ["source", "id"])
    op.create_index("ix_sales_imports_state", "sales_imports", ["state", "id"])


def _stage() -> None:
    numbers = ("units", "returned_units", "gross", "returns", "deductions")
    op.create_table(
        "staged_sales",
        sa.Column("import_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("row", WHOLE, autoincrement=False, nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("external_id", sa.Text(), nullable=False),
        sa.Column("revision", WHOLE, nullable=False),
        sa.Column("product_id", WHOLE, nullable=False),
        sa.Column("told_period_id", WHOLE, nullable=False),
        sa.Column("territory", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        *(sa.Column(name, WHOLE, nullable=False) for name in numbers),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("content_hash", sa.Text(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "verdict IN ('new', 'known', 'conflict')", name=op.f("ck_staged_sales_verdict_known")
        ),
        _to_import("staged_sales"),
        sa.PrimaryKeyConstraint("import_id", "row", name=op.f("pk_staged_sales")),
    )
    op.create_table(
        "import_progress",
        sa.Column("import_id", WHOLE, nullable=False),
        *(sa.Column(name, WHOLE, nullable=False) for name in ("place", "line", "row", "bad")),
        sa.Column("sums", sa.JSON(), nullable=False),
        sa.Column("is_cleared", sa.Boolean(), nullable=False),
        sa.Column("is_writing", sa.Boolean(), nullable=False),
        _to_import("import_progress"),
        sa.PrimaryKeyConstraint("import_id", name=op.f("pk_import_progress")),
    )
    op.create_index(
        "uq_import_progress_writing",
        "import_progress",
        ["is_writing"],
        unique=True,
        sqlite_where=sa.text("is_writing"),
        postgresql_where=sa.text("is_writing"),
    )
    op.execute(
        "INSERT INTO import_progress "
        "(import_id, place, line, row, bad, sums, is_cleared, is_writing) "
        "SELECT id, 0, 0, 0, bad, '[]', true, false FROM sales_imports"
    )


def _decide() -> None:
    op.create_table(
        "conflict_decisions",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("conflict_id", WHOLE, nullable=False),
        sa.Column("import_id", WHOLE, nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_by_id", WHOLE, nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("trim(reason) <> ''", name=op.f("ck_conflict_decisions_reason_written")),
        sa.ForeignKeyConstraint(
            ["conflict_id"],
            ["sale_conflicts.id"],
            name=op.f("fk_conflict_decisions_conflict_id_sale_conflicts"),
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["people.id"], name=op.f("fk_conflict_decisions_decided_by_id_people")
        ),
        _to_import("conflict_decisions"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conflict_decisions")),
    )
    op.create_index("ix_conflict_decisions_conflict_id", "conflict_decisions", ["conflict_id"])


def _refuse(table: str, name: str, verb: str, when: str, say: str) -> None:
    trigger = f"{table}_{name}"
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            f"CREATE TRIGGER {trigger} BEFORE {verb} ON {table} WHEN {when} "
            f"BEGIN SELECT RAISE(ABORT, '{say}'); END"
        )
        return
    op.execute(
        f"CREATE OR REPLACE FUNCTION {trigger}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN IF {when} THEN RAISE EXCEPTION '{say}'; END IF; "
        f"RETURN COALESCE(NEW, OLD); END $$"
    )
    op.execute(
        f"CREATE TRIGGER {trigger} BEFORE {verb} ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION {trigger}()"
    )


def _drop(table: str, name: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute(f"DROP TRIGGER {table}_{name}")
        return
    op.execute(f"DROP TRIGGER {table}_{name} ON {table}")
    op.execute(f"DROP FUNCTION {table}_{name}()")


def downgrade() -> None:
    """Go down: what is not posted is lost, and errors are told no more."""
    for table, name in OLD:
        _drop(table, name)
    for table in ("sales", "sales_taken_back", "sale_conflicts"):
        _drop(table, "no_insert")
        op.execute(f"DELETE FROM {table} WHERE import_id IN ({UNPOSTED})")
    op.drop_table("conflict_decisions")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION conflict_decisions_no_update()")
        op.execute("DROP FUNCTION conflict_decisions_no_delete()")
    for table in ("import_progress", "staged_sales", "sale_problems"):
        op.drop_table(table)
    op.execute(f"DELETE FROM sales_imports WHERE id IN ({UNPOSTED})")
    op.drop_index("ix_sales_taken_back_import", "sales_taken_back")
    op.drop_index("ix_sale_conflicts_sale", "sale_conflicts")
    for index in ("uq_sales_imports_standing", "ix_sales_imports_source", "ix_sales_imports_state"):
        op.drop_index(index, "sales_imports")
    with op.batch_alter_table("sales_imports") as batch_op:
        for name in CHECKS:
            batch_op.drop_constraint(op.f(f"ck_sales_imports_{name}"), type_="check")
        for column in ("prepared_by_id", "approved_by_id"):
            name = op.f(f"fk_sales_imports_{column}_people")
            batch_op.drop_constraint(name, type_="foreignkey")
            batch_op.drop_column(column)
        for name in (*(each for each, _, _ in ADDED), "reason", "posted_at"):
            batch_op.drop_column(name)
        batch_op.add_column(
            sa.Column("problems", sa.JSON(), nullable=False, server_default=sa.text("'[]'"))
        )
    with op.batch_alter_table("sales_imports") as batch_op:
        batch_op.alter_column("problems", existing_type=sa.JSON(), server_default=None)
    for table, name in OLD:
        verb = name.removeprefix("no_").upper()
        _refuse(table, name, verb, "true", f"{table} is append-only")


UNPOSTED = "SELECT id FROM sales_imports WHERE state <> 'posted'"
