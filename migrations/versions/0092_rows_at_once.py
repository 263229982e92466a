"""PostgreSQL looks at all sales of a statement at once, not at each row."""

from alembic import op

revision = "0092"
down_revision = "0091"
branch_labels = None
depends_on = None

PERIOD = "EXISTS (SELECT 1 FROM periods WHERE id = {row}.period_id AND state = '{state}')"
POSTED = (
    "EXISTS (SELECT 1 FROM sales_imports WHERE id = {row}.import_id AND state = 'posted')"
)
INTO_PERIODS = tuple(
    (f"not_when_{state}", PERIOD.replace("{state}", state), f"the period is {said}")
    for state, said in (("closed", "closed"), ("soft_closed", "soft-closed"))
)
TRIGGERS = (
    *(
        (table, name, when, say)
        for table in ("sales", "sales_taken_back")
        for name, when, say in INTO_PERIODS
    ),
    *(
        (table, "no_insert", POSTED, f"{table} is append-only once posted")
        for table in ("sales", "sales_taken_back", "sale_conflicts")
    ),
)
"""Table, name, condition over a row, and what is said."""


def upgrade() -> None:
    """Go up."""
    if op.get_bind().dialect.name != "postgresql":
        return
    for table, name, when, say in TRIGGERS:
        added = when.format(row="added")
        raising = f"IF EXISTS (SELECT 1 FROM added WHERE {added}) THEN RAISE EXCEPTION '{say}'; END IF;"
        _replace(
            table,
            f"{table}_{name}",
            f"{raising} RETURN NULL;",
            f"AFTER INSERT ON {table} REFERENCING NEW TABLE AS added FOR EACH STATEMENT",
        )


def downgrade() -> None:
    """Go down."""
    if op.get_bind().dialect.name != "postgresql":
        return
    for table, name, when, say in TRIGGERS:
        raising = f"IF {when.format(row='NEW')} THEN RAISE EXCEPTION '{say}'; END IF;"
        _replace(
            table,
            f"{table}_{name}",
            f"{raising} RETURN COALESCE(NEW, OLD);",
            f"BEFORE INSERT ON {table} FOR EACH ROW",
        )


def _replace(table: str, trigger: str, body: str, moment: str) -> None:
    op.execute(f"DROP TRIGGER {trigger} ON {table}")
    op.execute(
        f"CREATE OR REPLACE FUNCTION {trigger}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN {body} END $$"
    )
    op.execute(f"CREATE TRIGGER {trigger} {moment} EXECUTE FUNCTION {trigger}()")
