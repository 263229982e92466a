"""Tables of ``ideas.voting.survey``, and what counts votes by day."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    op.create_table(
        "survey_answers",
        sa.Column("idea_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("price", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("quantity", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("for_whom", sa.Text(), nullable=True),
        sa.Column("tell_me", sa.Boolean(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "for_whom IN ('myself', 'family', 'gift', 'work')",
            name=op.f("ck_survey_answers_for_whom_known"),
        ),
        sa.CheckConstraint("price >= 0", name=op.f("ck_survey_answers_price_counts")),
        sa.CheckConstraint(
            "quantity BETWEEN 1 AND 4", name=op.f("ck_survey_answers_quantity_bounds")
        ),
        sa.CheckConstraint(
            "tell_me OR price IS NOT NULL OR quantity IS NOT NULL OR for_whom IS NOT NULL",
            name=op.f("ck_survey_answers_says_something"),
        ),
        sa.ForeignKeyConstraint(
            ["idea_id", "person_id"],
            ["votes.idea_id", "votes.person_id"],
            name=op.f("fk_survey_answers_idea_id_person_id_votes"),
        ),
        sa.PrimaryKeyConstraint("idea_id", "person_id", name=op.f("pk_survey_answers")),
    )
    op.create_index(
        "ix_survey_answers_person", "survey_answers", ["person_id", "idea_id"], unique=False
    )
    op.create_index("ix_votes_by_day", "votes", ["idea_id", "cast_at", "state"], unique=False)


def downgrade() -> None:
    """Go down."""
    op.drop_index("ix_votes_by_day", table_name="votes")
    op.drop_table("survey_answers")
