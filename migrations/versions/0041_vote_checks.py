"""Votes that are looked into: signals, cases, sweeps, appeals, samples."""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None

REASONS = (
    "reason IN ('cast', 'cast_again', 'confirmed', 'taken_back', 'joined_team', 'not_confirmed', "
    "'imported'{})"
)
NEW_REASONS = ", 'held', 'released', 'voided', 'undone', 'appeal_upheld'"
KINDS = (
    "kind IN ('own_moved', 'own_tier', 'own_deadline', 'own_picked', 'own_answer', 'own_comment', "
    "'reply', 'mention', 'report_decided', 'words_taken_down', {}'team_invited', 'team_answered', "
    "'agreement', 'statement', 'payment', 'backed_moved', 'backed_answer', 'backed_tier', "
    "'backed_update', 'queue_late', 'round_near', 'jobs_failed')"
)
NEW_KINDS = "'vote_decided', 'appeal_decided', 'own_votes', "
TRIGGERS = (
    "CREATE TRIGGER vote_events_no_update BEFORE UPDATE ON vote_events WHEN true "
    "BEGIN SELECT RAISE(ABORT, 'vote_events is append-only'); END",
    "CREATE TRIGGER vote_events_no_delete BEFORE DELETE ON vote_events WHEN true "
    "BEGIN SELECT RAISE(ABORT, 'vote_events is append-only'); END",
)
TABLES = (
    *("swept_votes", "appeals", "vote_signals", "sweeps", "sampled_votes", "vote_cases"),
    "signal_keys",
)


def upgrade() -> None:
    """Go up."""
    _reasons(REASONS.format(NEW_REASONS))
    _check("notices", "ck_notices_kind_known", KINDS.format(NEW_KINDS))
    _make_tables()


def _reasons(known: str) -> None:
    """SQLite writes the table anew, and its triggers stay behind."""
    _check("vote_events", "ck_vote_events_reason_known", known)
    if op.get_bind().dialect.name == "sqlite":
        for trigger in TRIGGERS:
            op.execute(sa.text(trigger))


def _check(table: str, name: str, condition: str) -> None:
    with op.batch_alter_table(table) as batch_op:
        batch_op.drop_constraint(op.f(name), type_="check")
        batch_op.create_check_constraint(op.f(name), condition)


def downgrade() -> None:
    """Go down: what was decided about votes stays decided, but nobody can tell why."""
    for table in TABLES:
        op.drop_table(table)
    op.execute(f"DELETE FROM notices WHERE kind IN ({NEW_KINDS.rstrip(', ')})")
    _check("notices", "ck_notices_kind_known", KINDS.format(""))
    is_postgres = op.get_bind().dialect.name == "postgresql"
    if is_postgres:
        op.execute("ALTER TABLE vote_events DISABLE TRIGGER USER")
    else:
        op.execute("DROP TRIGGER vote_events_no_update")
        op.execute("DROP TRIGGER vote_events_no_delete")
    new = NEW_REASONS.lstrip(", ")
    op.execute(f"UPDATE vote_events SET reason = 'imported' WHERE reason IN ({new})")
    _reasons(REASONS.format(""))
    if is_postgres:
        op.execute("ALTER TABLE vote_events ENABLE TRIGGER USER")


