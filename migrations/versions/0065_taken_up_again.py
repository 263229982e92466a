"""What has changed since the idea taken up again, and that its former voters were invited."""

import sqlalchemy as sa
from alembic import op

revision = "0065"
down_revision = "0064"
branch_labels = None
depends_on = None

NAMES = ("voter_calls_no_update", "UPDATE"), ("voter_calls_no_delete", "DELETE")
SAY = "voter_calls is append-only"


def upgrade() -> None:
    """Go up."""
    op.add_column("drafts", sa.Column("changed", sa.Text(), server_default="", nullable=False))
    whole = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "voter_calls",
        sa.Column("idea_id", whole, nullable=False),
        sa.Column("earlier_id", whole, nullable=False),
        sa.Column("called_by_id", whole, nullable=False),
        sa.Column("called_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("earlier_id <> idea_id", name=op.f("ck_voter_calls_two_ideas")),
        sa.ForeignKeyConstraint(
            ["idea_id"], ["ideas.id"], name=op.f("fk_voter_calls_idea_id_ideas")
        ),
        sa.ForeignKeyConstraint(
            ["earlier_id"], ["ideas.id"], name=op.f("fk_voter_calls_earlier_id_ideas")
        ),
        sa.ForeignKeyConstraint(
            ["called_by_id"], ["people.id"], name=op.f("fk_voter_calls_called_by_id_people")
        ),
        sa.PrimaryKeyConstraint("idea_id", name=op.f("pk_voter_calls")),
    )
    for name, verb in NAMES:
        _trigger(name, verb)


def _trigger(name: str, verb: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {verb} ON voter_calls WHEN true "
            f"BEGIN SELECT RAISE(ABORT, '{SAY}'); END"
        )
        return
    op.execute(
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN IF true THEN RAISE EXCEPTION '{SAY}'; END IF; RETURN COALESCE(NEW, OLD); END $$"
    )
    op.execute(
        f"CREATE TRIGGER {name} BEFORE {verb} ON voter_calls FOR EACH ROW "
        f"EXECUTE FUNCTION {name}()"
    )


def downgrade() -> None:
    """Go down."""
    op.drop_table("voter_calls")
    op.drop_column("drafts", "changed")
    if op.get_bind().dialect.name == "postgresql":
        for name, _ in NAMES:
            op.execute(f"DROP FUNCTION {name}()")
