"""Tables of ``ideas.voting``."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

DDL = {
    "sqlite": [
        "CREATE TRIGGER vote_events_no_update BEFORE UPDATE ON vote_events WHEN true "
        "BEGIN SELECT RAISE(ABORT, 'vote_events is append-only'); END",
        "CREATE TRIGGER vote_events_no_delete BEFORE DELETE ON vote_events WHEN true "
        "BEGIN SELECT RAISE(ABORT, 'vote_events is append-only'); END",
        "CREATE TRIGGER tier_crossings_no_update BEFORE UPDATE ON tier_crossings WHEN "
        "true BEGIN SELECT RAISE(ABORT, 'tier_crossings is append-only'); END",
        "CREATE TRIGGER tier_crossings_no_delete BEFORE DELETE ON tier_crossings WHEN "
        "true BEGIN SELECT RAISE(ABORT, 'tier_crossings is append-only'); END",
    ],
    "postgresql": [
        "CREATE OR REPLACE FUNCTION vote_events_no_update() RETURNS trigger LANGUAGE "
        "plpgsql AS $$ BEGIN IF true THEN RAISE EXCEPTION 'vote_events is append-only'; "
        "END IF; RETURN COALESCE(NEW, OLD); END $$",
        "CREATE TRIGGER vote_events_no_update BEFORE UPDATE ON vote_events FOR EACH ROW "
        "EXECUTE FUNCTION vote_events_no_update()",
        "CREATE OR REPLACE FUNCTION vote_events_no_delete() RETURNS trigger LANGUAGE "
        "plpgsql AS $$ BEGIN IF true THEN RAISE EXCEPTION 'vote_events is append-only'; "
        "END IF; RETURN COALESCE(NEW, OLD); END $$",
        "CREATE TRIGGER vote_events_no_delete BEFORE DELETE ON vote_events FOR EACH ROW "
        "EXECUTE FUNCTION vote_events_no_delete()",
        "CREATE OR REPLACE FUNCTION tier_crossings_no_update() RETURNS trigger LANGUAGE "
        "plpgsql AS $$ BEGIN IF true THEN RAISE EXCEPTION 'tier_crossings is "
        "append-only'; END IF; RETURN COALESCE(NEW, OLD); END $$",
        "CREATE TRIGGER tier_crossings_no_update BEFORE UPDATE ON tier_crossings FOR "
        "EACH ROW EXECUTE FUNCTION tier_crossings_no_update()",
        "CREATE OR REPLACE FUNCTION tier_crossings_no_delete() RETURNS trigger LANGUAGE "
        "plpgsql AS $$ BEGIN IF true THEN RAISE EXCEPTION 'tier_crossings is "
        "append-only'; END IF; RETURN COALESCE(NEW, OLD); END $$",
        "CREATE TRIGGER tier_crossings_no_delete BEFORE DELETE ON tier_crossings FOR "
        "EACH ROW EXECUTE FUNCTION tier_crossings_no_delete()",
    ],
}

FUNCTIONS = (
    "vote_events_no_update",
    "vote_events_no_delete",
    "tier_crossings_no_update",
    "tier_crossings_no_delete",
)


def upgrade() -> None:
    """Go up."""
    op.create_table(
        "ballots",
        sa.Column("idea_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("terms_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("ladder", sa.JSON(), nullable=False),
        sa.Column("goal", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "certification_hours",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column(
            "vote_again_hours", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("votes", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("held", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("void", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("tier", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("attempt", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("heat", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reached_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("certify_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(reached_at IS NULL) = (certify_at IS NULL)", name=op.f("ck_ballots_goal_certifies")
        ),
        sa.CheckConstraint("attempt > 0", name=op.f("ck_ballots_attempt_counts")),
        sa.CheckConstraint("closes_at > opened_at", name=op.f("ck_ballots_has_time")),
        sa.CheckConstraint("goal > 0", name=op.f("ck_ballots_goal_counts")),
        sa.CheckConstraint("tier >= 0", name=op.f("ck_ballots_tier_counts")),
        sa.CheckConstraint(
            "votes >= 0 AND held >= 0 AND void >= 0", name=op.f("ck_ballots_counts_counted")
        ),
        sa.ForeignKeyConstraint(["idea_id"], ["ideas.id"], name=op.f("fk_ballots_idea_id_ideas")),
        sa.ForeignKeyConstraint(["terms_id"], ["terms.id"], name=op.f("fk_ballots_terms_id_terms")),
        sa.PrimaryKeyConstraint("idea_id", name=op.f("pk_ballots")),
    )
    op.create_index(
        "ix_ballots_due",
        "ballots",
        ["closes_at", "idea_id"],
        unique=False,
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_table(
        "standings",
        sa.Column("idea_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("votes", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("rising", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "under_seen", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "stage IN ('draft', 'submitted', 'needs_work', 'declined', 'live', 'certifying', 'qualified', 'in_review', 'parked', 'selected', 'not_selected', 'in_development', 'on_sale', 'retired', 'expired', 'archived', 'merged', 'withdrawn', 'cancelled')",
            name=op.f("ck_standings_stage_known"),
        ),
        sa.ForeignKeyConstraint(["idea_id"], ["ideas.id"], name=op.f("fk_standings_idea_id_ideas")),
        sa.PrimaryKeyConstraint("idea_id", name=op.f("pk_standings")),
    )
    op.create_index("ix_standings_closes_at", "standings", ["closes_at", "idea_id"], unique=False)
    op.create_index(
        "ix_standings_published_at", "standings", ["published_at", "idea_id"], unique=False
    )
    op.create_index("ix_standings_rising", "standings", ["rising", "idea_id"], unique=False)
    op.create_index(
        "ix_standings_stage_closes_at", "standings", ["stage", "closes_at", "idea_id"], unique=False
    )
    op.create_index(
        "ix_standings_stage_published_at",
        "standings",
        ["stage", "published_at", "idea_id"],
        unique=False,
    )
    op.create_index(
        "ix_standings_stage_rising", "standings", ["stage", "rising", "idea_id"], unique=False
    )
    op.create_index(
        "ix_standings_stage_under_seen",
        "standings",
        ["stage", "under_seen", "idea_id"],
        unique=False,
    )
    op.create_index(
        "ix_standings_stage_votes", "standings", ["stage", "votes", "idea_id"], unique=False
    )
    op.create_index("ix_standings_under_seen", "standings", ["under_seen", "idea_id"], unique=False)
    op.create_index("ix_standings_votes", "standings", ["votes", "idea_id"], unique=False)
    op.create_table(
        "vote_events",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("idea_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("from_state", sa.Text(), nullable=True),
        sa.Column("to_state", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("actor_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "from_state IN ('pending', 'counted', 'held', 'void', 'withdrawn', 'lapsed')",
            name=op.f("ck_vote_events_from_state_known"),
        ),
        sa.CheckConstraint(
            "reason IN ('cast', 'cast_again', 'confirmed', 'taken_back', 'joined_team', 'not_confirmed', 'imported')",
            name=op.f("ck_vote_events_reason_known"),
        ),
        sa.CheckConstraint(
            "to_state IN ('pending', 'counted', 'held', 'void', 'withdrawn', 'lapsed')",
            name=op.f("ck_vote_events_to_state_known"),
        ),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["people.id"], name=op.f("fk_vote_events_actor_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["idea_id"], ["ideas.id"], name=op.f("fk_vote_events_idea_id_ideas")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_vote_events_person_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vote_events")),
    )
    op.create_index(
        "ix_vote_events_vote", "vote_events", ["idea_id", "person_id", "id"], unique=False
    )
    op.create_table(
        "tier_crossings",
        sa.Column("idea_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("tier", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("attempt", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("votes", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("crossed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("tier > 0", name=op.f("ck_tier_crossings_tier_counts")),
        sa.ForeignKeyConstraint(
            ["idea_id"], ["ballots.idea_id"], name=op.f("fk_tier_crossings_idea_id_ballots")
        ),
        sa.PrimaryKeyConstraint("idea_id", "tier", "attempt", name=op.f("pk_tier_crossings")),
    )
    op.create_table(
        "votes",
        sa.Column("idea_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("cast_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("counted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state <> 'counted' OR counted_at IS NOT NULL", name=op.f("ck_votes_counted_says_when")
        ),
        sa.CheckConstraint(
            "state <> 'withdrawn' OR withdrawn_at IS NOT NULL",
            name=op.f("ck_votes_withdrawn_says_when"),
        ),
        sa.CheckConstraint(
            "state IN ('pending', 'counted', 'held', 'void', 'withdrawn', 'lapsed')",
            name=op.f("ck_votes_state_known"),
        ),
        sa.ForeignKeyConstraint(
            ["idea_id"], ["ballots.idea_id"], name=op.f("fk_votes_idea_id_ballots")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_votes_person_id_people")
        ),
        sa.PrimaryKeyConstraint("idea_id", "person_id", name=op.f("pk_votes")),
    )
    op.create_index(
        "ix_votes_aside",
        "votes",
        ["idea_id", "state"],
        unique=False,
        sqlite_where=sa.text("state IN ('pending', 'held', 'void')"),
        postgresql_where=sa.text("state IN ('pending', 'held', 'void')"),
    )
    op.create_index("ix_votes_person", "votes", ["person_id", "idea_id"], unique=False)
    for statement in DDL[op.get_bind().dialect.name]:
        op.execute(sa.text(statement.replace(":", r"\:")))


def downgrade() -> None:
    """Go down."""
    op.drop_table("votes")
    op.drop_table("tier_crossings")
    op.drop_table("vote_events")
    op.drop_table("standings")
    op.drop_table("ballots")
    if op.get_bind().dialect.name == "postgresql":
        for function in FUNCTIONS:
            op.execute(f"DROP FUNCTION {function}()")
