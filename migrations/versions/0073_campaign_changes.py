"""Campaigns that are put off or cancelled."""

import sqlalchemy as sa
from alembic import op

revision = "0073"
down_revision = "0072"
branch_labels = None
depends_on = None

TRIGGERS = {
    "sqlite": (
        "CREATE TRIGGER {name} BEFORE {verb} ON {table} WHEN true "
        "BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END",
    ),
    "postgresql": (
        "CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF true THEN "
        "RAISE EXCEPTION '{table} is append-only'; END IF; RETURN COALESCE(NEW, OLD); END $$",
        "CREATE TRIGGER {name} BEFORE {verb} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()",
    ),
}


def upgrade() -> None:
    """Go up."""
    whole = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.add_column("calendars", sa.Column("cancelled_at", sa.DateTime(timezone=True)))
    op.create_table(
        "cancellations",
        sa.Column("campaign_id", whole, nullable=False),
        sa.Column("sentence", sa.JSON(), nullable=False),
        sa.Column("proposed_by_id", whole, nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_by_id", whole, nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "confirmed_by_id <> proposed_by_id", name=op.f("ck_cancellations_two_people")
        ),
        sa.CheckConstraint(
            "(confirmed_at IS NULL) = (confirmed_by_id IS NULL)",
            name=op.f("ck_cancellations_confirmed_by_somebody"),
        ),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaigns.id"], name=op.f("fk_cancellations_campaign_id_campaigns")
        ),
        sa.ForeignKeyConstraint(
            ["confirmed_by_id"], ["people.id"], name=op.f("fk_cancellations_confirmed_by_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"], ["people.id"], name=op.f("fk_cancellations_proposed_by_id_people")
        ),
        sa.PrimaryKeyConstraint("campaign_id", name=op.f("pk_cancellations")),
    )
    op.create_table(
        "calendar_changes",
        sa.Column("campaign_id", whole, nullable=False),
        sa.Column("version", whole, nullable=False),
        sa.Column("sentence", sa.JSON(), nullable=False),
        sa.Column("was", sa.JSON(), nullable=False),
        sa.Column("became", sa.JSON(), nullable=False),
        sa.Column("changed_by_id", whole, nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaigns.id"], name=op.f("fk_calendar_changes_campaign_id_campaigns")
        ),
        sa.ForeignKeyConstraint(
            ["changed_by_id"], ["people.id"], name=op.f("fk_calendar_changes_changed_by_id_people")
        ),
        sa.PrimaryKeyConstraint("campaign_id", "version", name=op.f("pk_calendar_changes")),
    )
    for verb in ("UPDATE", "DELETE"):
        for statement in TRIGGERS[op.get_bind().dialect.name]:
            name = f"calendar_changes_no_{verb.lower()}"
            op.execute(statement.format(name=name, table="calendar_changes", verb=verb))


def downgrade() -> None:
    """Go down."""
    op.drop_table("calendar_changes")
    if op.get_bind().dialect.name == "postgresql":
        for verb in ("update", "delete"):
            op.execute(f"DROP FUNCTION calendar_changes_no_{verb}()")
    op.drop_table("cancellations")
    with op.batch_alter_table("calendars") as batch_op:
        batch_op.drop_column("cancelled_at")
