"""Levels of people, and how they changed."""

import sqlalchemy as sa
from alembic import op

revision = "0058"
down_revision = "0057"
branch_labels = None
depends_on = None

LEVELS = "IN ('new', 'regular', 'trusted')"
NAMES = ("trust_moves_no_update", "UPDATE"), ("trust_moves_no_delete", "DELETE")
SAY = "trust_moves is append-only"


def upgrade() -> None:
    """Go up."""
    with op.batch_alter_table("people") as batch_op:
        batch_op.add_column(sa.Column("level", sa.Text(), server_default="new", nullable=False))
        batch_op.create_check_constraint(op.f("ck_people_level_known"), f"level {LEVELS}")
    whole = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "trust_moves",
        sa.Column("id", whole, nullable=False),
        sa.Column("person_id", whole, nullable=False),
        sa.Column("from_level", sa.Text(), nullable=False),
        sa.Column("to_level", sa.Text(), nullable=False),
        sa.Column("measure_id", whole, nullable=True),
        sa.Column("moved_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            f"from_level {LEVELS}", name=op.f("ck_trust_moves_from_level_known")
        ),
        sa.CheckConstraint(f"to_level {LEVELS}", name=op.f("ck_trust_moves_to_level_known")),
        sa.CheckConstraint("from_level <> to_level", name=op.f("ck_trust_moves_it_changed")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_trust_moves_person_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["measure_id"], ["measures.id"], name=op.f("fk_trust_moves_measure_id_measures")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trust_moves")),
    )
    op.create_index("ix_trust_moves_person", "trust_moves", ["person_id", "id"])
    for name, verb in NAMES:
        _trigger(name, verb)


def _trigger(name: str, verb: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {verb} ON trust_moves WHEN true "
            f"BEGIN SELECT RAISE(ABORT, '{SAY}'); END"
        )
        return
    op.execute(
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN IF true THEN RAISE EXCEPTION '{SAY}'; END IF; RETURN COALESCE(NEW, OLD); END $$"
    )
    op.execute(
        f"CREATE TRIGGER {name} BEFORE {verb} ON trust_moves "
        f"FOR EACH ROW EXECUTE FUNCTION {name}()"
    )


def downgrade() -> None:
    """Go down: everybody is new again."""
    op.drop_table("trust_moves")
    if op.get_bind().dialect.name == "postgresql":
        for name, _ in NAMES:
            op.execute(f"DROP FUNCTION {name}()")
    with op.batch_alter_table("people") as batch_op:
        batch_op.drop_constraint(op.f("ck_people_level_known"), type_="check")
        batch_op.drop_column("level")
