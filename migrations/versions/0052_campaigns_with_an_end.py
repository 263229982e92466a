"""Campaigns with an end: calendars, rulebooks, juries, closed votes."""

from itertools import pairwise

import sqlalchemy as sa
from alembic import op

revision = "0052"
down_revision = "0051"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
ROLES = "role IN ('moderator', 'reviewer', 'finance', 'admin'{})"
INSTANTS = (
    *("entries_open_at", "entries_close_at", "shortlist_from_at", "vote_opens_at"),
    *("vote_closes_at", "results_at"),
)
ENTRY = (
    "ALTER TABLE ballots ADD COLUMN entry TEXT CONSTRAINT ck_ballots_entry_known "
    "CHECK (entry IN ('awaited', 'standing', 'none'))"
)
DDL = {
    "sqlite": [
        "CREATE TRIGGER rulebooks_no_update BEFORE UPDATE ON rulebooks WHEN true BEGIN SELECT RAISE(ABORT, 'rulebooks is append-only'); END",
        "CREATE TRIGGER rulebooks_no_delete BEFORE DELETE ON rulebooks WHEN true BEGIN SELECT RAISE(ABORT, 'rulebooks is append-only'); END",
    ],
    "postgresql": [
        "CREATE OR REPLACE FUNCTION rulebooks_no_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF true THEN RAISE EXCEPTION 'rulebooks is append-only'; END IF; RETURN COALESCE(NEW, OLD); END $$",
        "CREATE TRIGGER rulebooks_no_update BEFORE UPDATE ON rulebooks FOR EACH ROW EXECUTE FUNCTION rulebooks_no_update()",
        "CREATE OR REPLACE FUNCTION rulebooks_no_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF true THEN RAISE EXCEPTION 'rulebooks is append-only'; END IF; RETURN COALESCE(NEW, OLD); END $$",
        "CREATE TRIGGER rulebooks_no_delete BEFORE DELETE ON rulebooks FOR EACH ROW EXECUTE FUNCTION rulebooks_no_delete()",
    ],
}


def upgrade() -> None:
    """Go up."""
    _calendars()
    _rulebooks()
    _juries()
    for statement in DDL[op.get_bind().dialect.name]:
        op.execute(sa.text(statement))
    op.execute(ENTRY)
    with op.batch_alter_table("rounds") as batch_op:
        batch_op.add_column(sa.Column("campaign_id", WHOLE, nullable=True))
        batch_op.create_foreign_key(
            op.f("fk_rounds_campaign_id_campaigns"), "campaigns", ["campaign_id"], ["id"]
        )
    _roles(", 'juror'")


def _calendars() -> None:
    op.create_table(
        "calendars",
        sa.Column("campaign_id", WHOLE, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        *(sa.Column(name, MOMENT, nullable=False) for name in INSTANTS),
        sa.Column("has_jury", sa.Boolean(), nullable=False),
        sa.Column("places", WHOLE, nullable=False),
        sa.Column("jury_prize", sa.JSON(), nullable=False),
        sa.Column("community_prize", sa.JSON(), nullable=False),
        sa.Column("rules", sa.JSON(), nullable=False),
        sa.Column("own_terms", sa.JSON(), nullable=False),
        sa.Column("announced_at", MOMENT, nullable=True),
        sa.Column("shortlisted_at", MOMENT, nullable=True),
        sa.Column("closed_at", MOMENT, nullable=True),
        sa.Column("finished_at", MOMENT, nullable=True),
        sa.CheckConstraint(
            "kind IN ('contest', 'call', 'naming')", name=op.f("ck_calendars_kind_known")
        ),
        *(
            sa.CheckConstraint(f"{early} < {late}", name=op.f(f"ck_calendars_{late[:-3]}_in_order"))
            for early, late in pairwise(INSTANTS)
        ),
        sa.CheckConstraint("places > 0", name=op.f("ck_calendars_places_count")),
        sa.CheckConstraint(
            "kind <> 'naming' OR has_jury", name=op.f("ck_calendars_names_are_chosen")
        ),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaigns.id"], name=op.f("fk_calendars_campaign_id_campaigns")
        ),
        sa.PrimaryKeyConstraint("campaign_id", name=op.f("pk_calendars")),
    )
    op.create_index("ix_calendars_entries", "calendars", ["entries_close_at", "campaign_id"])


