"""Payees dispute statements, and finance is told of it."""

import sqlalchemy as sa
from alembic import op

revision = "0070"
down_revision = "0069"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
KINDS = (
    "kind IN ('own_moved', 'own_tier', 'own_deadline', 'own_picked', 'own_answer', 'own_comment', "
    "'reply', 'mention', 'report_decided', 'words_taken_down', 'vote_decided', 'appeal_decided', "
    "'own_votes', 'measure_taken', 'measure_appeal', 'team_invited', 'team_answered', "
    "'agreement', 'statement', 'payment', 'backed_moved', 'backed_answer', 'backed_tier', "
    "'backed_update', 'queue_late', 'round_near', 'jobs_failed'{})"
)
REASONS = (
    "reason IN ('missing_sales', 'units', 'returns', 'deductions', 'exchange', 'rate', 'share', "
    "'advance', 'other')"
)
ANSWERED = (
    "(outcome IS NULL) = (answered_at IS NULL)"
    " AND (outcome IS NULL) = (answered_by_id IS NULL)"
    " AND (outcome IS NULL) = (trim(answer) = '')"
)
FIRST = "SELECT 1 FROM disputes WHERE statement_id = NEW.statement_id AND look = 1"
TRIGGERS = (
    ("disputes_stays_on_update", "UPDATE", "OLD.answered_at IS NOT NULL", "an answered dispute stays"),
    ("disputes_stays_on_delete", "DELETE", "true", "a dispute stays"),
    (
        *("disputes_second_after_first", "INSERT"),
        f"NEW.look = 2 AND NOT EXISTS ({FIRST} AND answered_at IS NOT NULL)",
        "a second look follows the first answer",
    ),
    (
        *("disputes_second_by_another", "UPDATE"),
        f"NEW.look = 2 AND EXISTS ({FIRST} AND answered_by_id = NEW.answered_by_id)",
        "a second look is taken by somebody else",
    ),
)
KEYS = {
    "statement_id": "statements",
    "person_id": "people",
    "settled_sale_id": "settled_sales",
    "adjustment_id": "adjustments",
    "answered_by_id": "people",
}


def upgrade() -> None:
    """Go up."""
    _kinds(KINDS.format(", 'dispute'"))
    op.create_table(
        "disputes",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("statement_id", WHOLE, nullable=False),
        sa.Column("look", WHOLE, nullable=False),
        sa.Column("person_id", WHOLE, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("settled_sale_id", WHOLE, nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("adjustment_id", WHOLE, nullable=True),
        sa.Column("answered_by_id", WHOLE, nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(REASONS, name=op.f("ck_disputes_reason_known")),
        sa.CheckConstraint(
            "outcome IN ('upheld', 'rejected')", name=op.f("ck_disputes_outcome_known")
        ),
        sa.CheckConstraint("look BETWEEN 1 AND 2", name=op.f("ck_disputes_look_known")),
        sa.CheckConstraint("trim(words) <> ''", name=op.f("ck_disputes_words_written")),
        sa.CheckConstraint(ANSWERED, name=op.f("ck_disputes_answered_whole")),
        sa.CheckConstraint(
            "answered_by_id <> person_id", name=op.f("ck_disputes_not_by_oneself")
        ),
        sa.CheckConstraint(
            "adjustment_id IS NULL OR outcome = 'upheld'",
            name=op.f("ck_disputes_adjusted_when_upheld"),
        ),
        *(
            sa.ForeignKeyConstraint(
                [column], [f"{table}.id"], name=op.f(f"fk_disputes_{column}_{table}")
            )
            for column, table in KEYS.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disputes")),
        sa.UniqueConstraint("statement_id", "look", name=op.f("uq_disputes_statement_id_look")),
    )
    waiting = sa.text("answered_at IS NULL")
    op.create_index(
        "ix_disputes_waiting",
        "disputes",
        ["due_on", "id"],
        sqlite_where=waiting,
        postgresql_where=waiting,
    )
    op.create_index("ix_disputes_person", "disputes", ["person_id", "id"])
    for name, verb, when, say in TRIGGERS:
        _trigger(name, verb, when, say)


def _kinds(condition: str) -> None:
    with op.batch_alter_table("notices") as batch_op:
        batch_op.drop_constraint(op.f("ck_notices_kind_known"), type_="check")
        batch_op.create_check_constraint(op.f("ck_notices_kind_known"), condition)


def _trigger(name: str, verb: str, when: str, say: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {verb} ON disputes WHEN {when} "
            f"BEGIN SELECT RAISE(ABORT, '{say}'); END"
        )
        return
    op.execute(
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN IF {when} THEN RAISE EXCEPTION '{say}'; END IF; "
        f"RETURN COALESCE(NEW, OLD); END $$"
    )
    op.execute(
        f"CREATE TRIGGER {name} BEFORE {verb} ON disputes "
        f"FOR EACH ROW EXECUTE FUNCTION {name}()"
    )


def downgrade() -> None:
    """Go down."""
    op.drop_table("disputes")
    if op.get_bind().dialect.name == "postgresql":
        for name, *_ in TRIGGERS:
            op.execute(f"DROP FUNCTION {name}()")
    op.execute("DELETE FROM notices WHERE kind = 'dispute'")
    _kinds(KINDS.format(""))
