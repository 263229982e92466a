"""Estimates of cases, and files beside them."""

import sqlalchemy as sa
from alembic import op

revision = "0077"
down_revision = "0076"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
VERBS = ("update", "delete")
SAY = "estimates is append-only"
FIGURES = ("unit_cost", "price", "one_off", "low", "likely", "high")


def upgrade() -> None:
    """Go up."""
    _estimates()
    for verb in VERBS:
        _refuse(f"estimates_no_{verb}", verb.upper())
    op.create_table(
        "attachments",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("idea_id", WHOLE, nullable=False),
        sa.Column("mark", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("file_kind", sa.Text(), nullable=False),
        sa.Column("size", WHOLE, nullable=False),
        sa.Column("added_by_id", WHOLE, nullable=False),
        sa.Column("added_at", MOMENT, nullable=False),
        sa.Column("removed_by_id", WHOLE, nullable=True),
        sa.Column("removed_at", MOMENT, nullable=True),
        sa.CheckConstraint(
            "file_kind IN ('pdf', 'jpg', 'png', 'webp', 'xlsx')",
            name=op.f("ck_attachments_file_kind_known"),
        ),
        sa.CheckConstraint("size > 0", name=op.f("ck_attachments_size_counts")),
        sa.ForeignKeyConstraint(
            ["idea_id"], ["ideas.id"], name=op.f("fk_attachments_idea_id_ideas")
        ),
        sa.ForeignKeyConstraint(
            ["added_by_id"], ["people.id"], name=op.f("fk_attachments_added_by_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["removed_by_id"], ["people.id"], name=op.f("fk_attachments_removed_by_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachments")),
        sa.UniqueConstraint("mark", name=op.f("uq_attachments_mark")),
    )
    op.create_index("ix_attachments_idea", "attachments", ["idea_id", "id"])


def _estimates() -> None:
    op.create_table(
        "estimates",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("idea_id", WHOLE, nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        *(sa.Column(name, WHOLE, nullable=False) for name in FIGURES),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("typed_by_id", WHOLE, nullable=False),
        sa.Column("typed_at", MOMENT, nullable=False),
        sa.CheckConstraint(
            "unit_cost >= 0 AND price > 0 AND one_off >= 0", name=op.f("ck_estimates_amounts")
        ),
        sa.CheckConstraint(
            "0 <= low AND low <= likely AND likely <= high", name=op.f("ck_estimates_quantities")
        ),
        sa.ForeignKeyConstraint(["idea_id"], ["ideas.id"], name=op.f("fk_estimates_idea_id_ideas")),
        sa.ForeignKeyConstraint(
            ["typed_by_id"], ["people.id"], name=op.f("fk_estimates_typed_by_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_estimates")),
    )
    op.create_index("ix_estimates_idea", "estimates", ["idea_id", "id"])


def _refuse(name: str, verb: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {verb} ON estimates WHEN true "
            f"BEGIN SELECT RAISE(ABORT, '{SAY}'); END"
        )
        return
    op.execute(
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN IF true THEN RAISE EXCEPTION '{SAY}'; END IF; RETURN COALESCE(NEW, OLD); END $$"
    )
    op.execute(
        f"CREATE TRIGGER {name} BEFORE {verb} ON estimates FOR EACH ROW EXECUTE FUNCTION {name}()"
    )


def downgrade() -> None:
    """Go down."""
    op.drop_table("attachments")
    op.drop_table("estimates")
    if op.get_bind().dialect.name == "postgresql":
        for verb in VERBS:
            op.execute(f"DROP FUNCTION estimates_no_{verb}()")
