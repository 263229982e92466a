"""Payees ask for an audit."""

import sqlalchemy as sa
from alembic import op

revision = "0099"
down_revision = "0098"
branch_labels = None
depends_on = None

TABLE = "audit_requests"
WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
KEYS = {"share_id": "shares", "person_id": "people", "answered_by_id": "people"}
CHECKS = {
    "reply_known": "reply IN ('granted', 'refused')",
    "auditor_named": "trim(auditor) <> ''",
    "answered_whole": "(reply IS NULL) = (answered_at IS NULL)"
    " AND (reply IS NULL) = (answered_by_id IS NULL)",
    "refused_why": "reply <> 'refused' OR trim(answer) <> ''",
    "not_by_oneself": "answered_by_id <> person_id",
}
TRIGGERS = (
    ("stays_on_update", "UPDATE", "OLD.answered_at IS NOT NULL", "an answered request stays"),
    ("stays_on_delete", "DELETE", "true", "a request for an audit stays"),
)


def upgrade() -> None:
    """Go up."""
    moment = sa.DateTime(timezone=True)
    op.create_table(
        TABLE,
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("share_id", WHOLE, nullable=False),
        sa.Column("person_id", WHOLE, nullable=False),
        sa.Column("auditor", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("asked_at", moment, nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("reply", sa.Text(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_by_id", WHOLE, nullable=True),
        sa.Column("answered_at", moment, nullable=True),
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
    open_ = sa.text("answered_at IS NULL")
    op.create_index(
        "uq_audit_requests_open",
        TABLE,
        ["share_id"],
        unique=True,
        sqlite_where=open_,
        postgresql_where=open_,
    )
    op.create_index("ix_audit_requests_person", TABLE, ["person_id", "id"])
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
    """Go down: what was asked is forgotten."""
    op.drop_table(TABLE)
    if op.get_bind().dialect.name == "postgresql":
        for ending, *_ in TRIGGERS:
            op.execute(f"DROP FUNCTION {TABLE}_{ending}()")
