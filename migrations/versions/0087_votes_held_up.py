"""A pause of all votes puts off a campaign's calendar, and nobody did that."""

import sqlalchemy as sa
from alembic import op

revision = "0087"
down_revision = "0086"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TRIGGER = (
    "CREATE TRIGGER calendar_changes_no_{name} BEFORE {verb} ON calendar_changes WHEN true "
    "BEGIN SELECT RAISE(ABORT, 'calendar_changes is append-only'); END"
)
ANNOUNCED_BY = (
    "SELECT published_by_id FROM rulebooks WHERE rulebooks.version = 1 "
    "AND rulebooks.campaign_id = calendar_changes.campaign_id LIMIT 1"
)


def upgrade() -> None:
    """Go up."""
    _let_nobody_change_it(nullable=True)


def downgrade() -> None:
    """Go down: what nobody changed has the name of whoever announced the campaign."""
    is_postgresql = op.get_bind().dialect.name == "postgresql"
    off = "ALTER TABLE calendar_changes DISABLE TRIGGER USER"
    op.execute(off if is_postgresql else "DROP TRIGGER calendar_changes_no_update")
    op.execute(
        f"UPDATE calendar_changes SET changed_by_id = ({ANNOUNCED_BY}) WHERE changed_by_id IS NULL"
    )
    if is_postgresql:
        op.execute("ALTER TABLE calendar_changes ENABLE TRIGGER USER")
    _let_nobody_change_it(nullable=False)


def _let_nobody_change_it(*, nullable: bool) -> None:
    with op.batch_alter_table("calendar_changes") as batch_op:
        batch_op.alter_column("changed_by_id", existing_type=WHOLE, nullable=nullable)
    if op.get_bind().dialect.name == "sqlite":  # the table was made anew, without its triggers
        for verb in ("UPDATE", "DELETE"):
            op.execute(TRIGGER.format(name=verb.lower(), verb=verb))
