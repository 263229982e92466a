"""PostgreSQL keeps the keys of sales by a look at each statement; what they refer to stays."""

from alembic import op

revision = "0100"
down_revision = "0099"
branch_labels = None
depends_on = None

KEYS = {
    "sales": {
        "import_id": "sales_imports",
        "period_id": "periods",
        "product_id": "products",
        "told_period_id": "periods",
    },
    "staged_sales": {"import_id": "sales_imports"},
}
NUMBERED = "{table} stay as they are numbered"
REFUSED = (
    *(
        each
        for table in ("products", "periods")
        for each in (
            (table, "stay", "DELETE", "true", NUMBERED.format(table=table)),
            (table, "keep_id", "UPDATE OF id", "NEW.id <> OLD.id", NUMBERED.format(table=table)),
        )
    ),
    ("sales_imports", "keep_id", "UPDATE OF id", "NEW.id <> OLD.id", "an import keeps its number"),
    (
        "staged_sales",
        "keep_import",
        "UPDATE OF import_id",
        "NEW.import_id <> OLD.import_id",
        "a staged sale stays with its import",
    ),
)
"""Table, name, verb, condition, and what is said."""


def upgrade() -> None:
    """Go up."""
    is_postgresql = op.get_bind().dialect.name == "postgresql"
    for table, name, verb, when, say in REFUSED:
        (_refuse if is_postgresql else _refuse_on_sqlite)(table, name, verb, when, say)
    if is_postgresql:
        for table, keys in KEYS.items():
            for column, parent in keys.items():
                op.drop_constraint(f"fk_{table}_{column}_{parent}", table, type_="foreignkey")
            _look_at_once(table, keys)


def downgrade() -> None:
    """Go down."""
    is_postgresql = op.get_bind().dialect.name == "postgresql"
    for table, keys in KEYS.items() if is_postgresql else ():
        op.execute(f"DROP TRIGGER {table}_keys ON {table}")
        op.execute(f"DROP FUNCTION {table}_keys()")
        for column, parent in keys.items():
            op.create_foreign_key(f"fk_{table}_{column}_{parent}", table, parent, [column], ["id"])
    for table, name, *_ in REFUSED:
        if is_postgresql:
            op.execute(f"DROP TRIGGER {table}_{name} ON {table}")
            op.execute(f"DROP FUNCTION {table}_{name}()")
        else:
            op.execute(f"DROP TRIGGER {table}_{name}")


def _refuse_on_sqlite(table: str, name: str, verb: str, when: str, say: str) -> None:
    op.execute(
        f"CREATE TRIGGER {table}_{name} BEFORE {verb} ON {table} WHEN {when} "
        f"BEGIN SELECT RAISE(ABORT, '{say}'); END"
    )


def _refuse(table: str, name: str, verb: str, when: str, say: str) -> None:
    raising = f"IF {when} THEN RAISE EXCEPTION '{say}'; END IF; RETURN COALESCE(NEW, OLD);"
    op.execute(
        f"CREATE OR REPLACE FUNCTION {table}_{name}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN {raising} END $$"
    )
    op.execute(
        f"CREATE TRIGGER {table}_{name} BEFORE {verb} ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION {table}_{name}()"
    )


def _look_at_once(table: str, keys: dict[str, str]) -> None:
    trigger, say = f"{table}_keys", f"{table} refer to what is not there"
    asked = "".join(
        f"told := ARRAY(SELECT DISTINCT {column} FROM added); "
        f"IF (SELECT count(*) FROM (SELECT 1 FROM {parent} WHERE id = ANY(told) FOR KEY SHARE) "
        "AS found) <> cardinality(told) "
        f"THEN RAISE EXCEPTION '{say}' USING ERRCODE = 'foreign_key_violation'; END IF; "
        for column, parent in keys.items()
    )
    op.execute(
        f"CREATE OR REPLACE FUNCTION {trigger}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ DECLARE told bigint[]; BEGIN {asked}RETURN NULL; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {trigger} AFTER INSERT ON {table} REFERENCING NEW TABLE AS added "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {trigger}()"
    )
