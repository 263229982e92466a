"""Tables of ``ideas.journey``."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

DDL = {
    "sqlite": [
        "CREATE VIRTUAL TABLE IF NOT EXISTS idea_search USING fts5(title, summary, "
        "body, prefix='2 3', tokenize='unicode61 remove_diacritics 2')",
        "CREATE TRIGGER moves_no_update BEFORE UPDATE ON moves WHEN true BEGIN SELECT "
        "RAISE(ABORT, 'moves is append-only'); END",
        "CREATE TRIGGER moves_no_delete BEFORE DELETE ON moves WHEN true BEGIN SELECT "
        "RAISE(ABORT, 'moves is append-only'); END",
    ],
    "postgresql": [
        "CREATE TABLE IF NOT EXISTS idea_search (idea_id bigint PRIMARY KEY, words "
        "tsvector NOT NULL)",
        "CREATE INDEX IF NOT EXISTS ix_idea_search_words ON idea_search USING gin (words)",
        "CREATE OR REPLACE FUNCTION moves_no_update() RETURNS trigger LANGUAGE plpgsql "
        "AS $$ BEGIN IF true THEN RAISE EXCEPTION 'moves is append-only'; END IF; "
        "RETURN COALESCE(NEW, OLD); END $$",
        "CREATE TRIGGER moves_no_update BEFORE UPDATE ON moves FOR EACH ROW EXECUTE "
        "FUNCTION moves_no_update()",
        "CREATE OR REPLACE FUNCTION moves_no_delete() RETURNS trigger LANGUAGE plpgsql "
        "AS $$ BEGIN IF true THEN RAISE EXCEPTION 'moves is append-only'; END IF; "
        "RETURN COALESCE(NEW, OLD); END $$",
        "CREATE TRIGGER moves_no_delete BEFORE DELETE ON moves FOR EACH ROW EXECUTE "
        "FUNCTION moves_no_delete()",
    ],
}

FUNCTIONS = (
    "moves_no_update",
    "moves_no_delete",
)


def upgrade() -> None:
    """Go up."""
    op.create_table(
        "ideas",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("short_id", sa.Text(), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column(
            "campaign_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "creator_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("body_html", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("stage_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("hidden_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "merged_into_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column(
            "resubmits_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("imported_from", sa.Text(), nullable=True),
        sa.Column("imported_id", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "stage IN ('draft', 'submitted', 'needs_work', 'declined', 'live', 'certifying', 'qualified', 'in_review', 'parked', 'selected', 'not_selected', 'in_development', 'on_sale', 'retired', 'expired', 'archived', 'merged', 'withdrawn', 'cancelled')",
            name=op.f("ck_ideas_stage_known"),
        ),
        sa.CheckConstraint("merged_into_id <> id", name=op.f("ck_ideas_not_into_itself")),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaigns.id"], name=op.f("fk_ideas_campaign_id_campaigns")
        ),
        sa.ForeignKeyConstraint(
            ["creator_id"], ["people.id"], name=op.f("fk_ideas_creator_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["merged_into_id"], ["ideas.id"], name=op.f("fk_ideas_merged_into_id_ideas")
        ),
        sa.ForeignKeyConstraint(
            ["resubmits_id"], ["ideas.id"], name=op.f("fk_ideas_resubmits_id_ideas")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ideas")),
        sa.UniqueConstraint(
            "imported_from", "imported_id", name=op.f("uq_ideas_imported_from_imported_id")
        ),
        sa.UniqueConstraint("short_id", name=op.f("uq_ideas_short_id")),
        sa.UniqueConstraint("slug", name=op.f("uq_ideas_slug")),
    )
    op.create_index("ix_ideas_creator", "ideas", ["creator_id", "id"], unique=False)
    op.create_index("ix_ideas_resubmits", "ideas", ["resubmits_id"], unique=False)
    op.create_index("ix_ideas_stage", "ideas", ["stage", "stage_at", "id"], unique=False)
    op.create_table(
        "moves",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("idea_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("from_stage", sa.Text(), nullable=False),
        sa.Column("to_stage", sa.Text(), nullable=False),
        sa.Column("by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("public_text", sa.JSON(), nullable=False),
        sa.Column("private_note", sa.Text(), nullable=True),
        sa.Column("terms_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("moved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_moves_by_id_people")),
        sa.ForeignKeyConstraint(["idea_id"], ["ideas.id"], name=op.f("fk_moves_idea_id_ideas")),
        sa.ForeignKeyConstraint(["terms_id"], ["terms.id"], name=op.f("fk_moves_terms_id_terms")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_moves")),
    )
    op.create_index("ix_moves_idea", "moves", ["idea_id", "id"], unique=False)
    op.create_table(
        "team_members",
        sa.Column("idea_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("share_bp", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("invited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("declined_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "share_bp BETWEEN 0 AND 10000", name=op.f("ck_team_members_share_bounds")
        ),
        sa.ForeignKeyConstraint(
            ["idea_id"], ["ideas.id"], name=op.f("fk_team_members_idea_id_ideas")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_team_members_person_id_people")
        ),
        sa.PrimaryKeyConstraint("idea_id", "person_id", name=op.f("pk_team_members")),
    )
    op.create_index("ix_team_members_person", "team_members", ["person_id"], unique=False)
    for statement in DDL[op.get_bind().dialect.name]:
        op.execute(sa.text(statement.replace(":", r"\:")))


def downgrade() -> None:
    """Go down."""
    op.execute("DROP TABLE IF EXISTS idea_search")
    op.drop_table("team_members")
    op.drop_table("moves")
    op.drop_table("ideas")
    if op.get_bind().dialect.name == "postgresql":
        for function in FUNCTIONS:
            op.execute(f"DROP FUNCTION {function}()")
