"""Tables of ``ideas.submission``."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    op.create_table(
        "drafts",
        sa.Column("idea_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("nonce", sa.Text(), nullable=False),
        sa.Column("rights", sa.Text(), nullable=False),
        sa.Column("property_named", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "rights <> 'third_party' OR property_named <> ''", name=op.f("ck_drafts_property_said")
        ),
        sa.CheckConstraint(
            "rights IN ('own', 'public_domain', 'third_party', 'not_sure')",
            name=op.f("ck_drafts_rights_known"),
        ),
        sa.ForeignKeyConstraint(["idea_id"], ["ideas.id"], name=op.f("fk_drafts_idea_id_ideas")),
        sa.PrimaryKeyConstraint("idea_id", name=op.f("pk_drafts")),
        sa.UniqueConstraint("nonce", name=op.f("uq_drafts_nonce")),
    )
    op.create_table(
        "pictures",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("idea_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("position", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("widths", sa.JSON(), nullable=False),
        sa.Column("width", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("height", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("colour", sa.Text(), nullable=False),
        sa.Column("alt", sa.Text(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("position >= 0", name=op.f("ck_pictures_position_counts")),
        sa.ForeignKeyConstraint(["idea_id"], ["ideas.id"], name=op.f("fk_pictures_idea_id_ideas")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pictures")),
    )
    op.create_index("ix_pictures_idea", "pictures", ["idea_id", "position"], unique=False)
    op.create_index("ix_pictures_name", "pictures", ["name"], unique=False)
    op.create_table(
        "tags",
        sa.Column("idea_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("position", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["idea_id"], ["ideas.id"], name=op.f("fk_tags_idea_id_ideas")),
        sa.PrimaryKeyConstraint("idea_id", "name", name=op.f("pk_tags")),
    )
    op.create_index("ix_tags_name", "tags", ["name", "idea_id"], unique=False)


def downgrade() -> None:
    """Go down."""
    op.drop_table("tags")
    op.drop_table("pictures")
    op.drop_table("drafts")
