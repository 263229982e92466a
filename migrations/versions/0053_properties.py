"""Properties: what belongs to others, and the names by which it is found."""

import sqlalchemy as sa
from alembic import op

revision = "0053"
down_revision = "0052"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    whole = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "properties",
        sa.Column("id", whole, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("sort_key", sa.Text(), nullable=False),
        sa.Column("aliases", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("changed_by_id", whole, nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind IN ('blocked', 'licensed')", name=op.f("ck_properties_kind_known")
        ),
        sa.CheckConstraint("name <> '' AND sort_key <> ''", name=op.f("ck_properties_named")),
        sa.ForeignKeyConstraint(
            ["changed_by_id"], ["people.id"], name=op.f("fk_properties_changed_by_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_properties")),
        sa.UniqueConstraint("sort_key", name=op.f("uq_properties_sort_key")),
    )
    op.create_index("ix_properties_kind", "properties", ["kind", "sort_key"])
    op.create_table(
        "property_names",
        sa.Column("property_id", whole, nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["property_id"],
            ["properties.id"],
            name=op.f("fk_property_names_property_id_properties"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("property_id", "words", name=op.f("pk_property_names")),
    )


def downgrade() -> None:
    """Go down."""
    op.drop_table("property_names")
    op.drop_table("properties")
