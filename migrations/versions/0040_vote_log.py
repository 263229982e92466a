"""The public vote log: its leaves, tiles and checkpoints, and the keys of its commitments."""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None

FIXED = ("vote_leaves", "vote_tiles", "vote_checkpoints")
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
        "vote_leaves",
        sa.Column("seq", whole, autoincrement=False, nullable=False),
        sa.Column("event_id", whole, nullable=False),
        sa.Column("entry", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["vote_events.id"], name=op.f("fk_vote_leaves_event_id_vote_events")
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_vote_leaves")),
        sa.UniqueConstraint("event_id", name=op.f("uq_vote_leaves_event_id")),
    )
    op.create_table(
        "vote_tiles",
        sa.Column("level", whole, autoincrement=False, nullable=False),
        sa.Column("number", whole, autoincrement=False, nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("length(hash) = 32", name=op.f("ck_vote_tiles_hash_is_whole")),
        sa.PrimaryKeyConstraint("level", "number", name=op.f("pk_vote_tiles")),
    )
    op.create_table(
        "vote_checkpoints",
        sa.Column("size", whole, autoincrement=False, nullable=False),
        sa.Column("edge", sa.LargeBinary(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("last_event_id", whole, nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("size", name=op.f("pk_vote_checkpoints")),
    )
    op.create_table(
        "vote_keys",
        sa.Column("person_id", whole, nullable=False),
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("length(key) = 32", name=op.f("ck_vote_keys_key_is_long")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_vote_keys_person_id_people")
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_vote_keys")),
    )
    for table in FIXED:
        for verb in ("UPDATE", "DELETE"):
            for statement in TRIGGERS[op.get_bind().dialect.name]:
                name = f"{table}_no_{verb.lower()}"
                op.execute(statement.format(name=name, table=table, verb=verb))


def downgrade() -> None:
    """Go down."""
    for table in ("vote_keys", *reversed(FIXED)):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        for table in FIXED:
            for verb in ("update", "delete"):
                op.execute(f"DROP FUNCTION {table}_no_{verb}()")
