"""Tables of ``ideas.royalties.ledger``."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

DDL = {
    "sqlite": [
        "CREATE TRIGGER accounts_no_update BEFORE UPDATE ON accounts WHEN true BEGIN "
        "SELECT RAISE(ABORT, 'accounts is append-only'); END",
        "CREATE TRIGGER accounts_no_delete BEFORE DELETE ON accounts WHEN true BEGIN "
        "SELECT RAISE(ABORT, 'accounts is append-only'); END",
        "CREATE TRIGGER journal_entries_balances BEFORE INSERT ON journal_entries WHEN "
        "NOT EXISTS (SELECT 1 FROM postings WHERE entry_key = NEW.key) OR EXISTS "
        "(SELECT 1 FROM postings WHERE entry_key = NEW.key GROUP BY currency HAVING "
        "SUM(amount) <> 0) BEGIN SELECT RAISE(ABORT, 'the entry does not balance'); END",
        "CREATE TRIGGER journal_entries_not_when_closed BEFORE INSERT ON "
        "journal_entries WHEN EXISTS (SELECT 1 FROM periods WHERE id = NEW.period_id "
        "AND state = 'closed') BEGIN SELECT RAISE(ABORT, 'the period is closed'); END",
        "CREATE TRIGGER journal_entries_no_update BEFORE UPDATE ON journal_entries WHEN "
        "true BEGIN SELECT RAISE(ABORT, 'journal_entries is append-only'); END",
        "CREATE TRIGGER journal_entries_no_delete BEFORE DELETE ON journal_entries WHEN "
        "true BEGIN SELECT RAISE(ABORT, 'journal_entries is append-only'); END",
        "CREATE TRIGGER postings_sealed BEFORE INSERT ON postings WHEN EXISTS (SELECT 1 "
        "FROM journal_entries WHERE key = NEW.entry_key) BEGIN SELECT RAISE(ABORT, 'the "
        "entry is sealed'); END",
        "CREATE TRIGGER postings_no_update BEFORE UPDATE ON postings WHEN true BEGIN "
        "SELECT RAISE(ABORT, 'postings is append-only'); END",
        "CREATE TRIGGER postings_no_delete BEFORE DELETE ON postings WHEN true BEGIN "
        "SELECT RAISE(ABORT, 'postings is append-only'); END",
    ],
    "postgresql": [
        "CREATE OR REPLACE FUNCTION accounts_no_update() RETURNS trigger LANGUAGE "
        "plpgsql AS $$ BEGIN IF true THEN RAISE EXCEPTION 'accounts is append-only'; "
        "END IF; RETURN COALESCE(NEW, OLD); END $$",
        "CREATE TRIGGER accounts_no_update BEFORE UPDATE ON accounts FOR EACH ROW "
        "EXECUTE FUNCTION accounts_no_update()",
        "CREATE OR REPLACE FUNCTION accounts_no_delete() RETURNS trigger LANGUAGE "
        "plpgsql AS $$ BEGIN IF true THEN RAISE EXCEPTION 'accounts is append-only'; "
        "END IF; RETURN COALESCE(NEW, OLD); END $$",
        "CREATE TRIGGER accounts_no_delete BEFORE DELETE ON accounts FOR EACH ROW "
        "EXECUTE FUNCTION accounts_no_delete()",
        "CREATE OR REPLACE FUNCTION journal_entries_balances() RETURNS trigger LANGUAGE "
        "plpgsql AS $$ BEGIN IF NOT EXISTS (SELECT 1 FROM postings WHERE entry_key = "
        "NEW.key) OR EXISTS (SELECT 1 FROM postings WHERE entry_key = NEW.key GROUP BY "
        "currency HAVING SUM(amount) <> 0) THEN RAISE EXCEPTION 'the entry does not "
        "balance'; END IF; RETURN COALESCE(NEW, OLD); END $$",
        "CREATE TRIGGER journal_entries_balances BEFORE INSERT ON journal_entries FOR "
        "EACH ROW EXECUTE FUNCTION journal_entries_balances()",
        "CREATE OR REPLACE FUNCTION journal_entries_not_when_closed() RETURNS trigger "
        "LANGUAGE plpgsql AS $$ BEGIN IF EXISTS (SELECT 1 FROM periods WHERE id = "
        "NEW.period_id AND state = 'closed') THEN RAISE EXCEPTION 'the period is "
        "closed'; END IF; RETURN COALESCE(NEW, OLD); END $$",
        "CREATE TRIGGER journal_entries_not_when_closed BEFORE INSERT ON "
        "journal_entries FOR EACH ROW EXECUTE FUNCTION "
        "journal_entries_not_when_closed()",
        "CREATE OR REPLACE FUNCTION journal_entries_no_update() RETURNS trigger "
        "LANGUAGE plpgsql AS $$ BEGIN IF true THEN RAISE EXCEPTION 'journal_entries is "
        "append-only'; END IF; RETURN COALESCE(NEW, OLD); END $$",
        "CREATE TRIGGER journal_entries_no_update BEFORE UPDATE ON journal_entries FOR "
        "EACH ROW EXECUTE FUNCTION journal_entries_no_update()",
        "CREATE OR REPLACE FUNCTION journal_entries_no_delete() RETURNS trigger "
        "LANGUAGE plpgsql AS $$ BEGIN IF true THEN RAISE EXCEPTION 'journal_entries is "
        "append-only'; END IF; RETURN COALESCE(NEW, OLD); END $$",
        "CREATE TRIGGER journal_entries_no_delete BEFORE DELETE ON journal_entries FOR "
        "EACH ROW EXECUTE FUNCTION journal_entries_no_delete()",
        "CREATE OR REPLACE FUNCTION postings_sealed() RETURNS trigger LANGUAGE plpgsql "
        "AS $$ BEGIN IF EXISTS (SELECT 1 FROM journal_entries WHERE key = "
        "NEW.entry_key) THEN RAISE EXCEPTION 'the entry is sealed'; END IF; RETURN "
        "COALESCE(NEW, OLD); END $$",
        "CREATE TRIGGER postings_sealed BEFORE INSERT ON postings FOR EACH ROW EXECUTE "
        "FUNCTION postings_sealed()",
        "CREATE OR REPLACE FUNCTION postings_no_update() RETURNS trigger LANGUAGE "
        "plpgsql AS $$ BEGIN IF true THEN RAISE EXCEPTION 'postings is append-only'; "
        "END IF; RETURN COALESCE(NEW, OLD); END $$",
        "CREATE TRIGGER postings_no_update BEFORE UPDATE ON postings FOR EACH ROW "
        "EXECUTE FUNCTION postings_no_update()",
        "CREATE OR REPLACE FUNCTION postings_no_delete() RETURNS trigger LANGUAGE "
        "plpgsql AS $$ BEGIN IF true THEN RAISE EXCEPTION 'postings is append-only'; "
        "END IF; RETURN COALESCE(NEW, OLD); END $$",
        "CREATE TRIGGER postings_no_delete BEFORE DELETE ON postings FOR EACH ROW "
        "EXECUTE FUNCTION postings_no_delete()",
    ],
}

FUNCTIONS = (
    "accounts_no_update",
    "accounts_no_delete",
    "journal_entries_balances",
    "journal_entries_not_when_closed",
    "journal_entries_no_update",
    "journal_entries_no_delete",
    "postings_sealed",
    "postings_no_update",
    "postings_no_delete",
)


def upgrade() -> None:
    """Go up."""
    op.create_table(
        "accounts",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accounts")),
        sa.UniqueConstraint("code", name=op.f("uq_accounts_code")),
    )
    op.create_table(
        "journal_entries",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("period_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("reverses", sa.Text(), nullable=True),
        sa.Column(
            "posted_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("posted_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind IN ('sale', 'sale_taken_back', 'earned', 'settled', 'due', 'advance_paid', 'royalty_paid')",
            name=op.f("ck_journal_entries_kind_known"),
        ),
        sa.ForeignKeyConstraint(
            ["period_id"], ["periods.id"], name=op.f("fk_journal_entries_period_id_periods")
        ),
        sa.ForeignKeyConstraint(
            ["posted_by_id"], ["people.id"], name=op.f("fk_journal_entries_posted_by_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["reverses"],
            ["journal_entries.key"],
            name=op.f("fk_journal_entries_reverses_journal_entries"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journal_entries")),
        sa.UniqueConstraint("key", name=op.f("uq_journal_entries_key")),
        sa.UniqueConstraint("reverses", name=op.f("uq_journal_entries_reverses")),
    )
    op.create_index(
        "ix_journal_entries_period", "journal_entries", ["period_id", "key"], unique=False
    )
    op.create_table(
        "postings",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("entry_key", sa.Text(), nullable=False),
        sa.Column(
            "account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("amount", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.CheckConstraint("amount <> 0", name=op.f("ck_postings_amount_counts")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_postings_account_id_accounts")
        ),
        sa.ForeignKeyConstraint(
            ["entry_key"],
            ["journal_entries.key"],
            name=op.f("fk_postings_entry_key_journal_entries"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_postings")),
    )
    op.create_index("ix_postings_account", "postings", ["account_id", "currency"], unique=False)
    op.create_index("ix_postings_entry", "postings", ["entry_key"], unique=False)
    for statement in DDL[op.get_bind().dialect.name]:
        op.execute(sa.text(statement.replace(":", r"\:")))


def downgrade() -> None:
    """Go down."""
    op.drop_table("postings")
    op.drop_table("journal_entries")
    op.drop_table("accounts")
    if op.get_bind().dialect.name == "postgresql":
        for function in FUNCTIONS:
            op.execute(f"DROP FUNCTION {function}()")
