"""Whoever proposed a role, and whoever was to get it, is told when a second admin refuses."""

from alembic import op

revision = "0097"
down_revision = "0096"
branch_labels = None
depends_on = None

KINDS = (
    "kind IN ('own_moved', 'own_tier', 'own_deadline', 'own_picked', 'own_answer', 'own_comment', "
    "'reply', 'mention', 'report_decided', 'words_taken_down', 'vote_decided', 'appeal_decided', "
    "'own_votes', 'measure_taken', 'measure_appeal', 'team_invited', 'team_answered', "
    "'agreement', 'statement', 'payment', 'backed_moved', 'backed_answer', 'backed_tier', "
    "'backed_update', 'queue_late', 'round_near', 'jobs_failed', 'dispute'{})"
)


def upgrade() -> None:
    """Go up."""
    _kinds(KINDS.format(", 'role'"))


def _kinds(condition: str) -> None:
    with op.batch_alter_table("notices") as batch_op:
        batch_op.drop_constraint(op.f("ck_notices_kind_known"), type_="check")
        batch_op.create_check_constraint(op.f("ck_notices_kind_known"), condition)


def downgrade() -> None:
    """Go down: such notices are forgotten."""
    op.execute("DELETE FROM notices WHERE kind = 'role'")
    _kinds(KINDS.format(""))
