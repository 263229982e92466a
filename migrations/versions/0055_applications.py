"""Applying a version of terms to open ideas."""

import sqlalchemy as sa
from alembic import op

revision = "0055"
down_revision = "0054"
branch_labels = None
depends_on = None

DDL = {
    "sqlite": [
        "CREATE TRIGGER applied_ideas_no_update BEFORE UPDATE ON applied_ideas WHEN true "
        "BEGIN SELECT RAISE(ABORT, 'applied_ideas is append-only'); END",
        "CREATE TRIGGER applied_ideas_no_delete BEFORE DELETE ON applied_ideas WHEN true "
        "BEGIN SELECT RAISE(ABORT, 'applied_ideas is append-only'); END",
    ],
    "postgresql": [
        "CREATE OR REPLACE FUNCTION applied_ideas_no_update() RETURNS trigger LANGUAGE "
        "plpgsql AS $$ BEGIN IF true THEN RAISE EXCEPTION 'applied_ideas is append-only'; "
        "END IF; RETURN COALESCE(NEW, OLD); END $$",
        "CREATE TRIGGER applied_ideas_no_update BEFORE UPDATE ON applied_ideas FOR EACH ROW "
        "EXECUTE FUNCTION applied_ideas_no_update()",
        "CREATE OR REPLACE FUNCTION applied_ideas_no_delete() RETURNS trigger LANGUAGE "
        "plpgsql AS $$ BEGIN IF true THEN RAISE EXCEPTION 'applied_ideas is append-only'; "
        "END IF; RETURN COALESCE(NEW, OLD); END $$",
        "CREATE TRIGGER applied_ideas_no_delete BEFORE DELETE ON applied_ideas FOR EACH ROW "
        "EXECUTE FUNCTION applied_ideas_no_delete()",
    ],
}


def upgrade() -> None:
    """Go up."""
    whole = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "applications",
        sa.Column("id", whole, nullable=False),
        sa.Column("terms_id", whole, nullable=False),
        sa.Column("expected", sa.JSON(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("proposed_by_id", whole, nullable=False),
        sa.Column("proposed_at", moment, nullable=False),
        sa.Column("confirmed_by_id", whole, nullable=True),
        sa.Column("confirmed_at", moment, nullable=True),
        sa.Column("taken_back_at", moment, nullable=True),
        sa.Column("done_at", moment, nullable=True),
        sa.CheckConstraint(
            "confirmed_by_id <> proposed_by_id", name=op.f("ck_applications_two_people")
        ),
        sa.CheckConstraint(
            "(confirmed_by_id IS NULL) = (confirmed_at IS NULL)",
            name=op.f("ck_applications_confirmed_by_somebody"),
        ),
        sa.CheckConstraint(
            "taken_back_at IS NULL OR confirmed_at IS NULL",
            name=op.f("ck_applications_confirmed_stays"),
        ),
        sa.CheckConstraint(
            "done_at IS NULL OR confirmed_at IS NOT NULL",
            name=op.f("ck_applications_confirmed_first"),
        ),
        sa.ForeignKeyConstraint(
            ["confirmed_by_id"], ["people.id"], name=op.f("fk_applications_confirmed_by_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"], ["people.id"], name=op.f("fk_applications_proposed_by_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["terms_id"], ["terms.id"], name=op.f("fk_applications_terms_id_terms")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_applications")),
    )
    op.create_index(
        "uq_applications_standing",
        "applications",
        ["terms_id"],
        unique=True,
        sqlite_where=sa.text("taken_back_at IS NULL"),
        postgresql_where=sa.text("taken_back_at IS NULL"),
    )
    op.create_table(
        "applied_ideas",
        sa.Column("application_id", whole, nullable=False),
        sa.Column("idea_id", whole, nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.Column("applied_at", moment, nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["applications.id"],
            name=op.f("fk_applied_ideas_application_id_applications"),
        ),
        sa.ForeignKeyConstraint(
            ["idea_id"], ["ballots.idea_id"], name=op.f("fk_applied_ideas_idea_id_ballots")
        ),
        sa.PrimaryKeyConstraint("application_id", "idea_id", name=op.f("pk_applied_ideas")),
    )
    op.create_index("ix_applied_ideas_idea", "applied_ideas", ["idea_id"], unique=False)
    for statement in DDL[op.get_bind().dialect.name]:
        op.execute(sa.text(statement.replace(":", r"\:")))


def downgrade() -> None:
    """Go down."""
    op.drop_table("applied_ideas")
    op.drop_table("applications")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION applied_ideas_no_update()")
        op.execute("DROP FUNCTION applied_ideas_no_delete()")
