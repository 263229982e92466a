"""Pictures and profiles' words that were taken down, to be put back."""

import sqlalchemy as sa
from alembic import op

revision = "0059"
down_revision = "0058"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    op.add_column("people", sa.Column("taken_about", sa.Text(), server_default="", nullable=False))
    whole = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "taken_pictures",
        sa.Column("id", whole, nullable=False),
        sa.Column("idea_id", whole, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("widths", sa.JSON(), nullable=False),
        sa.Column("width", whole, nullable=False),
        sa.Column("height", whole, nullable=False),
        sa.Column("colour", sa.Text(), nullable=False),
        sa.Column("cells", sa.Text(), nullable=False),
        sa.Column("alt", sa.Text(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["idea_id"], ["ideas.id"], name=op.f("fk_taken_pictures_idea_id_ideas")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_taken_pictures")),
    )
    op.create_index("ix_taken_pictures_idea", "taken_pictures", ["idea_id", "id"])


def downgrade() -> None:
    """Go down: what was taken down stays gone."""
    op.drop_table("taken_pictures")
    op.drop_column("people", "taken_about")
