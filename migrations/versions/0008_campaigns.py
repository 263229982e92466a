"""Tables of ``ideas.campaigns``."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

DDL = {
    "sqlite": [
        "CREATE TRIGGER terms_no_update BEFORE UPDATE ON terms WHEN true BEGIN SELECT "
        "RAISE(ABORT, 'terms is append-only'); END",
        "CREATE TRIGGER terms_no_delete BEFORE DELETE ON terms WHEN true BEGIN SELECT "
        "RAISE(ABORT, 'terms is append-only'); END",
    ],
    "postgresql": [
        "CREATE OR REPLACE FUNCTION terms_no_update() RETURNS trigger LANGUAGE plpgsql "
        "AS $$ BEGIN IF true THEN RAISE EXCEPTION 'terms is append-only'; END IF; "
        "RETURN COALESCE(NEW, OLD); END $$",
        "CREATE TRIGGER terms_no_update BEFORE UPDATE ON terms FOR EACH ROW EXECUTE "
        "FUNCTION terms_no_update()",
        "CREATE OR REPLACE FUNCTION terms_no_delete() RETURNS trigger LANGUAGE plpgsql "
        "AS $$ BEGIN IF true THEN RAISE EXCEPTION 'terms is append-only'; END IF; "
        "RETURN COALESCE(NEW, OLD); END $$",
        "CREATE TRIGGER terms_no_delete BEFORE DELETE ON terms FOR EACH ROW EXECUTE "
        "FUNCTION terms_no_delete()",
    ],
}

FUNCTIONS = (
    "terms_no_update",
    "terms_no_delete",
)


def upgrade() -> None:
    """Go up."""
    op.create_table(
        "campaigns",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("name", sa.JSON(), nullable=False),
        sa.Column("brief", sa.JSON(), nullable=False),
        sa.Column("is_standing", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaigns")),
        sa.UniqueConstraint("slug", name=op.f("uq_campaigns_slug")),
    )
    op.create_index(
        "uq_campaigns_standing",
        "campaigns",
        ["is_standing"],
        unique=True,
        sqlite_where=sa.text("is_standing"),
        postgresql_where=sa.text("is_standing"),
    )
    op.create_table(
        "terms",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "campaign_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("ladder", sa.JSON(), nullable=False),
        sa.Column(
            "certification_hours",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column(
            "rights_check_tier",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column(
            "live_ideas_per_creator",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column(
            "resubmit_hours", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "vote_again_hours", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "royalty_bp", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("copies", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column(
            "decision_days", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "park_months", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("guidelines", sa.JSON(), nullable=False),
        sa.Column("licence", sa.JSON(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column(
            "published_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("royalty_bp BETWEEN 0 AND 10000", name=op.f("ck_terms_royalty_bounds")),
        sa.CheckConstraint("version > 0", name=op.f("ck_terms_version_counts")),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaigns.id"], name=op.f("fk_terms_campaign_id_campaigns")
        ),
        sa.ForeignKeyConstraint(
            ["published_by_id"], ["people.id"], name=op.f("fk_terms_published_by_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_terms")),
        sa.UniqueConstraint("campaign_id", "version", name=op.f("uq_terms_campaign_id_version")),
    )
    for statement in DDL[op.get_bind().dialect.name]:
        op.execute(sa.text(statement.replace(":", r"\:")))


def downgrade() -> None:
    """Go down."""
    op.drop_table("terms")
    op.drop_table("campaigns")
    if op.get_bind().dialect.name == "postgresql":
        for function in FUNCTIONS:
            op.execute(f"DROP FUNCTION {function}()")
