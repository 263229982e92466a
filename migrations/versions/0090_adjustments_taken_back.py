"""An adjustment is taken back by its opposite, once."""

import sqlalchemy as sa
from alembic import op

revision = "0090"
down_revision = "0089"
branch_labels = None
depends_on = None

TABLE = "adjustment_reversals"
OPPOSITE = (
    "NOT EXISTS (SELECT 1 FROM adjustments AS was JOIN adjustments AS back "
    "ON back.agreement_id = was.agreement_id AND back.amount = -was.amount "
    "WHERE was.id = NEW.adjustment_id AND back.id = NEW.reversal_id)"
)
TRIGGERS = (
    (f"{TABLE}_no_update", "UPDATE", "true", f"{TABLE} is append-only"),
    (f"{TABLE}_no_delete", "DELETE", "true", f"{TABLE} is append-only"),
    (f"{TABLE}_is_opposite", "INSERT", OPPOSITE, "an adjustment is taken back by its opposite"),
)
"""Name, verb, condition, and what is said."""


def upgrade() -> None:
    """Go up."""
    whole = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    columns = ("adjustment_id", "reversal_id")
    op.create_table(
        TABLE,
        *(sa.Column(name, whole, nullable=False) for name in columns),
        *(
            sa.ForeignKeyConstraint(
                [name], ["adjustments.id"], name=op.f(f"fk_{TABLE}_{name}_adjustments")
            )
            for name in columns
        ),
        sa.PrimaryKeyConstraint("adjustment_id", name=op.f(f"pk_{TABLE}")),
        sa.UniqueConstraint("reversal_id", name=op.f(f"uq_{TABLE}_reversal_id")),
    )
    for trigger in TRIGGERS:
        _refuse(*trigger)


def _refuse(name: str, verb: str, when: str, say: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        raising = f"SELECT RAISE(ABORT, '{say}')"
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {verb} ON {TABLE} WHEN {when} BEGIN {raising}; END"
        )
        return
    raising = f"IF {when} THEN RAISE EXCEPTION '{say}'; END IF; RETURN COALESCE(NEW, OLD);"
    op.execute(
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN {raising} END $$"
    )
    op.execute(
        f"CREATE TRIGGER {name} BEFORE {verb} ON {TABLE} FOR EACH ROW EXECUTE FUNCTION {name}()"
    )


def downgrade() -> None:
    """Go down: what was taken back stays as two adjustments."""
    op.drop_table(TABLE)
    if op.get_bind().dialect.name == "postgresql":
        for name, *_ in TRIGGERS:
            op.execute(f"DROP FUNCTION {name}()")
