"""A period is closed with the hash of its sales; those closed before have none."""

import sqlalchemy as sa
from alembic import op

revision = "0089"
down_revision = "0088"
branch_labels = None
depends_on = None

NAME, SAY = "periods_seals_sales", "a period is closed with the hash of its sales"
WHEN = "NEW.state = 'closed' AND NEW.sales_hash IS NULL"


def upgrade() -> None:
    """Go up."""
    op.add_column("periods", sa.Column("sales_hash", sa.Text(), nullable=True))
    if op.get_bind().dialect.name == "sqlite":
        raising = f"SELECT RAISE(ABORT, '{SAY}')"
        op.execute(
            f"CREATE TRIGGER {NAME} BEFORE UPDATE ON periods WHEN {WHEN} BEGIN {raising}; END"
        )
        return
    raising = f"IF {WHEN} THEN RAISE EXCEPTION '{SAY}'; END IF; RETURN COALESCE(NEW, OLD);"
    op.execute(
        f"CREATE OR REPLACE FUNCTION {NAME}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN {raising} END $$"
    )
    op.execute(
        f"CREATE TRIGGER {NAME} BEFORE UPDATE ON periods FOR EACH ROW EXECUTE FUNCTION {NAME}()"
    )


def downgrade() -> None:
    """Go down: what was sealed with its sales can no longer be computed again."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"DROP TRIGGER {NAME} ON periods")
        op.execute(f"DROP FUNCTION {NAME}()")
    else:
        op.execute(f"DROP TRIGGER {NAME}")
    op.drop_column("periods", "sales_hash")
