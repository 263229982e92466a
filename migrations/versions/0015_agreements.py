"""Tables of ``ideas.agreements``."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

DDL = {
    "sqlite": [
        "CREATE TRIGGER agreements_whole_when_offered BEFORE UPDATE ON agreements WHEN "
        "NEW.state IN ('offered', 'active') AND (SELECT COALESCE(SUM(share_bp), 0) FROM "
        "shares WHERE agreement_id = NEW.id) <> 10000 BEGIN SELECT RAISE(ABORT, 'the "
        "shares of an agreement are not the whole'); END",
        "CREATE TRIGGER agreements_starts_as_draft BEFORE INSERT ON agreements WHEN "
        "NEW.state <> 'draft' BEGIN SELECT RAISE(ABORT, 'an agreement starts as a "
        "draft'); END",
        "CREATE TRIGGER agreements_fixed_once_offered BEFORE UPDATE ON agreements WHEN "
        "OLD.state <> 'draft' AND (NEW.state = 'draft' OR NEW.idea_id <> OLD.idea_id OR "
        "NEW.currency <> OLD.currency OR NEW.rate_bp <> OLD.rate_bp OR NEW.territory <> "
        "OLD.territory OR NEW.reserve_bp <> OLD.reserve_bp OR NEW.reserve_periods <> "
        "OLD.reserve_periods OR NEW.deductions_cap_bp <> OLD.deductions_cap_bp OR "
        "NEW.minimum <> OLD.minimum OR NEW.copies <> OLD.copies OR NEW.text_hash <> "
        "OLD.text_hash) BEGIN SELECT RAISE(ABORT, 'an offered agreement is fixed'); END",
        "CREATE TRIGGER shares_fixed_on_insert BEFORE INSERT ON shares WHEN EXISTS "
        "(SELECT 1 FROM agreements WHERE id = NEW.agreement_id AND state <> 'draft') "
        "BEGIN SELECT RAISE(ABORT, 'the shares of an offered agreement are fixed'); END",
        "CREATE TRIGGER shares_fixed_on_update BEFORE UPDATE ON shares WHEN EXISTS "
        "(SELECT 1 FROM agreements WHERE id = OLD.agreement_id AND state <> 'draft') "
        "BEGIN SELECT RAISE(ABORT, 'the shares of an offered agreement are fixed'); END",
        "CREATE TRIGGER shares_fixed_on_delete BEFORE DELETE ON shares WHEN EXISTS "
        "(SELECT 1 FROM agreements WHERE id = OLD.agreement_id AND state <> 'draft') "
        "BEGIN SELECT RAISE(ABORT, 'the shares of an offered agreement are fixed'); END",
    ],
    "postgresql": [
        "CREATE OR REPLACE FUNCTION agreements_whole_when_offered() RETURNS trigger "
        "LANGUAGE plpgsql AS $$ BEGIN IF NEW.state IN ('offered', 'active') AND (SELECT "
        "COALESCE(SUM(share_bp), 0) FROM shares WHERE agreement_id = NEW.id) <> 10000 "
        "THEN RAISE EXCEPTION 'the shares of an agreement are not the whole'; END IF; "
        "RETURN COALESCE(NEW, OLD); END $$",
        "CREATE TRIGGER agreements_whole_when_offered BEFORE UPDATE ON agreements FOR "
        "EACH ROW EXECUTE FUNCTION agreements_whole_when_offered()",
        "CREATE OR REPLACE FUNCTION agreements_starts_as_draft() RETURNS trigger "
        "LANGUAGE plpgsql AS $$ BEGIN IF NEW.state <> 'draft' THEN RAISE EXCEPTION 'an "
        "agreement starts as a draft'; END IF; RETURN COALESCE(NEW, OLD); END $$",
        "CREATE TRIGGER agreements_starts_as_draft BEFORE INSERT ON agreements FOR EACH "
        "ROW EXECUTE FUNCTION agreements_starts_as_draft()",
        "CREATE OR REPLACE FUNCTION agreements_fixed_once_offered() RETURNS trigger "
        "LANGUAGE plpgsql AS $$ BEGIN IF OLD.state <> 'draft' AND (NEW.state = 'draft' "
        "OR NEW.idea_id <> OLD.idea_id OR NEW.currency <> OLD.currency OR NEW.rate_bp "
        "<> OLD.rate_bp OR NEW.territory <> OLD.territory OR NEW.reserve_bp <> "
        "OLD.reserve_bp OR NEW.reserve_periods <> OLD.reserve_periods OR "
        "NEW.deductions_cap_bp <> OLD.deductions_cap_bp OR NEW.minimum <> OLD.minimum "
        "OR NEW.copies <> OLD.copies OR NEW.text_hash <> OLD.text_hash) THEN RAISE "
        "EXCEPTION 'an offered agreement is fixed'; END IF; RETURN COALESCE(NEW, OLD); "
        "END $$",
        "CREATE TRIGGER agreements_fixed_once_offered BEFORE UPDATE ON agreements FOR "
        "EACH ROW EXECUTE FUNCTION agreements_fixed_once_offered()",
        "CREATE OR REPLACE FUNCTION shares_fixed_on_insert() RETURNS trigger LANGUAGE "
        "plpgsql AS $$ BEGIN IF EXISTS (SELECT 1 FROM agreements WHERE id = "
        "NEW.agreement_id AND state <> 'draft') THEN RAISE EXCEPTION 'the shares of an "
        "offered agreement are fixed'; END IF; RETURN COALESCE(NEW, OLD); END $$",
        "CREATE TRIGGER shares_fixed_on_insert BEFORE INSERT ON shares FOR EACH ROW "
        "EXECUTE FUNCTION shares_fixed_on_insert()",
        "CREATE OR REPLACE FUNCTION shares_fixed_on_update() RETURNS trigger LANGUAGE "
        "plpgsql AS $$ BEGIN IF EXISTS (SELECT 1 FROM agreements WHERE id = "
        "OLD.agreement_id AND state <> 'draft') THEN RAISE EXCEPTION 'the shares of an "
        "offered agreement are fixed'; END IF; RETURN COALESCE(NEW, OLD); END $$",
        "CREATE TRIGGER shares_fixed_on_update BEFORE UPDATE ON shares FOR EACH ROW "
        "EXECUTE FUNCTION shares_fixed_on_update()",
        "CREATE OR REPLACE FUNCTION shares_fixed_on_delete() RETURNS trigger LANGUAGE "
        "plpgsql AS $$ BEGIN IF EXISTS (SELECT 1 FROM agreements WHERE id = "
        "OLD.agreement_id AND state <> 'draft') THEN RAISE EXCEPTION 'the shares of an "
        "offered agreement are fixed'; END IF; RETURN COALESCE(NEW, OLD); END $$",
        "CREATE TRIGGER shares_fixed_on_delete BEFORE DELETE ON shares FOR EACH ROW "
        "EXECUTE FUNCTION shares_fixed_on_delete()",
    ],
}

FUNCTIONS = (
    "agreements_whole_when_offered",
    "agreements_starts_as_draft",
    "agreements_fixed_once_offered",
    "shares_fixed_on_insert",
    "shares_fixed_on_update",
    "shares_fixed_on_delete",
)


def upgrade() -> None:
    """Go up."""
    op.create_table(
        "agreements",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("idea_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("rate_bp", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("territory", sa.Text(), nullable=False),
        sa.Column(
            "reserve_bp", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "reserve_periods", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "deductions_cap_bp",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column("minimum", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("copies", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("text", sa.JSON(), nullable=False),
        sa.Column("text_hash", sa.Text(), nullable=True),
        sa.Column(
            "prepared_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("prepared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("active_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_reason", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "state = 'draft' OR state = 'ended' OR text_hash IS NOT NULL",
            name=op.f("ck_agreements_text_fixed"),
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'offered', 'active', 'ended')",
            name=op.f("ck_agreements_state_known"),
        ),
        sa.CheckConstraint(
            "deductions_cap_bp BETWEEN 0 AND 10000",
            name=op.f("ck_agreements_deductions_cap_bp_bounds"),
        ),
        sa.CheckConstraint(
            "minimum >= 0 AND copies >= 0", name=op.f("ck_agreements_numbers_count")
        ),
        sa.CheckConstraint(
            "rate_bp BETWEEN 0 AND 10000", name=op.f("ck_agreements_rate_bp_bounds")
        ),
        sa.CheckConstraint(
            "reserve_bp BETWEEN 0 AND 10000", name=op.f("ck_agreements_reserve_bp_bounds")
        ),
        sa.CheckConstraint(
            "reserve_periods > 0", name=op.f("ck_agreements_reserve_released_later")
        ),
        sa.ForeignKeyConstraint(
            ["idea_id"], ["ideas.id"], name=op.f("fk_agreements_idea_id_ideas")
        ),
        sa.ForeignKeyConstraint(
            ["prepared_by_id"], ["people.id"], name=op.f("fk_agreements_prepared_by_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreements")),
    )
    op.create_index("ix_agreements_state", "agreements", ["state", "id"], unique=False)
    op.create_index(
        "uq_agreements_under_way",
        "agreements",
        ["idea_id"],
        unique=True,
        sqlite_where=sa.text("state <> 'ended'"),
        postgresql_where=sa.text("state <> 'ended'"),
    )
    op.create_table(
        "shares",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "agreement_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("position", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("share_bp", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("advance", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("advance >= 0", name=op.f("ck_shares_advance_counts")),
        sa.CheckConstraint("share_bp BETWEEN 1 AND 10000", name=op.f("ck_shares_share_bounds")),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreements.id"], name=op.f("fk_shares_agreement_id_agreements")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_shares_person_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shares")),
        sa.UniqueConstraint(
            "agreement_id", "person_id", name=op.f("uq_shares_agreement_id_person_id")
        ),
        sa.UniqueConstraint(
            "agreement_id", "position", name=op.f("uq_shares_agreement_id_position")
        ),
    )
    op.create_index("ix_shares_person", "shares", ["person_id", "id"], unique=False)
    op.create_table(
        "acceptances",
        sa.Column("share_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("guardian", sa.Text(), nullable=True),
        sa.Column("text_hash", sa.Text(), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("trim(name) <> ''", name=op.f("ck_acceptances_name_written")),
        sa.ForeignKeyConstraint(
            ["share_id"], ["shares.id"], name=op.f("fk_acceptances_share_id_shares")
        ),
        sa.PrimaryKeyConstraint("share_id", name=op.f("pk_acceptances")),
    )
    for statement in DDL[op.get_bind().dialect.name]:
        op.execute(sa.text(statement.replace(":", r"\:")))


def downgrade() -> None:
    """Go down."""
    op.drop_table("acceptances")
    op.drop_table("shares")
    op.drop_table("agreements")
    if op.get_bind().dialect.name == "postgresql":
        for function in FUNCTIONS:
            op.execute(f"DROP FUNCTION {function}()")
