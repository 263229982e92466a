"""Files that staff asked for."""

import sqlalchemy as sa
from alembic import op

revision = "0054"
down_revision = "0053"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    whole = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "exports",
        sa.Column("id", whole, nullable=False),
        sa.Column("mark", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("file_kind", sa.Text(), nullable=False),
        sa.Column("since_on", sa.Date(), nullable=True),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("person_id", whole, nullable=False),
        sa.Column("session_id", whole, nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("done", whole, nullable=False),
        sa.Column("total", whole, nullable=False),
        sa.Column("size", whole, nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ready_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "subject IN ('ideas', 'votes', 'decisions', 'audit', 'chain')",
            name=op.f("ck_exports_subject_known"),
        ),
        sa.CheckConstraint(
            "file_kind IN ('csv', 'xlsx', 'ndjson')", name=op.f("ck_exports_file_kind_known")
        ),
        sa.CheckConstraint(
            "state IN ('waiting', 'ready', 'failed')", name=op.f("ck_exports_state_known")
        ),
        sa.CheckConstraint(
            "(state = 'ready') = (ready_at IS NOT NULL)", name=op.f("ck_exports_ready_says_when")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_exports_person_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["auth_sessions.id"],
            name=op.f("fk_exports_session_id_auth_sessions"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exports")),
        sa.UniqueConstraint("mark", name=op.f("uq_exports_mark")),
    )
    op.create_index("ix_exports_person", "exports", ["person_id", "id"])
    op.create_index("ix_exports_session", "exports", ["session_id"])
    op.create_index("ix_exports_ends", "exports", ["ends_at"])


def downgrade() -> None:
    """Go down."""
    op.drop_table("exports")
