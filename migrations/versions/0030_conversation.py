"""Likes, mentions, private feedback and reports."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    op.create_table('feedback',
    sa.Column('idea_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('person_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('clear', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('original', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('would_buy', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('language', sa.Text(), nullable=False),
    sa.Column('given_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint('clear BETWEEN 1 AND 5', name=op.f('ck_feedback_clear_on_scale')),
    sa.CheckConstraint('original BETWEEN 1 AND 5', name=op.f('ck_feedback_original_on_scale')),
    sa.CheckConstraint('would_buy BETWEEN 1 AND 5', name=op.f('ck_feedback_would_buy_on_scale')),
    sa.ForeignKeyConstraint(['idea_id'], ['ideas.id'], name=op.f('fk_feedback_idea_id_ideas')),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_feedback_person_id_people')),
    sa.PrimaryKeyConstraint('idea_id', 'person_id', name=op.f('pk_feedback'))
    )
    op.create_index('ix_feedback_person', 'feedback', ['person_id'], unique=False)

    op.create_table('comment_likes',
    sa.Column('comment_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('person_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('liked_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['comment_id'], ['comments.id'], name=op.f('fk_comment_likes_comment_id_comments')),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_comment_likes_person_id_people')),
    sa.PrimaryKeyConstraint('comment_id', 'person_id', name=op.f('pk_comment_likes'))
    )
    op.create_index('ix_comment_likes_person', 'comment_likes', ['person_id'], unique=False)

    op.create_table('mentions',
    sa.Column('comment_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('person_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('handle', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['comment_id'], ['comments.id'], name=op.f('fk_mentions_comment_id_comments')),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_mentions_person_id_people')),
    sa.PrimaryKeyConstraint('comment_id', 'person_id', name=op.f('pk_mentions'))
    )
    op.create_index('ix_mentions_person', 'mentions', ['person_id'], unique=False)

    op.create_table('reports',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('person_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('idea_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('comment_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
    sa.Column('update_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('decided_by_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
    sa.Column('outcome', sa.Text(), nullable=True),
    sa.CheckConstraint("outcome IN ('removed', 'kept')", name=op.f('ck_reports_outcome_known')),
    sa.CheckConstraint("reason IN ('off_topic', 'insult', 'spam', 'privacy', 'rights', 'unlawful', 'other')", name=op.f('ck_reports_reason_known')),
    sa.CheckConstraint('(decided_at IS NULL) = (outcome IS NULL)', name=op.f('ck_reports_decided_somehow')),
    sa.CheckConstraint('comment_id IS NULL OR update_id IS NULL', name=op.f('ck_reports_one_thing')),
    sa.ForeignKeyConstraint(['comment_id'], ['comments.id'], name=op.f('fk_reports_comment_id_comments')),
    sa.ForeignKeyConstraint(['decided_by_id'], ['people.id'], name=op.f('fk_reports_decided_by_id_people')),
    sa.ForeignKeyConstraint(['idea_id'], ['ideas.id'], name=op.f('fk_reports_idea_id_ideas')),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_reports_person_id_people')),
    sa.ForeignKeyConstraint(['update_id'], ['updates.id'], name=op.f('fk_reports_update_id_updates')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reports')),
    sa.UniqueConstraint('comment_id', 'person_id', name=op.f('uq_reports_comment_id_person_id')),
    sa.UniqueConstraint('update_id', 'person_id', name=op.f('uq_reports_update_id_person_id'))
    )
    op.create_index('ix_reports_once', 'reports', ['idea_id', 'person_id'], unique=True, sqlite_where=sa.text('comment_id IS NULL AND update_id IS NULL'), postgresql_where=sa.text('comment_id IS NULL AND update_id IS NULL'))
    op.create_index('ix_reports_open', 'reports', ['id'], unique=False, sqlite_where=sa.text('decided_at IS NULL'), postgresql_where=sa.text('decided_at IS NULL'))
    op.create_index('ix_reports_person', 'reports', ['person_id', 'id'], unique=False)

    with op.batch_alter_table("comments") as batch_op:
        batch_op.add_column(
            sa.Column(
                "likes",
                sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
                server_default="0",
                nullable=False,
            )
        )
        batch_op.create_index(
            "ix_comments_liked",
            ["idea_id", "likes", "id"],
            unique=False,
            sqlite_where=sa.text("parent_id IS NULL"),
            postgresql_where=sa.text("parent_id IS NULL"),
        )
        batch_op.create_check_constraint(op.f("ck_comments_likes_counted"), "likes >= 0")


def downgrade() -> None:
    """Go down."""
    with op.batch_alter_table("comments") as batch_op:
        batch_op.drop_index("ix_comments_liked")
        batch_op.drop_constraint(op.f("ck_comments_likes_counted"), type_="check")
        batch_op.drop_column("likes")
    op.drop_table('reports')

    op.drop_table('mentions')

    op.drop_table('comment_likes')

    op.drop_table('feedback')
