"""A guardian can say no."""

import sqlalchemy as sa
from alembic import op

revision = "0094"
down_revision = "0093"
branch_labels = None
depends_on = None

TABLE = "guardian_refusals"
VERBS = ("update", "delete")
SAY = f"{TABLE} is append-only"


def upgrade() -> None:
    """Go up."""
    whole = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        TABLE,
        sa.Column("link_id", whole, nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("refused_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["link_id"], ["guardian_links.id"], name=op.f(f"fk_{TABLE}_link_id_guardian_links")
        ),
        sa.PrimaryKeyConstraint("link_id", name=op.f(f"pk_{TABLE}")),
    )
    for verb in VERBS:
        _refuse(f"{TABLE}_no_{verb}", verb.upper())


def _refuse(name: str, verb: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        raising = f"SELECT RAISE(ABORT, '{SAY}')"
        op.execute(f"CREATE TRIGGER {name} BEFORE {verb} ON {TABLE} WHEN true BEGIN {raising}; END")
        return
    raising = f"IF true THEN RAISE EXCEPTION '{SAY}'; END IF; RETURN COALESCE(NEW, OLD);"
    op.execute(
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN {raising} END $$"
    )
    op.execute(
        f"CREATE TRIGGER {name} BEFORE {verb} ON {TABLE} FOR EACH ROW EXECUTE FUNCTION {name}()"
    )


def downgrade() -> None:
    """Go down: what guardians said is forgotten."""
    op.drop_table(TABLE)
    if op.get_bind().dialect.name == "postgresql":
        for verb in VERBS:
            op.execute(f"DROP FUNCTION {TABLE}_no_{verb}()")
