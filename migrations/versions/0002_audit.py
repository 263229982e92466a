"""Tables of ``ideas.audit``."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

DDL = {
    "sqlite": [
        "CREATE TRIGGER audit_entries_no_update BEFORE UPDATE ON audit_entries WHEN "
        "true BEGIN SELECT RAISE(ABORT, 'audit_entries is append-only'); END",
        "CREATE TRIGGER audit_entries_no_delete BEFORE DELETE ON audit_entries WHEN "
        "true BEGIN SELECT RAISE(ABORT, 'audit_entries is append-only'); END",
    ],
    "postgresql": [
        "CREATE OR REPLACE FUNCTION audit_entries_no_update() RETURNS trigger LANGUAGE "
        "plpgsql AS $$ BEGIN IF true THEN RAISE EXCEPTION 'audit_entries is "
        "append-only'; END IF; RETURN COALESCE(NEW, OLD); END $$",
        "CREATE TRIGGER audit_entries_no_update BEFORE UPDATE ON audit_entries FOR EACH "
        "ROW EXECUTE FUNCTION audit_entries_no_update()",
        "CREATE OR REPLACE FUNCTION audit_entries_no_delete() RETURNS trigger LANGUAGE "
        "plpgsql AS $$ BEGIN IF true THEN RAISE EXCEPTION 'audit_entries is "
        "append-only'; END IF; RETURN COALESCE(NEW, OLD); END $$",
        "CREATE TRIGGER audit_entries_no_delete BEFORE DELETE ON audit_entries FOR EACH "
        "ROW EXECUTE FUNCTION audit_entries_no_delete()",
    ],
}

FUNCTIONS = (
    "audit_entries_no_update",
    "audit_entries_no_delete",
)


def upgrade() -> None:
    """Go up."""
    op.create_table(
        "audit_entries",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.Column("previous", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entries")),
        sa.UniqueConstraint("hash", name=op.f("uq_audit_entries_hash")),
        sa.UniqueConstraint("previous", name=op.f("uq_audit_entries_previous")),
    )
    for statement in DDL[op.get_bind().dialect.name]:
        op.execute(sa.text(statement.replace(":", r"\:")))


def downgrade() -> None:
    """Go down."""
    op.drop_table("audit_entries")
    if op.get_bind().dialect.name == "postgresql":
        for function in FUNCTIONS:
            op.execute(f"DROP FUNCTION {function}()")
