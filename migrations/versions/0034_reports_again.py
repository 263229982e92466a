"""Somebody may report a thing again once it was decided about."""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

OPEN = sa.text("decided_at IS NULL")
OF_IDEA = "comment_id IS NULL AND update_id IS NULL"
OPEN_OF_IDEA = sa.text(f"decided_at IS NULL AND {OF_IDEA}")


def upgrade() -> None:
    """Go up."""
    with op.batch_alter_table("reports") as batch_op:
        for what in ("comment", "update"):
            batch_op.drop_constraint(op.f(f"uq_reports_{what}_id_person_id"), type_="unique")
    op.drop_index("ix_reports_once", "reports")
    for what in ("comment", "update"):
        _index(f"ix_reports_{what}_once", f"{what}_id", OPEN)
    _index("ix_reports_once", "idea_id", OPEN_OF_IDEA)


def downgrade() -> None:
    """Go down: of each person's reports about a thing the first stays."""
    first = "SELECT min(id) FROM reports GROUP BY idea_id, comment_id, update_id, person_id"
    op.execute(f"DELETE FROM reports WHERE id NOT IN ({first})")  # noqa: S608
    for name in ("ix_reports_comment_once", "ix_reports_update_once", "ix_reports_once"):
        op.drop_index(name, "reports")
    with op.batch_alter_table("reports") as batch_op:
        for what in ("comment", "update"):
            name = op.f(f"uq_reports_{what}_id_person_id")
            batch_op.create_unique_constraint(name, [f"{what}_id", "person_id"])
    _index("ix_reports_once", "idea_id", sa.text(OF_IDEA))


def _index(name: str, column: str, where: sa.TextClause) -> None:
    columns = [column, "person_id"]
    op.create_index(
        name, "reports", columns, unique=True, sqlite_where=where, postgresql_where=where
    )
