"""Private words to a team can be reported, by a mark that names nobody."""

import sqlalchemy as sa
from alembic import op

from ideas.text import short_id

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

CHECK, UNIQUE = "ck_reports_one_thing", "uq_feedback_mark"
FOREIGN = "fk_reports_feedback_mark_feedback"
TWO = "comment_id IS NULL OR update_id IS NULL"
THREE = f"({TWO}) AND (feedback_mark IS NULL OR (comment_id IS NULL AND update_id IS NULL))"
OPEN = "decided_at IS NULL"
OF_IDEA = f"{OPEN} AND comment_id IS NULL AND update_id IS NULL"


def upgrade() -> None:
    """Go up."""
    op.add_column("feedback", sa.Column("mark", sa.Text(), nullable=True))
    _mark_all()
    with op.batch_alter_table("feedback") as batch_op:
        batch_op.alter_column("mark", existing_type=sa.Text(), nullable=False)
        batch_op.create_unique_constraint(op.f(UNIQUE), ["mark"])
    op.drop_index("ix_reports_once", "reports")
    with op.batch_alter_table("reports") as batch_op:
        batch_op.add_column(sa.Column("feedback_mark", sa.Text(), nullable=True))
        batch_op.create_foreign_key(
            op.f(FOREIGN), "feedback", ["feedback_mark"], ["mark"], ondelete="CASCADE"
        )
        batch_op.drop_constraint(op.f(CHECK), type_="check")
        batch_op.create_check_constraint(op.f(CHECK), THREE)
    _index("ix_reports_feedback_once", "feedback_mark", OPEN)
    _index("ix_reports_once", "idea_id", f"{OF_IDEA} AND feedback_mark IS NULL")


def downgrade() -> None:
    """Go down: what was reported of private words is forgotten."""
    op.execute("DELETE FROM reports WHERE feedback_mark IS NOT NULL")
    op.drop_index("ix_reports_feedback_once", "reports")
    op.drop_index("ix_reports_once", "reports")
    with op.batch_alter_table("reports") as batch_op:
        batch_op.drop_constraint(op.f(CHECK), type_="check")
        batch_op.create_check_constraint(op.f(CHECK), TWO)
        batch_op.drop_constraint(op.f(FOREIGN), type_="foreignkey")
        batch_op.drop_column("feedback_mark")
    _index("ix_reports_once", "idea_id", OF_IDEA)
    with op.batch_alter_table("feedback") as batch_op:
        batch_op.drop_constraint(op.f(UNIQUE), type_="unique")
        batch_op.drop_column("mark")


def _mark_all() -> None:
    feedback = sa.table("feedback", sa.column("idea_id"), sa.column("person_id"), sa.column("mark"))
    marks: set[str] = set()
    connection = op.get_bind()
    keys = sa.select(feedback.c.idea_id, feedback.c.person_id)
    for idea_id, person_id in connection.execute(keys).all():
        mark = next(each for each in iter(short_id, "") if each not in marks)
        marks.add(mark)
        own = (feedback.c.idea_id == idea_id, feedback.c.person_id == person_id)
        connection.execute(sa.update(feedback).where(*own).values(mark=mark))


def _index(name: str, column: str, where: str) -> None:
    columns, only = [column, "person_id"], sa.text(where)
    op.create_index(
        name, "reports", columns, unique=True, sqlite_where=only, postgresql_where=only
    )
