"""Tables of ``ideas.review``."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    op.create_table(
        "rounds",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("cutoff_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decision_due_on", sa.Date(), nullable=False),
        sa.Column("capacity", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "opened_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("cut_off_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "published_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.CheckConstraint("capacity > 0", name=op.f("ck_rounds_capacity_counts")),
        sa.CheckConstraint(
            "published_at IS NULL OR cut_off_at IS NOT NULL",
            name=op.f("ck_rounds_published_after_cut_off"),
        ),
        sa.ForeignKeyConstraint(
            ["opened_by_id"], ["people.id"], name=op.f("fk_rounds_opened_by_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["published_by_id"], ["people.id"], name=op.f("fk_rounds_published_by_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rounds")),
        sa.UniqueConstraint("slug", name=op.f("uq_rounds_slug")),
    )
    op.create_index("ix_rounds_cutoff", "rounds", ["cutoff_at", "id"], unique=False)
    op.create_table(
        "cases",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("round_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("idea_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["idea_id"], ["ideas.id"], name=op.f("fk_cases_idea_id_ideas")),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_cases_round_id_rounds")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cases")),
        sa.UniqueConstraint("round_id", "idea_id", name=op.f("uq_cases_round_id_idea_id")),
    )
    op.create_index("ix_cases_idea", "cases", ["idea_id"], unique=False)
    op.create_table(
        "criteria",
        sa.Column("round_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("weight", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("position", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "key IN ('brand_fit', 'demand', 'feasibility', 'originality', 'safety', 'rights')",
            name=op.f("ck_criteria_key_known"),
        ),
        sa.CheckConstraint("weight BETWEEN 1 AND 10", name=op.f("ck_criteria_weight_bounds")),
        sa.ForeignKeyConstraint(
            ["round_id"], ["rounds.id"], name=op.f("fk_criteria_round_id_rounds")
        ),
        sa.PrimaryKeyConstraint("round_id", "key", name=op.f("pk_criteria")),
    )
    op.create_table(
        "decisions",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("sentence", sa.JSON(), nullable=False),
        sa.Column("feedback", sa.Text(), nullable=False),
        sa.Column("look_again_on", sa.Date(), nullable=True),
        sa.Column(
            "proposed_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "confirmed_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("taken_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(outcome = 'parked') = (look_again_on IS NOT NULL)",
            name=op.f("ck_decisions_parked_ends"),
        ),
        sa.CheckConstraint(
            "(outcome = 'selected') = (reason = 'chosen')", name=op.f("ck_decisions_chosen")
        ),
        sa.CheckConstraint(
            "outcome IN ('selected', 'not_selected', 'parked', 'stays')",
            name=op.f("ck_decisions_outcome_known"),
        ),
        sa.CheckConstraint(
            "reason IN ('chosen', 'rights', 'overlap', 'cost', 'safety', 'demand', 'brand_fit', 'capacity')",
            name=op.f("ck_decisions_reason_known"),
        ),
        sa.CheckConstraint(
            "confirmed_by_id <> proposed_by_id", name=op.f("ck_decisions_two_people")
        ),
        sa.CheckConstraint(
            "published_at IS NULL OR confirmed_at IS NOT NULL", name=op.f("ck_decisions_confirmed")
        ),
        sa.CheckConstraint(
            "taken_back_at IS NULL OR confirmed_at IS NULL",
            name=op.f("ck_decisions_confirmed_stays"),
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_decisions_case_id_cases")),
        sa.ForeignKeyConstraint(
            ["confirmed_by_id"], ["people.id"], name=op.f("fk_decisions_confirmed_by_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"], ["people.id"], name=op.f("fk_decisions_proposed_by_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decisions")),
    )
    op.create_index(
        "uq_decisions_standing",
        "decisions",
        ["case_id"],
        unique=True,
        sqlite_where=sa.text("taken_back_at IS NULL"),
        postgresql_where=sa.text("taken_back_at IS NULL"),
    )
    op.create_table(
        "scorecards",
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "reviewer_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name=op.f("fk_scorecards_case_id_cases")
        ),
        sa.ForeignKeyConstraint(
            ["reviewer_id"], ["people.id"], name=op.f("fk_scorecards_reviewer_id_people")
        ),
        sa.PrimaryKeyConstraint("case_id", "reviewer_id", name=op.f("pk_scorecards")),
    )
    op.create_table(
        "scores",
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "reviewer_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("points", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "key IN ('brand_fit', 'demand', 'feasibility', 'originality', 'safety', 'rights')",
            name=op.f("ck_scores_key_known"),
        ),
        sa.CheckConstraint("points BETWEEN 1 AND 5", name=op.f("ck_scores_points_bounds")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_scores_case_id_cases")),
        sa.ForeignKeyConstraint(
            ["reviewer_id"], ["people.id"], name=op.f("fk_scores_reviewer_id_people")
        ),
        sa.PrimaryKeyConstraint("case_id", "reviewer_id", "key", name=op.f("pk_scores")),
    )


def downgrade() -> None:
    """Go down."""
    op.drop_table("scores")
    op.drop_table("scorecards")
    op.drop_table("decisions")
    op.drop_table("criteria")
    op.drop_table("cases")
    op.drop_table("rounds")
