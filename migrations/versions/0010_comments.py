"""Tables of ``ideas.comments``."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    op.create_table(
        "comments",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("idea_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "author_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("parent_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("body_html", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("is_staff", sa.Boolean(), nullable=False),
        sa.Column("is_official", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "removed_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("removal_reason", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "removal_reason IN ('own', 'off_topic', 'insult', 'spam', 'privacy', 'unlawful')",
            name=op.f("ck_comments_removal_reason_known"),
        ),
        sa.CheckConstraint(
            "(removed_at IS NULL) = (removal_reason IS NULL)",
            name=op.f("ck_comments_removed_with_reason"),
        ),
        sa.CheckConstraint(
            "NOT is_official OR is_staff", name=op.f("ck_comments_official_by_staff")
        ),
        sa.CheckConstraint(
            "NOT is_official OR parent_id IS NULL", name=op.f("ck_comments_official_on_its_own")
        ),
        sa.CheckConstraint("parent_id < id", name=op.f("ck_comments_parent_came_first")),
        sa.ForeignKeyConstraint(
            ["author_id"], ["people.id"], name=op.f("fk_comments_author_id_people")
        ),
        sa.ForeignKeyConstraint(["idea_id"], ["ideas.id"], name=op.f("fk_comments_idea_id_ideas")),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["comments.id"], name=op.f("fk_comments_parent_id_comments")
        ),
        sa.ForeignKeyConstraint(
            ["removed_by_id"], ["people.id"], name=op.f("fk_comments_removed_by_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comments")),
    )
    op.create_index("ix_comments_author", "comments", ["author_id", "id"], unique=False)
    op.create_index("ix_comments_idea", "comments", ["idea_id", "parent_id", "id"], unique=False)
    op.create_index("ix_comments_parent", "comments", ["parent_id", "id"], unique=False)
    op.create_table(
        "updates",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("idea_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "author_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("body_html", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "removed_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("removal_reason", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "removal_reason IN ('own', 'off_topic', 'insult', 'spam', 'privacy', 'unlawful')",
            name=op.f("ck_updates_removal_reason_known"),
        ),
        sa.CheckConstraint(
            "(removed_at IS NULL) = (removal_reason IS NULL)",
            name=op.f("ck_updates_removed_with_reason"),
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["people.id"], name=op.f("fk_updates_author_id_people")
        ),
        sa.ForeignKeyConstraint(["idea_id"], ["ideas.id"], name=op.f("fk_updates_idea_id_ideas")),
        sa.ForeignKeyConstraint(
            ["removed_by_id"], ["people.id"], name=op.f("fk_updates_removed_by_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_updates")),
    )
    op.create_index("ix_updates_author", "updates", ["author_id", "id"], unique=False)
    op.create_index("ix_updates_idea", "updates", ["idea_id", "id"], unique=False)


def downgrade() -> None:
    """Go down."""
    op.drop_table("updates")
    op.drop_table("comments")
