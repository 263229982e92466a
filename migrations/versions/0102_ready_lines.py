"""The worker lays the lines of a large close ready."""

import sqlalchemy as sa
from alembic import op

revision = "0102"
down_revision = "0101"
branch_labels = None
depends_on = None

LINES, PARTS = "ready_lines", "ready_parts"
WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
OF_LINE = ("agreement_id", "sale_id", "rate_id", "sign", "allowed", "net", "converted", "earned")


def upgrade() -> None:
    """Go up."""
    of_line = [sa.Column(name, WHOLE, nullable=False) for name in OF_LINE]
    _make(LINES, [*of_line, sa.Column("fx", sa.Text(), nullable=False)], ("mark", "number"))
    of_part = [sa.Column(name, WHOLE, nullable=False) for name in ("step_id", "quantity")]
    _make(PARTS, of_part, ("mark", "number", "step_id"))


def _make(table: str, columns: list[sa.Column[int] | sa.Column[str]], key: tuple[str, ...]) -> None:
    op.create_table(
        table,
        sa.Column("mark", sa.Text(), nullable=False),
        sa.Column("number", WHOLE, nullable=False),
        sa.Column("wish_id", WHOLE, nullable=False),
        *columns,
        sa.ForeignKeyConstraint(
            ["wish_id"], ["close_wishes.id"], name=op.f(f"fk_{table}_wish_id_close_wishes")
        ),
        sa.PrimaryKeyConstraint(*key, name=op.f(f"pk_{table}")),
    )
    op.create_index(f"ix_{table}_wish", table, ["wish_id", "mark"])


def downgrade() -> None:
    """Go down: lines that lie ready are laid anew."""
    for table in (PARTS, LINES):
        op.drop_table(table)