def _rulebooks() -> None:
    op.create_table(
        "rulebooks",
        sa.Column("campaign_id", WHOLE, nullable=False),
        sa.Column("version", WHOLE, nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("published_by_id", WHOLE, nullable=True),
        sa.Column("published_at", MOMENT, nullable=False),
        sa.CheckConstraint("version > 0", name=op.f("ck_rulebooks_version_counts")),
        sa.CheckConstraint("length(sha256) = 64", name=op.f("ck_rulebooks_sha256_whole")),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaigns.id"], name=op.f("fk_rulebooks_campaign_id_campaigns")
        ),
        sa.ForeignKeyConstraint(
            ["published_by_id"], ["people.id"], name=op.f("fk_rulebooks_published_by_id_people")
        ),
        sa.PrimaryKeyConstraint("campaign_id", "version", "language", name=op.f("pk_rulebooks")),
    )


def _juries() -> None:
    op.create_table(
        "jurors",
        sa.Column("campaign_id", WHOLE, nullable=False),
        sa.Column("person_id", WHOLE, nullable=False),
        sa.Column("named_by_id", WHOLE, nullable=True),
        sa.Column("named_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaigns.id"], name=op.f("fk_jurors_campaign_id_campaigns")
        ),
        sa.ForeignKeyConstraint(
            ["named_by_id"], ["people.id"], name=op.f("fk_jurors_named_by_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_jurors_person_id_people")
        ),
        sa.PrimaryKeyConstraint("campaign_id", "person_id", name=op.f("pk_jurors")),
    )
    op.create_index("ix_jurors_person", "jurors", ["person_id"])
    op.create_table(
        "closed_votes",
        sa.Column("campaign_id", WHOLE, nullable=False),
        sa.Column("none_id", WHOLE, nullable=False),
        sa.Column("round_id", WHOLE, nullable=True),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaigns.id"], name=op.f("fk_closed_votes_campaign_id_campaigns")
        ),
        sa.ForeignKeyConstraint(
            ["none_id"], ["ideas.id"], name=op.f("fk_closed_votes_none_id_ideas")
        ),
        sa.ForeignKeyConstraint(
            ["round_id"], ["rounds.id"], name=op.f("fk_closed_votes_round_id_rounds")
        ),
        sa.PrimaryKeyConstraint("campaign_id", name=op.f("pk_closed_votes")),
        sa.UniqueConstraint("none_id", name=op.f("uq_closed_votes_none_id")),
        sa.UniqueConstraint("round_id", name=op.f("uq_closed_votes_round_id")),
    )
    op.create_table(
        "shortlist_choices",
        sa.Column("idea_id", WHOLE, nullable=False),
        sa.Column("is_chosen", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("sentence", sa.JSON(), nullable=False),
        sa.Column("by_id", WHOLE, nullable=False),
        sa.Column("chosen_at", MOMENT, nullable=False),
        sa.CheckConstraint(
            "reason IN ('chosen', 'off_brief', 'taken', 'hurtful', 'alike', 'weaker')",
            name=op.f("ck_shortlist_choices_reason_known"),
        ),
        sa.CheckConstraint(
            "is_chosen = (reason = 'chosen')", name=op.f("ck_shortlist_choices_chosen")
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["people.id"], name=op.f("fk_shortlist_choices_by_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["idea_id"], ["ideas.id"], name=op.f("fk_shortlist_choices_idea_id_ideas")
        ),
        sa.PrimaryKeyConstraint("idea_id", name=op.f("pk_shortlist_choices")),
    )


def _roles(juror: str) -> None:
    with op.batch_alter_table("role_grants") as batch_op:
        batch_op.drop_constraint(op.f("ck_role_grants_role_known"), type_="check")
        batch_op.create_check_constraint(op.f("ck_role_grants_role_known"), ROLES.format(juror))


def downgrade() -> None:
    """Go down."""
    is_postgres = op.get_bind().dialect.name == "postgresql"
    op.execute("DELETE FROM role_grants WHERE role = 'juror'")
    _roles("")
    with op.batch_alter_table("rounds") as batch_op:
        batch_op.drop_constraint(op.f("fk_rounds_campaign_id_campaigns"), type_="foreignkey")
        batch_op.drop_column("campaign_id")
    op.execute("ALTER TABLE ballots DROP COLUMN entry")
    for table in ("shortlist_choices", "closed_votes", "jurors", "rulebooks", "calendars"):
        op.drop_table(table)
    if is_postgres:
        for verb in ("update", "delete"):
            op.execute(f"DROP FUNCTION rulebooks_no_{verb}()")
