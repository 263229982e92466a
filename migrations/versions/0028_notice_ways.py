"""Ways in which notices reach people, and digests."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

KINDS = "'own_moved', 'own_tier', 'own_deadline', 'own_picked', 'own_answer', 'own_comment', 'reply', {}'words_taken_down', 'team_invited', 'team_answered', 'agreement', 'statement', 'payment', 'backed_moved', 'backed_answer', 'backed_tier', 'backed_update'"
NEW_KINDS = KINDS.format("'mention', ") + ", 'queue_late', 'round_near', 'jobs_failed'"
OLD_KINDS = KINDS.format("")
NEW_TOPICS = "'my_ideas', 'conversation', 'team', 'outcomes', 'progress', 'duties', 'money', 'decisions'"
OLD_TOPICS = "'my_ideas', 'conversation', 'team', 'money', 'outcomes', 'progress'"
WAYS = "'at_once', 'daily', 'weekly', 'site', 'off'"
WAITING, MAIL = "waits_for IS NOT NULL", "waits_for_mail"


def upgrade() -> None:
    """Go up."""
    op.create_table(
        "digests",
        sa.Column(
            "person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_digests_person_id_people")
        ),
        sa.PrimaryKeyConstraint("person_id", "due_on", name=op.f("pk_digests")),
    )
    op.create_index("ix_digests_due_on", "digests", ["due_on"], unique=False)
    with op.batch_alter_table("preferences") as preferences:
        preferences.add_column(sa.Column("way", sa.Text(), nullable=True))
        preferences.drop_constraint(op.f("ck_preferences_topic_known"), type_="check")
    op.execute("DELETE FROM preferences WHERE topic = 'money'")
    op.execute("UPDATE preferences SET way = CASE WHEN by_email THEN 'at_once' ELSE 'site' END")
    with op.batch_alter_table("preferences") as preferences:
        preferences.alter_column("way", existing_type=sa.Text(), nullable=False)
        preferences.drop_column("by_email")
        preferences.create_check_constraint(
            op.f("ck_preferences_topic_known"), f"topic IN ({NEW_TOPICS})"
        )
        preferences.create_check_constraint(op.f("ck_preferences_way_known"), f"way IN ({WAYS})")
    op.drop_index("ix_notices_mail", "notices")
    with op.batch_alter_table("notices") as notices:
        notices.add_column(sa.Column("waits_for", sa.Text(), nullable=True))
        notices.drop_constraint(op.f("ck_notices_kind_known"), type_="check")
    op.execute("UPDATE notices SET waits_for = 'at_once' WHERE waits_for_mail")
    with op.batch_alter_table("notices") as notices:
        notices.drop_column("waits_for_mail")
        notices.create_check_constraint(op.f("ck_notices_kind_known"), f"kind IN ({NEW_KINDS})")
        notices.create_check_constraint(
            op.f("ck_notices_waits_for_known"), f"waits_for IN ({WAYS})"
        )
    op.create_index(
        "ix_notices_waiting",
        "notices",
        ["waits_for", "person_id", "id"],
        unique=False,
        sqlite_where=sa.text(WAITING),
        postgresql_where=sa.text(WAITING),
    )


def downgrade() -> None:
    """Go down; what the old site has no word for is dropped."""
    op.drop_index("ix_notices_waiting", "notices")
    with op.batch_alter_table("notices") as notices:
        notices.add_column(
            sa.Column("waits_for_mail", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        notices.drop_constraint(op.f("ck_notices_waits_for_known"), type_="check")
        notices.drop_constraint(op.f("ck_notices_kind_known"), type_="check")
    op.execute("UPDATE notices SET waits_for_mail = (waits_for = 'at_once') WHERE waits_for <> ''")
    op.execute(
        "DELETE FROM notices"
        " WHERE kind IN ('mention', 'queue_late', 'round_near', 'jobs_failed')"
    )
    with op.batch_alter_table("notices") as notices:
        notices.drop_column("waits_for")
        notices.alter_column("waits_for_mail", server_default=None)
        notices.create_check_constraint(op.f("ck_notices_kind_known"), f"kind IN ({OLD_KINDS})")
    op.create_index(
        "ix_notices_mail",
        "notices",
        ["id"],
        unique=False,
        sqlite_where=sa.text(MAIL),
        postgresql_where=sa.text(MAIL),
    )
    op.execute("DELETE FROM preferences WHERE topic IN ('duties', 'decisions')")
    with op.batch_alter_table("preferences") as preferences:
        preferences.add_column(sa.Column("by_email", sa.Boolean(), nullable=True))
        preferences.drop_constraint(op.f("ck_preferences_topic_known"), type_="check")
        preferences.drop_constraint(op.f("ck_preferences_way_known"), type_="check")
    op.execute("UPDATE preferences SET by_email = way IN ('at_once', 'daily', 'weekly')")
    with op.batch_alter_table("preferences") as preferences:
        preferences.alter_column("by_email", existing_type=sa.Boolean(), nullable=False)
        preferences.drop_column("way")
        preferences.create_check_constraint(
            op.f("ck_preferences_topic_known"), f"topic IN ({OLD_TOPICS})"
        )
    op.drop_table("digests")
