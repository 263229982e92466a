"""Yearly reports, as they were published."""

import sqlalchemy as sa
from alembic import op

revision = "0051"
down_revision = "0050"
branch_labels = None
depends_on = None

NAMES = ("yearly_reports_no_update", "UPDATE"), ("yearly_reports_no_delete", "DELETE")
SAY = "yearly_reports is append-only"


def upgrade() -> None:
    """Go up."""
    whole = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "yearly_reports",
        sa.Column("id", whole, nullable=False),
        sa.Column("year", whole, nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_yearly_reports")),
    )
    op.create_index("ix_yearly_reports_year", "yearly_reports", ["year", "id"])
    for name, verb in NAMES:
        _trigger(name, verb)


def _trigger(name: str, verb: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {verb} ON yearly_reports WHEN true "
            f"BEGIN SELECT RAISE(ABORT, '{SAY}'); END"
        )
        return
    op.execute(
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN IF true THEN RAISE EXCEPTION '{SAY}'; END IF; RETURN COALESCE(NEW, OLD); END $$"
    )
    op.execute(
        f"CREATE TRIGGER {name} BEFORE {verb} ON yearly_reports "
        f"FOR EACH ROW EXECUTE FUNCTION {name}()"
    )


def downgrade() -> None:
    """Go down."""
    op.drop_table("yearly_reports")
    if op.get_bind().dialect.name == "postgresql":
        for name, _ in NAMES:
            op.execute(f"DROP FUNCTION {name}()")
