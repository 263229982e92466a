"""Rounds by a calendar, words about delays, forecasts, words for reasons, answers taken back."""

import sqlalchemy as sa
from alembic import op

revision = "0074"
down_revision = "0073"
branch_labels = None
depends_on = None

KEPT = "delays", "decision_wordings"
STAYS = "taken_back_at IS NULL OR confirmed_at IS NULL"
BY_TWO = (
    f"{STAYS} OR (reopen_by_id IS NOT NULL AND taken_back_by_id IS NOT NULL AND "
    "reopen_by_id <> taken_back_by_id)"
)
IN_TIME = (
    "(look_again_on IS NULL) = (park_ends_on IS NULL) AND "
    "(look_again_on IS NULL OR look_again_on <= park_ends_on)"
)
CONFIRMED, PARKED = "ck_decisions_confirmed_stays", "ck_decisions_parked_in_time"
PEOPLE = "reopen_by_id", "taken_back_by_id"


def upgrade() -> None:
    """Go up."""
    op.add_column("rounds", sa.Column("zone", sa.Text(), server_default="UTC", nullable=False))
    _change_decisions()
    _make_tables()
    for table in KEPT:
        for verb in ("UPDATE", "DELETE"):
            _refuse(table, verb)


def _change_decisions() -> None:
    whole = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.add_column("decisions", sa.Column("park_ends_on", sa.Date()))
    op.execute("UPDATE decisions SET park_ends_on = look_again_on")
    with op.batch_alter_table("decisions") as batch_op:
        batch_op.add_column(sa.Column("reopen_by_id", whole))
        batch_op.add_column(sa.Column("reopen_at", sa.DateTime(timezone=True)))
        batch_op.add_column(sa.Column("taken_back_by_id", whole))
        for column in PEOPLE:
            name = op.f(f"fk_decisions_{column}_people")
            batch_op.create_foreign_key(name, "people", [column], ["id"])
        batch_op.drop_constraint(op.f(CONFIRMED), type_="check")
        batch_op.create_check_constraint(op.f(CONFIRMED), BY_TWO)
        batch_op.create_check_constraint(op.f(PARKED), IN_TIME)


def _make_tables() -> None:
    whole = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "delays",
        sa.Column("id", whole, nullable=False),
        sa.Column("round_id", whole, nullable=False),
        sa.Column("sentence", sa.JSON(), nullable=False),
        sa.Column("expected_on", sa.Date(), nullable=False),
        sa.Column("said_by_id", whole, nullable=False),
        sa.Column("said_at", moment, nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_delays_round_id_rounds")),
        sa.ForeignKeyConstraint(
            ["said_by_id"], ["people.id"], name=op.f("fk_delays_said_by_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delays")),
    )
    op.create_index("ix_delays_round", "delays", ["round_id", "id"])
    op.create_table(
        "round_forecasts",
        sa.Column("round_id", whole, nullable=False),
        sa.Column("low", whole, nullable=False),
        sa.Column("middle", whole, nullable=False),
        sa.Column("high", whole, nullable=False),
        sa.Column("made_at", moment, nullable=False),
        sa.CheckConstraint(
            "0 <= low AND low <= middle AND middle <= high",
            name=op.f("ck_round_forecasts_in_order"),
        ),
        sa.ForeignKeyConstraint(
            ["round_id"], ["rounds.id"], name=op.f("fk_round_forecasts_round_id_rounds")
        ),
        sa.PrimaryKeyConstraint("round_id", name=op.f("pk_round_forecasts")),
    )
    op.create_table(
        "decision_wordings",
        sa.Column("id", whole, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("sentence", sa.JSON(), nullable=False),
        sa.Column("by_id", whole, nullable=False),
        sa.Column("made_at", moment, nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["people.id"], name=op.f("fk_decision_wordings_by_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision_wordings")),
    )
    op.create_index("ix_decision_wordings_reason", "decision_wordings", ["reason", "id"])


def _refuse(table: str, verb: str) -> None:
    name, say = f"{table}_no_{verb.lower()}", f"{table} is append-only"
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {verb} ON {table} WHEN true "
            f"BEGIN SELECT RAISE(ABORT, '{say}'); END"
        )
        return
    op.execute(
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN IF true THEN RAISE EXCEPTION '{say}'; END IF; RETURN COALESCE(NEW, OLD); END $$"
    )
    op.execute(
        f"CREATE TRIGGER {name} BEFORE {verb} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"
    )


def downgrade() -> None:
    """Go down: answers that two people took back are gone, and so is what was said of delays."""
    for table in (*KEPT, "round_forecasts"):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        for table in KEPT:
            op.execute(f"DROP FUNCTION {table}_no_update()")
            op.execute(f"DROP FUNCTION {table}_no_delete()")
    op.execute("DELETE FROM decisions WHERE taken_back_at IS NOT NULL AND confirmed_at IS NOT NULL")
    with op.batch_alter_table("decisions") as batch_op:
        batch_op.drop_constraint(op.f(PARKED), type_="check")
        batch_op.drop_constraint(op.f(CONFIRMED), type_="check")
        batch_op.create_check_constraint(op.f(CONFIRMED), STAYS)
        for column in PEOPLE:
            batch_op.drop_constraint(op.f(f"fk_decisions_{column}_people"), type_="foreignkey")
            batch_op.drop_column(column)
        batch_op.drop_column("reopen_at")
        batch_op.drop_column("park_ends_on")
    op.drop_column("rounds", "zone")