def _make_tables() -> None:
    op.create_table(
        "signal_keys",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("salt", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signal_keys")),
    )
    op.create_table(
        "vote_cases",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("idea_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("suspected", sa.Text(), nullable=False),
        sa.Column("mark", sa.Text(), nullable=False),
        sa.Column("key", sa.JSON(), nullable=False),
        sa.Column("tenths", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("found", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("expected", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "suspected IN ('source', 'alike', 'lockstep', 'speed', 'drift', 'by_hand')",
            name=op.f("ck_vote_cases_suspected_known"),
        ),
        sa.ForeignKeyConstraint(
            ["idea_id"], ["ideas.id"], name=op.f("fk_vote_cases_idea_id_ideas")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vote_cases")),
    )
    with op.batch_alter_table("vote_cases", schema=None) as batch_op:
        batch_op.create_index("ix_vote_cases_idea", ["idea_id", "id"], unique=False)
        batch_op.create_index(
            "ix_vote_cases_open",
            ["id"],
            unique=False,
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        )
        batch_op.create_index(
            "ix_vote_cases_open_once",
            ["idea_id", "mark"],
            unique=True,
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        )

    op.create_table(
        "sampled_votes",
        sa.Column("idea_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("attempt", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("place", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("drawn_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finding", sa.Text(), nullable=True),
        sa.Column(
            "checked_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "finding IN ('genuine', 'doubtful')", name=op.f("ck_sampled_votes_finding_known")
        ),
        sa.CheckConstraint(
            "(checked_at IS NULL) = (finding IS NULL)",
            name=op.f("ck_sampled_votes_checked_somehow"),
        ),
        sa.CheckConstraint("place > 0 AND attempt > 0", name=op.f("ck_sampled_votes_counted")),
        sa.ForeignKeyConstraint(
            ["checked_by_id"], ["people.id"], name=op.f("fk_sampled_votes_checked_by_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["idea_id"], ["ballots.idea_id"], name=op.f("fk_sampled_votes_idea_id_ballots")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_sampled_votes_person_id_people")
        ),
        sa.PrimaryKeyConstraint("idea_id", "attempt", "place", name=op.f("pk_sampled_votes")),
        sa.UniqueConstraint(
            "idea_id",
            "attempt",
            "person_id",
            name=op.f("uq_sampled_votes_idea_id_attempt_person_id"),
        ),
    )
    with op.batch_alter_table("sampled_votes", schema=None) as batch_op:
        batch_op.create_index("ix_sampled_votes_person", ["person_id"], unique=False)

    op.create_table(
        "sweeps",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("idea_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("undoes_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("verb", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("conditions", sa.JSON(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("needs_two", sa.Boolean(), nullable=False),
        sa.Column(
            "proposed_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "confirmed_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("total", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("done", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("reached", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "NOT needs_two OR state IN ('proposed', 'refused') OR (confirmed_by_id IS NOT NULL AND confirmed_by_id <> proposed_by_id)",
            name=op.f("ck_sweeps_two_people"),
        ),
        sa.CheckConstraint(
            "state IN ('proposed', 'running', 'done', 'cancelled', 'refused')",
            name=op.f("ck_sweeps_state_known"),
        ),
        sa.CheckConstraint(
            "verb IN ('hold', 'release', 'void', 'undo')", name=op.f("ck_sweeps_verb_known")
        ),
        sa.CheckConstraint(
            "why IN ('too_alike', 'looked_odd', 'real_people', 'no_proof', 'automated', 'one_person', 'throwaway', 'bought', 'mistake', 'appeal')",
            name=op.f("ck_sweeps_why_known"),
        ),
        sa.CheckConstraint("total >= 0 AND done >= 0", name=op.f("ck_sweeps_numbers_count")),
        sa.ForeignKeyConstraint(
            ["case_id"], ["vote_cases.id"], name=op.f("fk_sweeps_case_id_vote_cases")
        ),
        sa.ForeignKeyConstraint(
            ["confirmed_by_id"], ["people.id"], name=op.f("fk_sweeps_confirmed_by_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["idea_id"], ["ballots.idea_id"], name=op.f("fk_sweeps_idea_id_ballots")
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"], ["people.id"], name=op.f("fk_sweeps_proposed_by_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["undoes_id"], ["sweeps.id"], name=op.f("fk_sweeps_undoes_id_sweeps")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sweeps")),
        sa.UniqueConstraint("undoes_id", name=op.f("uq_sweeps_undoes_id")),
    )
    with op.batch_alter_table("sweeps", schema=None) as batch_op:
        batch_op.create_index("ix_sweeps_case", ["case_id", "id"], unique=False)
        batch_op.create_index("ix_sweeps_finished", ["finished_at", "id"], unique=False)
        batch_op.create_index("ix_sweeps_idea", ["idea_id", "id"], unique=False)
        batch_op.create_index(
            "ix_sweeps_under_way",
            ["id"],
            unique=False,
            sqlite_where=sa.text("state IN ('proposed', 'running')"),
            postgresql_where=sa.text("state IN ('proposed', 'running')"),
        )

    op.create_table(
        "vote_signals",
        sa.Column("idea_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("network", sa.Text(), nullable=False),
        sa.Column("domain", sa.Text(), nullable=False),
        sa.Column("is_disposable", sa.Boolean(), nullable=False),
        sa.Column("device", sa.Text(), nullable=False),
        sa.Column("referrer", sa.Text(), nullable=False),
        sa.Column("age", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("latency", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("dwell", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["idea_id"], ["ballots.idea_id"], name=op.f("fk_vote_signals_idea_id_ballots")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_vote_signals_person_id_people")
        ),
        sa.PrimaryKeyConstraint("idea_id", "person_id", name=op.f("pk_vote_signals")),
    )
    with op.batch_alter_table("vote_signals", schema=None) as batch_op:
        batch_op.create_index("ix_vote_signals_person", ["person_id", "idea_id"], unique=False)
        batch_op.create_index("ix_vote_signals_seen", ["seen_at"], unique=False)

    op.create_table(
        "appeals",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("sweep_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column(
            "decided_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "outcome IN ('upheld', 'dismissed')", name=op.f("ck_appeals_outcome_known")
        ),
        sa.CheckConstraint(
            "(decided_at IS NULL) = (outcome IS NULL)", name=op.f("ck_appeals_decided_somehow")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["people.id"], name=op.f("fk_appeals_decided_by_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_appeals_person_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["sweep_id"], ["sweeps.id"], name=op.f("fk_appeals_sweep_id_sweeps")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appeals")),
        sa.UniqueConstraint("sweep_id", "person_id", name=op.f("uq_appeals_sweep_id_person_id")),
    )
    with op.batch_alter_table("appeals", schema=None) as batch_op:
        batch_op.create_index("ix_appeals_decided", ["decided_at", "id"], unique=False)
        batch_op.create_index(
            "ix_appeals_open",
            ["id"],
            unique=False,
            sqlite_where=sa.text("decided_at IS NULL"),
            postgresql_where=sa.text("decided_at IS NULL"),
        )
        batch_op.create_index("ix_appeals_person", ["person_id", "id"], unique=False)

    op.create_table(
        "swept_votes",
        sa.Column("sweep_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("from_state", sa.Text(), nullable=False),
        sa.Column("to_state", sa.Text(), nullable=False),
        sa.Column("swept_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "from_state IN ('pending', 'counted', 'held', 'void', 'withdrawn', 'lapsed')",
            name=op.f("ck_swept_votes_from_state_known"),
        ),
        sa.CheckConstraint(
            "to_state IN ('pending', 'counted', 'held', 'void', 'withdrawn', 'lapsed')",
            name=op.f("ck_swept_votes_to_state_known"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_swept_votes_person_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["sweep_id"], ["sweeps.id"], name=op.f("fk_swept_votes_sweep_id_sweeps")
        ),
        sa.PrimaryKeyConstraint("sweep_id", "person_id", name=op.f("pk_swept_votes")),
    )
    with op.batch_alter_table("swept_votes", schema=None) as batch_op:
        batch_op.create_index("ix_swept_votes_person", ["person_id", "sweep_id"], unique=False)
