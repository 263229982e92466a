"""Tables of ``ideas.settings``."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

DDL = {
    "sqlite": [
        "CREATE TRIGGER dial_turns_no_update BEFORE UPDATE ON dial_turns WHEN true "
        "BEGIN SELECT RAISE(ABORT, 'dial_turns is append-only'); END",
        "CREATE TRIGGER dial_turns_no_delete BEFORE DELETE ON dial_turns WHEN true "
        "BEGIN SELECT RAISE(ABORT, 'dial_turns is append-only'); END",
    ],
    "postgresql": [
        "CREATE OR REPLACE FUNCTION dial_turns_no_update() RETURNS trigger LANGUAGE "
        "plpgsql AS $$ BEGIN IF true THEN RAISE EXCEPTION 'dial_turns is append-only'; "
        "END IF; RETURN COALESCE(NEW, OLD); END $$",
        "CREATE TRIGGER dial_turns_no_update BEFORE UPDATE ON dial_turns FOR EACH ROW "
        "EXECUTE FUNCTION dial_turns_no_update()",
        "CREATE OR REPLACE FUNCTION dial_turns_no_delete() RETURNS trigger LANGUAGE "
        "plpgsql AS $$ BEGIN IF true THEN RAISE EXCEPTION 'dial_turns is append-only'; "
        "END IF; RETURN COALESCE(NEW, OLD); END $$",
        "CREATE TRIGGER dial_turns_no_delete BEFORE DELETE ON dial_turns FOR EACH ROW "
        "EXECUTE FUNCTION dial_turns_no_delete()",
    ],
}

FUNCTIONS = (
    "dial_turns_no_update",
    "dial_turns_no_delete",
)


def upgrade() -> None:
    """Go up."""
    op.create_table(
        "dial_positions",
        sa.Column("package", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("package", "name", name=op.f("pk_dial_positions")),
    )
    op.create_table(
        "dial_turns",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("package", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.Column("by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dial_turns")),
    )
    op.create_index("ix_dial_turns_package", "dial_turns", ["package", "id"], unique=False)
    for statement in DDL[op.get_bind().dialect.name]:
        op.execute(sa.text(statement.replace(":", r"\:")))


def downgrade() -> None:
    """Go down."""
    op.drop_table("dial_turns")
    op.drop_table("dial_positions")
    if op.get_bind().dialect.name == "postgresql":
        for function in FUNCTIONS:
            op.execute(f"DROP FUNCTION {function}()")
