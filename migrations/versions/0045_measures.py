"""Measures with their statements of reasons, and appeals against them."""

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
OPEN = sa.text("decided_at IS NULL")
KINDS = (
    "kind IN ('own_moved', 'own_tier', 'own_deadline', 'own_picked', 'own_answer', 'own_comment', "
    "'reply', 'mention', 'report_decided', 'words_taken_down', 'vote_decided', 'appeal_decided', "
    "'own_votes', {}'team_invited', 'team_answered', "
    "'agreement', 'statement', 'payment', 'backed_moved', 'backed_answer', 'backed_tier', "
    "'backed_update', 'queue_late', 'round_near', 'jobs_failed')"
)
NEW_KINDS = "'measure_taken', 'measure_appeal', "
ANOTHER = "NEW.decided_by_id = (SELECT by_id FROM measures WHERE id = NEW.measure_id)"
TRIGGERS = (
    ("measures_no_update", "UPDATE", "measures", "true", "measures is append-only"),
    ("measures_no_delete", "DELETE", "measures", "true", "measures is append-only"),
    (
        *("measure_appeals_by_another", "UPDATE", "measure_appeals", ANOTHER),
        "who decided does not decide about the appeal",
    ),
)


def upgrade() -> None:
    """Go up."""
    op.add_column(
        "feedback", sa.Column("taken_words", sa.Text(), server_default="", nullable=False)
    )
    _kinds(KINDS.format(NEW_KINDS))
    _make_measures()
    _make_appeals()
    for name, verb, table, when, say in TRIGGERS:
        _trigger(name, verb, table, when=when, say=say)


def _kinds(condition: str) -> None:
    with op.batch_alter_table("notices") as batch_op:
        batch_op.drop_constraint(op.f("ck_notices_kind_known"), type_="check")
        batch_op.create_check_constraint(op.f("ck_notices_kind_known"), condition)


def _make_measures() -> None:
    op.create_table(
        "measures",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("thing", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("idea_id", WHOLE, nullable=True),
        sa.Column("person_id", WHOLE, nullable=False),
        sa.Column("ground", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("sentence", sa.JSON(), nullable=False),
        sa.Column("terms_id", WHOLE, nullable=True),
        sa.Column("by_id", WHOLE, nullable=True),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("appeal_ends_at", MOMENT, nullable=True),
        sa.CheckConstraint(
            "kind IN ('returned', 'declined', 'archived', 'hidden', 'taken_down', 'slowed', "
            "'restored')",
            name=op.f("ck_measures_kind_known"),
        ),
        sa.CheckConstraint(
            "thing IN ('idea', 'comment', 'update', 'feedback', 'picture', 'profile', "
            "'reporting')",
            name=op.f("ck_measures_thing_known"),
        ),
        sa.CheckConstraint(
            "source IN ('check', 'report', 'appeal', 'program')",
            name=op.f("ck_measures_source_known"),
        ),
        sa.CheckConstraint(
            "(source = 'program') = (by_id IS NULL)",
            name=op.f("ck_measures_decided_by_somebody"),
        ),
        sa.ForeignKeyConstraint(["idea_id"], ["ideas.id"], name=op.f("fk_measures_idea_id_ideas")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_measures_person_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["terms_id"], ["terms.id"], name=op.f("fk_measures_terms_id_terms")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_measures_by_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measures")),
        sa.UniqueConstraint(
            "subject", "kind", "made_at", name=op.f("uq_measures_subject_kind_made_at")
        ),
    )
    op.create_index("ix_measures_person", "measures", ["person_id", "id"])
    op.create_index("ix_measures_idea", "measures", ["idea_id", "id"])
    op.create_index("ix_measures_made", "measures", ["made_at", "id"])


def _make_appeals() -> None:
    op.create_table(
        "measure_appeals",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("measure_id", WHOLE, nullable=False),
        sa.Column("person_id", WHOLE, nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("answer", sa.JSON(), nullable=False),
        sa.Column("decided_by_id", WHOLE, nullable=True),
        sa.Column("decided_at", MOMENT, nullable=True),
        sa.CheckConstraint(
            "outcome IN ('upheld', 'dismissed')", name=op.f("ck_measure_appeals_outcome_known")
        ),
        sa.CheckConstraint(
            "(decided_at IS NULL) = (outcome IS NULL) "
            "AND (decided_at IS NULL) = (decided_by_id IS NULL)",
            name=op.f("ck_measure_appeals_decided_by_somebody"),
        ),
        sa.CheckConstraint(
            "decided_by_id <> person_id", name=op.f("ck_measure_appeals_not_ones_own")
        ),
        sa.ForeignKeyConstraint(
            ["measure_id"], ["measures.id"], name=op.f("fk_measure_appeals_measure_id_measures")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_measure_appeals_person_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["people.id"], name=op.f("fk_measure_appeals_decided_by_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measure_appeals")),
        sa.UniqueConstraint("measure_id", name=op.f("uq_measure_appeals_measure_id")),
    )
    where = {"sqlite_where": OPEN, "postgresql_where": OPEN}
    op.create_index("ix_measure_appeals_open", "measure_appeals", ["id"], **where)
    op.create_index("ix_measure_appeals_person", "measure_appeals", ["person_id", "id"])


def _trigger(name: str, verb: str, table: str, *, when: str, say: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {verb} ON {table} WHEN {when} "
            f"BEGIN SELECT RAISE(ABORT, '{say}'); END"
        )
        return
    op.execute(
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN IF {when} THEN RAISE EXCEPTION '{say}'; END IF; "
        f"RETURN COALESCE(NEW, OLD); END $$"
    )
    op.execute(
        f"CREATE TRIGGER {name} BEFORE {verb} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"
    )


def downgrade() -> None:
    """Go down: what was decided stays decided, but nobody can tell why."""
    op.drop_table("measure_appeals")
    op.drop_table("measures")
    if op.get_bind().dialect.name == "postgresql":
        for name, *_ in TRIGGERS:
            op.execute(f"DROP FUNCTION {name}()")
    op.execute(f"DELETE FROM notices WHERE kind IN ({NEW_KINDS.rstrip(', ')})")
    _kinds(KINDS.format(""))
    op.drop_column("feedback", "taken_words")
