"""What pictures measure, and which window wrote a draft's words last."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Go up."""
    op.create_table(
        "writings",
        sa.Column("idea_id", WHOLE, nullable=False),
        sa.Column("version", WHOLE, nullable=False),
        sa.Column("pen", sa.Text(), nullable=False),
        sa.CheckConstraint("version > 0", name=op.f("ck_writings_version_counts")),
        sa.ForeignKeyConstraint(
            ["idea_id"], ["ideas.id"], name=op.f("fk_writings_idea_id_ideas"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("idea_id", name=op.f("pk_writings")),
    )
    op.create_table(
        "picture_measures",
        sa.Column("picture_id", WHOLE, nullable=False),
        sa.Column("width", WHOLE, nullable=False),
        sa.Column("height", WHOLE, nullable=False),
        sa.Column("sharpness", WHOLE, nullable=True),
        sa.Column("darkest", WHOLE, nullable=False),
        sa.Column("light", WHOLE, nullable=False),
        sa.CheckConstraint("width > 0 AND height > 0", name=op.f("ck_picture_measures_size_counts")),
        sa.CheckConstraint("sharpness >= 0", name=op.f("ck_picture_measures_sharpness_counts")),
        sa.CheckConstraint(
            "darkest BETWEEN 0 AND 255", name=op.f("ck_picture_measures_darkest_bounds")
        ),
        sa.CheckConstraint(
            "light BETWEEN 0 AND 255", name=op.f("ck_picture_measures_light_bounds")
        ),
        sa.ForeignKeyConstraint(
            ["picture_id"],
            ["pictures.id"],
            name=op.f("fk_picture_measures_picture_id_pictures"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("picture_id", name=op.f("pk_picture_measures")),
    )


def downgrade() -> None:
    """Go down."""
    op.drop_table("picture_measures")
    op.drop_table("writings")
