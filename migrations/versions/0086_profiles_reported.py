"""A person's profile can be reported, and its name taken down."""

import sqlalchemy as sa
from alembic import op

revision = "0086"
down_revision = "0085"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
ONE, RULING = "ck_reports_one_thing", "ck_judgements_ruling_known"
FOREIGN, ONCE = "fk_reports_profile_id_people", "ix_reports_profile_once"
THREE = (
    "(comment_id IS NULL OR update_id IS NULL) AND "
    "(feedback_mark IS NULL OR (comment_id IS NULL AND update_id IS NULL))"
)
FOUR = (
    "(idea_id IS NULL) <> (profile_id IS NULL) AND (profile_id IS NULL OR (comment_id IS NULL "
    f"AND update_id IS NULL AND feedback_mark IS NULL)) AND {THREE}"
)
RULINGS = "ruling IN ('publish', 'return', 'decline', 'keep', 'remove'{})"
OPEN = sa.text("decided_at IS NULL")
ABOUT_PROFILES = "report_id IN (SELECT id FROM reports WHERE profile_id IS NOT NULL)"


def upgrade() -> None:
    """Go up."""
    for name in ("taken_name", "taken_handle"):
        op.add_column("people", sa.Column(name, sa.Text(), server_default="", nullable=False))
    with op.batch_alter_table("reports") as batch_op:
        batch_op.add_column(sa.Column("profile_id", WHOLE, nullable=True))
        batch_op.create_foreign_key(op.f(FOREIGN), "people", ["profile_id"], ["id"])
        batch_op.alter_column("idea_id", existing_type=WHOLE, nullable=True)
        batch_op.drop_constraint(op.f(ONE), type_="check")
        batch_op.create_check_constraint(op.f(ONE), FOUR)
    columns = ["profile_id", "person_id"]
    where = {"sqlite_where": OPEN, "postgresql_where": OPEN}
    op.create_index(ONCE, "reports", columns, unique=True, **where)
    _rulings(RULINGS.format(", 'remove_name'"))


def _rulings(condition: str) -> None:
    with op.batch_alter_table("judgements") as batch_op:
        batch_op.drop_constraint(op.f(RULING), type_="check")
        batch_op.create_check_constraint(op.f(RULING), condition)


def downgrade() -> None:
    """Go down: what was reported of profiles is forgotten."""
    for table in ("complaints", "judgements", "claims"):
        op.execute(f"DELETE FROM {table} WHERE {ABOUT_PROFILES}")
    op.execute("DELETE FROM reports WHERE profile_id IS NOT NULL")
    _rulings(RULINGS.format(""))
    op.drop_index(ONCE, "reports")
    with op.batch_alter_table("reports") as batch_op:
        batch_op.drop_constraint(op.f(ONE), type_="check")
        batch_op.create_check_constraint(op.f(ONE), THREE)
        batch_op.alter_column("idea_id", existing_type=WHOLE, nullable=False)
        batch_op.drop_constraint(op.f(FOREIGN), type_="foreignkey")
        batch_op.drop_column("profile_id")
    for name in ("taken_name", "taken_handle"):
        op.drop_column("people", name)
