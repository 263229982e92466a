"""A merger is a measure, with its statement of reasons and an appeal."""

import sqlalchemy as sa
from alembic import op

revision = "0091"
down_revision = "0090"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
KINDS = (
    "kind IN ('returned', 'declined', 'archived', 'hidden', {}'taken_down', 'slowed', "
    "'suspended', 'restored')"
)
SECOND = "fk_measures_seconded_by_id_people"
NOBODY_ELSE = "NEW.decided_by_id = (SELECT by_id FROM measures WHERE id = NEW.measure_id)"
NEITHER = (
    "EXISTS (SELECT 1 FROM measures WHERE id = NEW.measure_id "
    "AND NEW.decided_by_id IN (by_id, seconded_by_id))"
)
SAY = "who decided does not decide about the appeal"


def upgrade() -> None:
    """Go up."""
    _without_triggers()
    with op.batch_alter_table("measures") as batch_op:
        batch_op.add_column(sa.Column("seconded_by_id", WHOLE, nullable=True))
        batch_op.create_foreign_key(op.f(SECOND), "people", ["seconded_by_id"], ["id"])
        _kinds(batch_op, KINDS.format("'merged', "))
    _with_triggers(NEITHER)


def downgrade() -> None:
    """Go down, as long as no idea has been merged with a statement."""
    _without_triggers()
    with op.batch_alter_table("measures") as batch_op:
        _kinds(batch_op, KINDS.format(""))
        batch_op.drop_constraint(op.f(SECOND), type_="foreignkey")
        batch_op.drop_column("seconded_by_id")
    _with_triggers(NOBODY_ELSE)


def _kinds(batch_op: object, kinds: str) -> None:
    batch_op.drop_constraint(op.f("ck_measures_kind_known"), type_="check")  # type: ignore[attr-defined]
    batch_op.create_check_constraint(op.f("ck_measures_kind_known"), kinds)  # type: ignore[attr-defined]


def _without_triggers() -> None:
    """SQLite makes the table anew, without the triggers on it."""
    if op.get_bind().dialect.name == "sqlite":
        for name in ("measures_no_update", "measures_no_delete", "measure_appeals_by_another"):
            op.execute(f"DROP TRIGGER {name}")


def _with_triggers(when: str) -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE OR REPLACE FUNCTION measure_appeals_by_another() RETURNS trigger LANGUAGE "
            f"plpgsql AS $$ BEGIN IF {when} THEN RAISE EXCEPTION '{SAY}'; END IF; "
            "RETURN COALESCE(NEW, OLD); END $$"
        )
        return
    append_only = "measures is append-only"
    for name, verb, table, condition, say in (
        ("measures_no_update", "UPDATE", "measures", "true", append_only),
        ("measures_no_delete", "DELETE", "measures", "true", append_only),
        ("measure_appeals_by_another", "UPDATE", "measure_appeals", when, SAY),
    ):
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {verb} ON {table} WHEN {condition} "
            f"BEGIN SELECT RAISE(ABORT, '{say}'); END"
        )
