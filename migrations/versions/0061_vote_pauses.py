"""Pauses of votes that were made up for."""

import sqlalchemy as sa
from alembic import op

revision = "0061"
down_revision = "0060"
branch_labels = None
depends_on = None

TRIGGERS = {
    "sqlite": (
        "CREATE TRIGGER {name} BEFORE {verb} ON {table} WHEN true "
        "BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END",
    ),
    "postgresql": (
        "CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF true THEN "
        "RAISE EXCEPTION '{table} is append-only'; END IF; RETURN COALESCE(NEW, OLD); END $$",
        "CREATE TRIGGER {name} BEFORE {verb} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()",
    ),
}


def upgrade() -> None:
    """Go up."""
    whole = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "vote_pauses",
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ballots", whole, nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("ended_at > began_at", name=op.f("ck_vote_pauses_has_length")),
        sa.PrimaryKeyConstraint("began_at", name=op.f("pk_vote_pauses")),
    )
    for verb in ("UPDATE", "DELETE"):
        for statement in TRIGGERS[op.get_bind().dialect.name]:
            name = f"vote_pauses_no_{verb.lower()}"
            op.execute(statement.format(name=name, table="vote_pauses", verb=verb))


def downgrade() -> None:
    """Go down."""
    op.drop_table("vote_pauses")
    if op.get_bind().dialect.name == "postgresql":
        for verb in ("update", "delete"):
            op.execute(f"DROP FUNCTION vote_pauses_no_{verb}()")
