"""What is disputed leaves the batch before the bank gets it."""

from alembic import op

revision = "0095"
down_revision = "0094"
branch_labels = None
depends_on = None

DISPUTED = (
    "OLD.state = 'approved' AND NEW.state = 'exported' AND EXISTS ("
    "SELECT 1 FROM payments JOIN disputes ON disputes.statement_id = payments.statement_id "
    "WHERE payments.batch_id = NEW.id AND payments.state = 'waiting' "
    "AND disputes.answered_at IS NULL)"
)
GIVEN = (
    "OLD.state = 'waiting' AND NEW.state = 'dropped' "
    "AND EXISTS (SELECT 1 FROM payment_batches WHERE id = NEW.batch_id "
    "AND state IN ('exported', 'done'))"
)
TRIGGERS = (
    ("payment_batches", "undisputed", DISPUTED, "what is disputed is not paid"),
    ("payments", "dropped_before_export", GIVEN, "what the bank was given is not called off"),
)
"""Table, name, condition, and what is said."""


def upgrade() -> None:
    """Go up."""
    for table, name, when, say in TRIGGERS:
        _refuse(table, f"{table}_{name}", when, say)


def _refuse(table: str, name: str, when: str, say: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        raising = f"SELECT RAISE(ABORT, '{say}')"
        op.execute(
            f"CREATE TRIGGER {name} BEFORE UPDATE ON {table} WHEN {when} BEGIN {raising}; END"
        )
        return
    raising = f"IF {when} THEN RAISE EXCEPTION '{say}'; END IF; RETURN COALESCE(NEW, OLD);"
    op.execute(
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN {raising} END $$"
    )
    op.execute(
        f"CREATE TRIGGER {name} BEFORE UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"
    )


def downgrade() -> None:
    """Go down: only the code keeps it."""
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for table, name, *_ in TRIGGERS:
        op.execute(f"DROP TRIGGER {table}_{name}" + ("" if is_sqlite else f" ON {table}"))
        if not is_sqlite:
            op.execute(f"DROP FUNCTION {table}_{name}()")
