"""Invitations to take up again what was not selected."""

import sqlalchemy as sa
from alembic import op

revision = "0076"
down_revision = "0075"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    whole = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "second_chances",
        sa.Column("idea_id", whole, nullable=False),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.Column("offered_by_id", whole, nullable=False),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["idea_id"], ["ideas.id"], name=op.f("fk_second_chances_idea_id_ideas")
        ),
        sa.ForeignKeyConstraint(
            ["offered_by_id"], ["people.id"], name=op.f("fk_second_chances_offered_by_id_people")
        ),
        sa.PrimaryKeyConstraint("idea_id", name=op.f("pk_second_chances")),
    )
    for verb in ("UPDATE", "DELETE"):
        _refuse("second_chances", verb)


def _refuse(table: str, verb: str) -> None:
    name, say = f"{table}_no_{verb.lower()}", f"{table} is append-only"
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {verb} ON {table} WHEN true "
            f"BEGIN SELECT RAISE(ABORT, '{say}'); END"
        )
        return
    op.execute(
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN IF true THEN RAISE EXCEPTION '{say}'; END IF; RETURN COALESCE(NEW, OLD); END $$"
    )
    op.execute(
        f"CREATE TRIGGER {name} BEFORE {verb} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"
    )


def downgrade() -> None:
    """Go down."""
    op.drop_table("second_chances")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION second_chances_no_update()")
        op.execute("DROP FUNCTION second_chances_no_delete()")
