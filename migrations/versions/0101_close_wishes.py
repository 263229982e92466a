"""The worker calculates and closes large periods."""

import sqlalchemy as sa
from alembic import op

revision = "0101"
down_revision = "0100"
branch_labels = None
depends_on = None

TABLE = "close_wishes"
WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
KEYS = {"period_id": "periods", "asked_by_id": "people"}
CHECKS = {
    "kind_known": "kind IN ('figures', 'close')",
    "close_of_seen": "(kind = 'close') = (length(seen) = 64)",
    "calculated_whole": "(digest = '') = (calculated_at IS NULL)"
    " AND (digest = '' OR finished_at IS NOT NULL)",
}
TRIGGERS = (
    ("stays_on_update", "UPDATE", "OLD.finished_at IS NOT NULL", "a finished wish stays"),
    ("stays_on_delete", "DELETE", "true", "a wish for a close stays"),
)


def upgrade() -> None:
    """Go up."""
    moment = sa.DateTime(timezone=True)
    op.create_table(
        TABLE,
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("period_id", WHOLE, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("seen", sa.Text(), nullable=False),
        sa.Column("asked_by_id", WHOLE, nullable=False),
        sa.Column("asked_at", moment, nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("refusal", sa.JSON(), nullable=False),
        sa.Column("calculated_at", moment, nullable=True),
        sa.Column("finished_at", moment, nullable=True),
        *(
            sa.CheckConstraint(text, name=op.f(f"ck_{TABLE}_{name}"))
            for name, text in CHECKS.items()
        ),
        *(
            sa.ForeignKeyConstraint(
                [column], [f"{table}.id"], name=op.f(f"fk_{TABLE}_{column}_{table}")
            )
            for column, table in KEYS.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{TABLE}")),
    )
    waiting = sa.text("finished_at IS NULL")
    op.create_index(
        "uq_close_wishes_waiting",
        TABLE,
        ["period_id"],
        unique=True,
        sqlite_where=waiting,
        postgresql_where=waiting,
    )
    op.create_index("ix_close_wishes_period", TABLE, ["period_id", "id"])
    for trigger in TRIGGERS:
        _refuse(*trigger)


def _refuse(ending: str, verb: str, when: str, say: str) -> None:
    name = f"{TABLE}_{ending}"
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
    """Go down: what was asked for is forgotten."""
    op.drop_table(TABLE)
    if op.get_bind().dialect.name == "postgresql":
        for ending, *_ in TRIGGERS:
            op.execute(f"DROP FUNCTION {TABLE}_{ending}()")
