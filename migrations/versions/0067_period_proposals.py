"""Periods close in two steps, by two people."""

import sqlalchemy as sa
from alembic import op

revision = "0067"
down_revision = "0066"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
WAITING = sa.text("approved_at IS NULL AND ended_at IS NULL")
STATES = "state IN ('open', {}'closed')"
APPROVED = (
    "EXISTS (SELECT 1 FROM period_proposals WHERE period_id = OLD.id AND ask = '{}' "
    "AND approved_at >= OLD.soft_closed_at)"
)
TWO_PEOPLE = (
    "NEW.state = 'closed' AND (OLD.state <> 'soft_closed' OR NOT "
    + APPROVED.format("close")
    + ") OR NEW.state = 'open' AND OLD.state = 'soft_closed' AND NOT "
    + APPROVED.format("reopen")
)
STEPS = [
    (
        *("periods_by_two_people", "UPDATE", TWO_PEOPLE),
        "a period is closed and reopened by two people",
    ),
    ("periods_starts_open", "INSERT", "NEW.state <> 'open'", "a period starts open"),
]
DECIDED = "OLD.approved_at IS NOT NULL OR OLD.ended_at IS NOT NULL"
KEPT = "a proposal stays as it was decided"
SOFT = "EXISTS (SELECT 1 FROM periods WHERE id = NEW.period_id AND state = 'soft_closed')"


def upgrade() -> None:
    """Go up."""
    apart = _triggers_put_away()
    with op.batch_alter_table("periods") as batch_op:
        batch_op.drop_constraint(op.f("ck_periods_state_known"), type_="check")
        batch_op.add_column(sa.Column("soft_closed_by_id", WHOLE, nullable=True))
        batch_op.add_column(sa.Column("soft_closed_at", MOMENT, nullable=True))
        batch_op.create_check_constraint(
            op.f("ck_periods_state_known"), STATES.format("'soft_closed', ")
        )
        batch_op.create_check_constraint(
            op.f("ck_periods_soft_closed_at_a_moment"),
            "state <> 'soft_closed' OR soft_closed_at IS NOT NULL",
        )
        batch_op.create_foreign_key(
            op.f("fk_periods_soft_closed_by_id_people"), "people", ["soft_closed_by_id"], ["id"]
        )
    _proposals()
    _put_back(apart)
    for trigger in STEPS:
        _trigger("periods", *trigger)
    for table in ("sales", "sales_taken_back"):
        name = f"{table}_not_when_soft_closed"
        _trigger(table, name, "INSERT", SOFT, "the period is soft-closed")


def _proposals() -> None:
    op.create_table(
        "period_proposals",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("period_id", WHOLE, nullable=False),
        sa.Column("ask", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("proposed_by_id", WHOLE, nullable=False),
        sa.Column("proposed_at", MOMENT, nullable=False),
        sa.Column("approved_by_id", WHOLE, nullable=True),
        sa.Column("approved_at", MOMENT, nullable=True),
        sa.CheckConstraint("ask IN ('close', 'reopen')", name=op.f("ck_period_proposals_ask_known")),
        sa.CheckConstraint(
            "approved_by_id <> proposed_by_id", name=op.f("ck_period_proposals_four_eyes")
        ),
        sa.CheckConstraint(
            "(approved_by_id IS NULL) = (approved_at IS NULL)",
            name=op.f("ck_period_proposals_approved_by_somebody"),
        ),
        sa.CheckConstraint(
            "approved_at IS NULL OR ended_at IS NULL",
            name=op.f("ck_period_proposals_ended_or_approved"),
        ),
        sa.CheckConstraint(
            "ask = 'close' OR trim(reason) <> ''",
            name=op.f("ck_period_proposals_reopened_with_reason"),
        ),
        sa.CheckConstraint(
            "(ask = 'close') = (length(digest) = 64)",
            name=op.f("ck_period_proposals_close_of_figures"),
        ),
        *(
            sa.ForeignKeyConstraint(
                [column], [f"{there}.id"], name=op.f(f"fk_period_proposals_{column}_{there}")
            )
            for column, there in (
                ("period_id", "periods"),
                ("proposed_by_id", "people"),
                ("approved_by_id", "people"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_period_proposals")),
    )
    op.create_index("ix_period_proposals_period", "period_proposals", ["period_id", "id"])
    op.create_index(
        "uq_period_proposals_waiting",
        "period_proposals",
        ["period_id"],
        unique=True,
        sqlite_where=WAITING,
        postgresql_where=WAITING,
    )
    for verb in ("UPDATE", "DELETE"):
        name = f"period_proposals_decided_no_{verb.lower()}"
        _trigger("period_proposals", name, verb, DECIDED, KEPT)


def _is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def _triggers_put_away() -> list[str]:
    """SQLite writes the table anew: triggers that read it wait meanwhile, its own are lost."""
    if not _is_sqlite():
        return []
    asked = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND sql LIKE '%periods%'"
    found = op.get_bind().exec_driver_sql(asked).all()
    for name, _ in found:
        op.execute(f"DROP TRIGGER {name}")
    return [sql for _, sql in found]


def _put_back(triggers: list[str]) -> None:
    for trigger in triggers:
        op.get_bind().exec_driver_sql(trigger)


def _trigger(table: str, name: str, verb: str, when: str, say: str) -> None:
    if _is_sqlite():
        op.get_bind().exec_driver_sql(
            f"CREATE TRIGGER {name} BEFORE {verb} ON {table} WHEN {when} "
            f"BEGIN SELECT RAISE(ABORT, '{say}'); END"
        )
        return
    op.execute(
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN IF {when} THEN RAISE EXCEPTION '{say}'; END IF; RETURN COALESCE(NEW, OLD); END $$"
    )
    op.execute(
        f"CREATE TRIGGER {name} BEFORE {verb} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"
    )


def downgrade() -> None:
    """Go down: a soft-closed period is open again."""
    for table, name in (
        ("sales", "sales_not_when_soft_closed"),
        ("sales_taken_back", "sales_taken_back_not_when_soft_closed"),
        ("periods", "periods_by_two_people"),
        ("periods", "periods_starts_open"),
    ):
        _drop(table, name)
    op.execute("UPDATE periods SET state = 'open' WHERE state = 'soft_closed'")
    op.drop_table("period_proposals")
    if not _is_sqlite():
        for verb in ("update", "delete"):
            op.execute(f"DROP FUNCTION period_proposals_decided_no_{verb}()")
    apart = _triggers_put_away()
    with op.batch_alter_table("periods") as batch_op:
        batch_op.drop_constraint(op.f("fk_periods_soft_closed_by_id_people"), type_="foreignkey")
        batch_op.drop_constraint(op.f("ck_periods_soft_closed_at_a_moment"), type_="check")
        batch_op.drop_constraint(op.f("ck_periods_state_known"), type_="check")
        batch_op.drop_column("soft_closed_at")
        batch_op.drop_column("soft_closed_by_id")
        batch_op.create_check_constraint(op.f("ck_periods_state_known"), STATES.format(""))
    _put_back(apart)


def _drop(table: str, name: str) -> None:
    if _is_sqlite():
        op.execute(f"DROP TRIGGER {name}")
        return
    op.execute(f"DROP TRIGGER {name} ON {table}")
    op.execute(f"DROP FUNCTION {name}()")
