"""Criteria of the brand's own, void scorecards, conflicts, notes on cases, crowds."""

import sqlalchemy as sa
from alembic import op

revision = "0068"
down_revision = "0067"
branch_labels = None
depends_on = None

KEYS = "key IN ('brand_fit', 'demand', 'feasibility', 'originality', 'safety', 'rights')"
IN_CONFLICT = (
    "NEW.void_at IS NULL AND EXISTS (SELECT 1 FROM conflicts "
    "JOIN cases ON cases.idea_id = conflicts.idea_id "
    "WHERE cases.id = NEW.case_id AND conflicts.person_id = NEW.reviewer_id)"
)
APART = "who declared a conflict does not score"
TRIGGERS = (
    ("conflicts", "no_update", "UPDATE", "true", "conflicts is append-only"),
    ("conflicts", "no_delete", "DELETE", "true", "conflicts is append-only"),
    ("case_notes", "no_update", "UPDATE", "true", "case_notes is append-only"),
    ("case_notes", "no_delete", "DELETE", "true", "case_notes is append-only"),
    ("scorecards", "keep_apart_insert", "INSERT", IN_CONFLICT, APART),
    ("scorecards", "keep_apart_update", "UPDATE", IN_CONFLICT, APART),
)


def upgrade() -> None:
    """Go up."""
    for table in ("criteria", "scores"):
        with op.batch_alter_table(table) as batch_op:
            batch_op.drop_constraint(op.f(f"ck_{table}_key_known"), type_="check")
    op.add_column("criteria", sa.Column("names", sa.JSON(), server_default="{}", nullable=False))
    op.add_column("scorecards", sa.Column("void_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index("ix_scorecards_reviewer", "scorecards", ["reviewer_id", "case_id"])
    _tables()
    for trigger in TRIGGERS:
        _trigger(*trigger)


def _tables() -> None:
    whole = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "conflicts",
        sa.Column("idea_id", whole, nullable=False),
        sa.Column("person_id", whole, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["idea_id"], ["ideas.id"], name=op.f("fk_conflicts_idea_id_ideas")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_conflicts_person_id_people")
        ),
        sa.PrimaryKeyConstraint("idea_id", "person_id", name=op.f("pk_conflicts")),
    )
    op.create_index("ix_conflicts_person", "conflicts", ["person_id", "idea_id"])
    op.create_table(
        "case_notes",
        sa.Column("id", whole, nullable=False),
        sa.Column("case_id", whole, nullable=False),
        sa.Column("person_id", whole, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_case_notes_case_id_cases")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_case_notes_person_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_notes")),
    )
    op.create_index("ix_case_notes_case", "case_notes", ["case_id", "id"])
    op.create_index("ix_case_notes_person", "case_notes", ["person_id", "id"])
    op.create_table(
        "crowds",
        sa.Column("idea_id", whole, nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("countries", sa.JSON(), nullable=False),
        sa.Column("newcomers", whole, nullable=False),
        sa.Column("regulars", whole, nullable=False),
        sa.Column("copies", whole, nullable=True),
        sa.CheckConstraint(
            "newcomers >= 0 AND regulars >= 0", name=op.f("ck_crowds_voters_counted")
        ),
        sa.ForeignKeyConstraint(
            ["idea_id"], ["ballots.idea_id"], name=op.f("fk_crowds_idea_id_ballots")
        ),
        sa.PrimaryKeyConstraint("idea_id", name=op.f("pk_crowds")),
    )


def _trigger(table: str, name: str, verb: str, when: str, say: str) -> None:
    trigger = f"{table}_{name}"
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            f"CREATE TRIGGER {trigger} BEFORE {verb} ON {table} WHEN {when} "
            f"BEGIN SELECT RAISE(ABORT, '{say}'); END"
        )
        return
    op.execute(
        f"CREATE OR REPLACE FUNCTION {trigger}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF {when} THEN RAISE EXCEPTION '{say}'; END IF; RETURN COALESCE(NEW, OLD); END $$"
    )
    op.execute(
        f"CREATE TRIGGER {trigger} BEFORE {verb} ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION {trigger}()"
    )


def downgrade() -> None:
    """Go down: what the brand asked of its own is asked no more, void scores are gone."""
    is_postgres = op.get_bind().dialect.name == "postgresql"
    for name in ("keep_apart_insert", "keep_apart_update"):
        on = " ON scorecards" if is_postgres else ""
        op.execute(f"DROP TRIGGER scorecards_{name}{on}")
    op.drop_table("crowds")
    op.drop_table("case_notes")
    op.drop_table("conflicts")
    if is_postgres:
        for table, name, *_ in TRIGGERS:
            op.execute(f"DROP FUNCTION {table}_{name}()")
    for table in ("criteria", "scores"):
        op.execute(f"DELETE FROM {table} WHERE NOT {KEYS}")  # noqa: S608
    op.execute("DELETE FROM scorecards WHERE void_at IS NOT NULL")
    op.drop_index("ix_scorecards_reviewer", "scorecards")
    op.drop_column("scorecards", "void_at")
    op.drop_column("criteria", "names")
    for table in ("criteria", "scores"):
        with op.batch_alter_table(table) as batch_op:
            batch_op.create_check_constraint(op.f(f"ck_{table}_key_known"), KEYS)
