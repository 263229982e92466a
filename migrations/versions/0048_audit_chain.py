"""The audit log's hashes move to seals, set once entries are committed; checks are remembered."""

import sqlalchemy as sa
from alembic import op

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None

FIXED = ("audit_entries", "audit_seals")
NEW = ("audit_checks", "audit_heads", "audit_seals", "audit_unsealed")
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
INDEXES = (("at", "at"), ("actor", "actor_id"), ("subject", "subject"))
UNSEEN = sa.text("fault IS NOT NULL AND seen_at IS NULL")
KINDS = "fault IN ('changed', 'gone', 'missing', 'unlinked', 'cut', 'slipped_in')"
SEAL_WHAT_IS_THERE = (
    "INSERT INTO audit_seals (number, entry_id, previous, hash, sealed_at) "
    "SELECT row_number() OVER (ORDER BY id), id, previous, hash, at FROM audit_entries",
    "INSERT INTO audit_heads (id, length, hash) "
    "SELECT 1, number, hash FROM audit_seals ORDER BY number DESC LIMIT 1",
)


def upgrade() -> None:
    """Go up."""
    _make_tables()
    for statement in SEAL_WHAT_IS_THERE:
        op.execute(statement)
    with op.batch_alter_table("audit_entries") as batch_op:
        for name in ("previous", "hash"):
            batch_op.drop_constraint(op.f(f"uq_audit_entries_{name}"), type_="unique")
            batch_op.drop_column(name)
    for name, column in INDEXES:
        op.create_index(f"ix_audit_entries_{name}", "audit_entries", [column, "id"])
    is_anew = op.get_bind().dialect.name == "sqlite"
    for table in FIXED if is_anew else FIXED[1:]:
        _protect(table)


def _make_tables() -> None:
    whole = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    entry = (["entry_id"], ["audit_entries.id"])
    op.create_table(
        "audit_unsealed",
        sa.Column("entry_id", whole, nullable=False),
        sa.ForeignKeyConstraint(*entry, name=op.f("fk_audit_unsealed_entry_id_audit_entries")),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_audit_unsealed")),
    )
    op.create_table(
        "audit_seals",
        sa.Column("number", whole, autoincrement=False, nullable=False),
        sa.Column("entry_id", whole, nullable=False),
        sa.Column("previous", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("sealed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(*entry, name=op.f("fk_audit_seals_entry_id_audit_entries")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_audit_seals")),
        sa.UniqueConstraint("entry_id", name=op.f("uq_audit_seals_entry_id")),
        sa.UniqueConstraint("hash", name=op.f("uq_audit_seals_hash")),
        sa.UniqueConstraint("previous", name=op.f("uq_audit_seals_previous")),
    )
    op.create_table(
        "audit_heads",
        sa.Column("id", whole, autoincrement=False, nullable=False),
        sa.Column("length", whole, nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_audit_heads_only_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_heads")),
    )
    op.create_table(
        "audit_checks",
        sa.Column("id", whole, nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("length", whole, nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("fault", sa.Text(), nullable=True),
        sa.Column("place", whole, nullable=True),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seen_by_id", whole, nullable=True),
        sa.CheckConstraint(KINDS, name=op.f("ck_audit_checks_fault_known")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_checks")),
    )
    op.create_index(
        "ix_audit_checks_unseen",
        "audit_checks",
        ["id"],
        unique=False,
        sqlite_where=UNSEEN,
        postgresql_where=UNSEEN,
    )


def _protect(table: str) -> None:
    for verb in ("UPDATE", "DELETE"):
        for statement in TRIGGERS[op.get_bind().dialect.name]:
            name = f"{table}_no_{verb.lower()}"
            op.execute(statement.format(name=name, table=table, verb=verb))


def downgrade() -> None:
    """Go down: what was not sealed yet says so in the place of its hash."""
    is_postgresql = op.get_bind().dialect.name == "postgresql"
    for verb in ("update", "delete"):
        on = " ON audit_entries" if is_postgresql else ""
        op.execute(f"DROP TRIGGER audit_entries_no_{verb}{on}")
    for name, _ in INDEXES:
        op.drop_index(f"ix_audit_entries_{name}", "audit_entries")
    with op.batch_alter_table("audit_entries") as batch_op:
        for name in ("previous", "hash"):
            batch_op.add_column(sa.Column(name, sa.Text(), nullable=True))
    for name in ("previous", "hash"):
        seal = f"SELECT {name} FROM audit_seals WHERE entry_id = audit_entries.id"
        op.execute(f"UPDATE audit_entries SET {name} = COALESCE(({seal}), 'unsealed ' || id)")
    with op.batch_alter_table("audit_entries") as batch_op:
        for name in ("previous", "hash"):
            batch_op.alter_column(name, existing_type=sa.Text(), nullable=False)
            batch_op.create_unique_constraint(op.f(f"uq_audit_entries_{name}"), [name])
    for table in NEW:
        op.drop_table(table)
    _protect("audit_entries")
    if is_postgresql:
        for verb in ("update", "delete"):
            op.execute(f"DROP FUNCTION audit_seals_no_{verb}()")
