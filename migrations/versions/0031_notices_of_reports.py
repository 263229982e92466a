"""Notices of what became of a report."""

from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

NAME = "ck_notices_kind_known"
KINDS = (
    "kind IN ('own_moved', 'own_tier', 'own_deadline', 'own_picked', 'own_answer', 'own_comment', "
    "'reply', 'mention', {}'words_taken_down', 'team_invited', 'team_answered', 'agreement', "
    "'statement', 'payment', 'backed_moved', 'backed_answer', 'backed_tier', 'backed_update', "
    "'queue_late', 'round_near', 'jobs_failed')"
)


def upgrade() -> None:
    """Go up."""
    _check(KINDS.format("'report_decided', "))


def downgrade() -> None:
    """Go down."""
    op.execute("DELETE FROM notices WHERE kind = 'report_decided'")
    _check(KINDS.format(""))


def _check(kinds: str) -> None:
    with op.batch_alter_table("notices") as batch_op:
        batch_op.drop_constraint(op.f(NAME), type_="check")
        batch_op.create_check_constraint(op.f(NAME), kinds)
