"""Joins: the votes of merged ideas."""

import sqlalchemy as sa
from alembic import op

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
REASONS = (
    "reason IN ('cast', 'cast_again', 'confirmed', 'taken_back', 'joined_team', 'not_confirmed', "
    "'imported', 'held', 'released', 'voided', 'undone', 'appeal_upheld'{})"
)
NEW_REASONS = ", 'merged', 'unmerged'"
STANDS = sa.text("state <> 'parted'")
MOVES = sa.text("state IN ('joining', 'parting')")
TRIGGERS = (
    "CREATE TRIGGER vote_events_no_update BEFORE UPDATE ON vote_events WHEN true "
    "BEGIN SELECT RAISE(ABORT, 'vote_events is append-only'); END",
    "CREATE TRIGGER vote_events_no_delete BEFORE DELETE ON vote_events WHEN true "
    "BEGIN SELECT RAISE(ABORT, 'vote_events is append-only'); END",
)


def upgrade() -> None:
    """Go up."""
    _reasons(REASONS.format(NEW_REASONS))
    op.create_table(
        "joins",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("child_id", WHOLE, nullable=False),
        sa.Column("parent_id", WHOLE, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("total", WHOLE, nullable=False),
        sa.Column("done", WHOLE, nullable=False),
        sa.Column("reached", WHOLE, nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seen_votes", WHOLE, nullable=False),
        sa.CheckConstraint(
            "state IN ('joining', 'joined', 'parting', 'parted')", name=op.f("ck_joins_state_known")
        ),
        sa.CheckConstraint(
            "total >= 0 AND done >= 0 AND reached >= 0", name=op.f("ck_joins_numbers_count")
        ),
        sa.CheckConstraint("child_id <> parent_id", name=op.f("ck_joins_two_ideas")),
        sa.ForeignKeyConstraint(
            ["child_id"], ["ballots.idea_id"], name=op.f("fk_joins_child_id_ballots")
        ),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["ballots.idea_id"], name=op.f("fk_joins_parent_id_ballots")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_joins")),
    )
    _index("ix_joins_child_once", "child_id", STANDS, is_unique=True)
    _index("ix_joins_parent", "parent_id", STANDS)
    _index("ix_joins_moving", "id", MOVES)
    op.create_table(
        "joined_votes",
        sa.Column("join_id", WHOLE, nullable=False),
        sa.Column("person_id", WHOLE, nullable=False),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["join_id"], ["joins.id"], name=op.f("fk_joined_votes_join_id_joins")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_joined_votes_person_id_people")
        ),
        sa.PrimaryKeyConstraint("join_id", "person_id", name=op.f("pk_joined_votes")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_joined_votes_person", "joined_votes", ["person_id", "join_id"])


def _index(name: str, column: str, where: sa.TextClause, *, is_unique: bool = False) -> None:
    some = {"sqlite_where": where, "postgresql_where": where}
    op.create_index(name, "joins", [column], unique=is_unique, **some)


def _reasons(known: str) -> None:
    """SQLite writes the table anew, and its triggers stay behind."""
    with op.batch_alter_table("vote_events") as batch_op:
        batch_op.drop_constraint(op.f("ck_vote_events_reason_known"), type_="check")
        batch_op.create_check_constraint(op.f("ck_vote_events_reason_known"), known)
    if op.get_bind().dialect.name == "sqlite":
        for trigger in TRIGGERS:
            op.execute(sa.text(trigger))


def downgrade() -> None:
    """Go down: votes that came with another idea stay, as if they had been brought in."""
    op.drop_table("joined_votes")
    op.drop_table("joins")
    is_postgres = op.get_bind().dialect.name == "postgresql"
    if is_postgres:
        op.execute("ALTER TABLE vote_events DISABLE TRIGGER USER")
    else:
        op.execute("DROP TRIGGER vote_events_no_update")
        op.execute("DROP TRIGGER vote_events_no_delete")
    op.execute("UPDATE vote_events SET reason = 'imported' WHERE reason IN ('merged', 'unmerged')")
    _reasons(REASONS.format(""))
    if is_postgres:
        op.execute("ALTER TABLE vote_events ENABLE TRIGGER USER")
