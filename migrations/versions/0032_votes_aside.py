"""What voters said together is read from indexes: all answers, less those of votes set aside."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

ASIDE, ONCE = "state <> 'counted'", "state IN ('pending', 'held', 'void')"


def upgrade() -> None:
    """Go up."""
    _index_votes(["idea_id", "state", "person_id"], ASIDE)
    op.create_index(
        "ix_survey_answers_said",
        "survey_answers",
        ["idea_id", "price", "quantity", "for_whom", "tell_me", "person_id"],
        unique=False,
    )


def downgrade() -> None:
    """Go down."""
    op.drop_index("ix_survey_answers_said", table_name="survey_answers")
    _index_votes(["idea_id", "state"], ONCE)


def _index_votes(columns: list[str], where: str) -> None:
    op.drop_index("ix_votes_aside", table_name="votes")
    op.create_index(
        "ix_votes_aside",
        "votes",
        columns,
        unique=False,
        sqlite_where=sa.text(where),
        postgresql_where=sa.text(where),
    )
