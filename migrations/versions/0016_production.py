"""Tables of ``ideas.production``."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    op.create_table(
        "products",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("idea_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("sku", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("price", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("on_sale_on", sa.Date(), nullable=False),
        sa.Column(
            "launched_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("launched_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("trim(sku) <> ''", name=op.f("ck_products_sku_written")),
        sa.CheckConstraint("price >= 0", name=op.f("ck_products_price_counts")),
        sa.ForeignKeyConstraint(["idea_id"], ["ideas.id"], name=op.f("fk_products_idea_id_ideas")),
        sa.ForeignKeyConstraint(
            ["launched_by_id"], ["people.id"], name=op.f("fk_products_launched_by_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_products")),
        sa.UniqueConstraint("sku", name=op.f("uq_products_sku")),
    )
    op.create_index("ix_products_idea", "products", ["idea_id", "id"], unique=False)


def downgrade() -> None:
    """Go down."""
    op.drop_table("products")
