"""Payments go in batches: prepared, approved by another, exported, sent or returned."""

import sqlalchemy as sa
from alembic import op

revision = "0080"
down_revision = "0079"
branch_labels = None
depends_on = None

TRIGGERS = (
    (
        "payment_batches_fixed",
        "UPDATE",
        "payment_batches",
        "NEW.message_id <> OLD.message_id OR NEW.currency <> OLD.currency OR NEW.way <> OLD.way OR NEW.count <> OLD.count OR NEW.total <> OLD.total OR NEW.prepared_by_id <> OLD.prepared_by_id OR OLD.approved_by_id <> NEW.approved_by_id",
        "a batch stays as it was prepared",
    ),
    (
        "payment_batches_moves",
        "UPDATE",
        "payment_batches",
        "NEW.state <> OLD.state AND NOT ((OLD.state = 'prepared' AND NEW.state = 'approved') OR (OLD.state = 'prepared' AND NEW.state = 'cancelled') OR (OLD.state = 'approved' AND NEW.state = 'exported') OR (OLD.state = 'approved' AND NEW.state = 'cancelled') OR (OLD.state = 'exported' AND NEW.state = 'done'))",
        "a batch does not move like this",
    ),
    (
        "payment_batches_adds_up",
        "UPDATE",
        "payment_batches",
        "OLD.state = 'prepared' AND NEW.state = 'approved' AND (NEW.count <> (SELECT COUNT(*) FROM payments WHERE batch_id = NEW.id AND state = 'waiting') OR NEW.total <> (SELECT COALESCE(SUM(amount), 0) FROM payments WHERE batch_id = NEW.id AND state = 'waiting'))",
        "the batch is not the sum of its payments",
    ),
    (
        "payment_batches_not_to_oneself",
        "UPDATE",
        "payment_batches",
        "NEW.state = 'approved' AND EXISTS (SELECT 1 FROM payments WHERE batch_id = NEW.id AND person_id = NEW.approved_by_id)",
        "nobody approves a payment to themselves",
    ),
    ("payment_batches_stays", "DELETE", "payment_batches", "true", "a batch stays"),
    (
        "payments_into_prepared",
        "INSERT",
        "payments",
        "NEW.state <> 'waiting' OR NOT EXISTS (SELECT 1 FROM payment_batches WHERE id = NEW.batch_id AND state = 'prepared' AND currency = NEW.currency AND prepared_by_id <> NEW.person_id)",
        "a payment goes into a prepared batch of its currency by somebody else",
    ),
    (
        "payments_to_usable",
        "INSERT",
        "payments",
        "NOT EXISTS (SELECT 1 FROM bank_accounts WHERE id = NEW.account_id AND person_id = NEW.person_id AND state = 'approved' AND usable_at <= NEW.made_at)",
        "money goes to an account of its payee that was approved and has waited",
    ),
    (
        "payments_stays_on_update",
        "UPDATE",
        "payments",
        "NEW.batch_id <> OLD.batch_id OR NEW.kind <> OLD.kind OR NEW.person_id <> OLD.person_id OR NEW.share_id <> OLD.share_id OR NEW.amount <> OLD.amount OR NEW.currency <> OLD.currency OR NEW.made_at <> OLD.made_at OR OLD.statement_id <> NEW.statement_id OR OLD.account_id <> NEW.account_id OR OLD.state IN ('returned', 'dropped') OR (OLD.state = 'sent' AND NEW.state <> 'returned')",
        "a payment stays as it is",
    ),
    (
        "payments_sent_after_export",
        "UPDATE",
        "payments",
        "OLD.state = 'waiting' AND NEW.state IN ('sent', 'returned') AND NOT EXISTS (SELECT 1 FROM payment_batches WHERE id = NEW.batch_id AND state = 'exported')",
        "a payment is sent once its batch was exported",
    ),
    ("payments_stays_on_delete", "DELETE", "payments", "true", "a payment stays as it is"),
    (
        "batch_files_stays",
        "UPDATE",
        "batch_files",
        "NEW.batch_id <> OLD.batch_id OR NEW.kind <> OLD.kind OR NEW.sha256 <> OLD.sha256 OR NEW.made_at <> OLD.made_at",
        "a file stays as the bank got it",
    ),
    (
        "batch_files_stays_on_delete",
        "DELETE",
        "batch_files",
        "true",
        "a file stays as the bank got it",
    ),
    (
        "payment_holds_stays",
        "UPDATE",
        "payment_holds",
        "OLD.lifted_at IS NOT NULL",
        "a hold that was lifted stays lifted",
    ),
    ("payment_holds_stays_on_delete", "DELETE", "payment_holds", "true", "a hold stays"),
)
"""Name, verb, table, condition, and what is said."""

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
OLD_TRIGGERS = (
    (
        "payments_stays_on_update",
        "UPDATE",
        "payments",
        "OLD.sent_at IS NOT NULL",
        "a payment stays as it is",
    ),
    ("payments_stays_on_delete", "DELETE", "payments", "true", "a payment stays as it is"),
)
KEPT = "Prepared before there were batches; prepare it again."

INTO_BATCHES = f"""
INSERT INTO payment_batches (id, message_id, currency, way, state, count, total, prepared_by_id,
    prepared_at, approved_by_id, approved_at, exported_at, reason)
SELECT id, 'PAYMENT-' || id, currency, 'other',
    CASE WHEN sent_at IS NULL THEN 'cancelled' ELSE 'done' END, 1, amount, proposed_by_id,
    proposed_at, confirmed_by_id, sent_at, sent_at,
    CASE WHEN sent_at IS NULL THEN '{KEPT}' ELSE '' END
FROM payments_before
"""
INTO_PAYMENTS = f"""
INSERT INTO payments (id, batch_id, kind, state, person_id, share_id, statement_id, account_id,
    amount, currency, made_at, sent_by_id, sent_at, reference, returned_by_id, returned_at, reason)
SELECT id, id, kind, CASE WHEN sent_at IS NULL THEN 'dropped' ELSE 'sent' END, person_id, share_id,
    statement_id, NULL, amount, currency, proposed_at, confirmed_by_id, sent_at, reference, NULL,
    NULL, CASE WHEN sent_at IS NULL THEN '{KEPT}' ELSE '' END
FROM payments_before
"""
BACK = """
INSERT INTO payments (id, kind, person_id, share_id, statement_id, amount, currency,
    proposed_by_id, proposed_at, confirmed_by_id, sent_at, reference)
SELECT p.id, p.kind, p.person_id, p.share_id, p.statement_id, p.amount, p.currency,
    b.prepared_by_id, b.prepared_at, b.approved_by_id, p.sent_at, p.reference
FROM payments_before p JOIN payment_batches b ON b.id = p.batch_id WHERE p.state = 'sent'
"""


def upgrade() -> None:
    """Go up."""
    whole = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.execute("CREATE TABLE payments_before AS SELECT * FROM payments")
    op.drop_table("payments")
    op.create_table(
        "payment_batches",
        sa.Column("id", whole, nullable=False),
        sa.Column("message_id", sa.Text(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("way", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("count", whole, nullable=False),
        sa.Column("total", whole, nullable=False),
        sa.Column("prepared_by_id", whole, nullable=False),
        sa.Column("prepared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("approved_by_id", whole, nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("exported_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(state IN ('exported', 'done')) = (exported_at IS NOT NULL)",
            name=op.f("ck_payment_batches_exported_at"),
        ),
        sa.CheckConstraint(
            "state <> 'cancelled' OR trim(reason) <> ''",
            name=op.f("ck_payment_batches_cancelled_why"),
        ),
        sa.CheckConstraint(
            "state IN ('prepared', 'approved', 'exported', 'done', 'cancelled')",
            name=op.f("ck_payment_batches_state_known"),
        ),
        sa.CheckConstraint(
            "state IN ('prepared', 'cancelled') OR approved_at IS NOT NULL",
            name=op.f("ck_payment_batches_approved_first"),
        ),
        sa.CheckConstraint(
            "way <> 'sepa' OR currency = 'EUR'", name=op.f("ck_payment_batches_sepa_is_euro")
        ),
        sa.CheckConstraint("way IN ('sepa', 'other')", name=op.f("ck_payment_batches_way_known")),
        sa.CheckConstraint(
            "(approved_by_id IS NULL) = (approved_at IS NULL)",
            name=op.f("ck_payment_batches_approved_at"),
        ),
        sa.CheckConstraint(
            "approved_by_id <> prepared_by_id", name=op.f("ck_payment_batches_four_eyes")
        ),
        sa.CheckConstraint(
            "count > 0 AND total > 0", name=op.f("ck_payment_batches_numbers_count")
        ),
        sa.ForeignKeyConstraint(
            ["approved_by_id"], ["people.id"], name=op.f("fk_payment_batches_approved_by_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["prepared_by_id"], ["people.id"], name=op.f("fk_payment_batches_prepared_by_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_batches")),
        sa.UniqueConstraint("message_id", name=op.f("uq_payment_batches_message_id")),
    )
    op.create_index("ix_payment_batches_state", "payment_batches", ["state", "id"])
    op.create_table(
        "payments",
        sa.Column("id", whole, nullable=False),
        sa.Column("batch_id", whole, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("person_id", whole, nullable=False),
        sa.Column("share_id", whole, nullable=False),
        sa.Column("statement_id", whole, nullable=True),
        sa.Column("account_id", whole, nullable=True),
        sa.Column("amount", whole, nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_by_id", whole, nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("returned_by_id", whole, nullable=True),
        sa.Column("returned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(kind = 'royalty') = (statement_id IS NOT NULL)",
            name=op.f("ck_payments_royalty_of_statement"),
        ),
        sa.CheckConstraint(
            "(state = 'returned') = (returned_at IS NOT NULL)", name=op.f("ck_payments_returned_at")
        ),
        sa.CheckConstraint("kind IN ('royalty', 'advance')", name=op.f("ck_payments_kind_known")),
        sa.CheckConstraint(
            "state <> 'sent' OR sent_at IS NOT NULL", name=op.f("ck_payments_sent_then")
        ),
        sa.CheckConstraint(
            "state <> 'waiting' OR account_id IS NOT NULL", name=op.f("ck_payments_goes_somewhere")
        ),
        sa.CheckConstraint(
            "state IN ('waiting', 'sent', 'returned', 'dropped')",
            name=op.f("ck_payments_state_known"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('returned', 'dropped') OR trim(reason) <> ''",
            name=op.f("ck_payments_returned_why"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('waiting', 'dropped') OR sent_at IS NULL",
            name=op.f("ck_payments_not_sent_yet"),
        ),
        sa.CheckConstraint(
            "(returned_by_id IS NULL) = (returned_at IS NULL)",
            name=op.f("ck_payments_returned_by_somebody"),
        ),
        sa.CheckConstraint(
            "(sent_by_id IS NULL) = (sent_at IS NULL)", name=op.f("ck_payments_sent_by_somebody")
        ),
        sa.CheckConstraint("amount > 0", name=op.f("ck_payments_amount_counts")),
        sa.CheckConstraint("sent_by_id <> person_id", name=op.f("ck_payments_not_to_oneself")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["bank_accounts.id"], name=op.f("fk_payments_account_id_bank_accounts")
        ),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["payment_batches.id"], name=op.f("fk_payments_batch_id_payment_batches")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_payments_person_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["returned_by_id"], ["people.id"], name=op.f("fk_payments_returned_by_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["sent_by_id"], ["people.id"], name=op.f("fk_payments_sent_by_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["share_id"], ["shares.id"], name=op.f("fk_payments_share_id_shares")
        ),
        sa.ForeignKeyConstraint(
            ["statement_id"], ["statements.id"], name=op.f("fk_payments_statement_id_statements")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payments")),
    )
    op.create_index("ix_payments_account", "payments", ["account_id"])
    op.create_index("ix_payments_batch", "payments", ["batch_id", "id"])
    op.create_index("ix_payments_person", "payments", ["person_id", "id"])
    op.create_index(
        "uq_payments_advance",
        "payments",
        ["share_id"],
        unique=True,
        sqlite_where=sa.text("kind = 'advance' AND state IN ('waiting', 'sent')"),
        postgresql_where=sa.text("kind = 'advance' AND state IN ('waiting', 'sent')"),
    )
    op.create_index(
        "uq_payments_royalty",
        "payments",
        ["statement_id"],
        unique=True,
        sqlite_where=sa.text("kind = 'royalty' AND state IN ('waiting', 'sent')"),
        postgresql_where=sa.text("kind = 'royalty' AND state IN ('waiting', 'sent')"),
    )
    op.create_table(
        "batch_files",
        sa.Column("batch_id", whole, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('csv', 'xml')", name=op.f("ck_batch_files_kind_known")),
        sa.ForeignKeyConstraint(
            ["batch_id"],
            ["payment_batches.id"],
            name=op.f("fk_batch_files_batch_id_payment_batches"),
        ),
        sa.PrimaryKeyConstraint("batch_id", "kind", name=op.f("pk_batch_files")),
    )
    op.create_table(
        "payment_holds",
        sa.Column("id", whole, nullable=False),
        sa.Column("person_id", whole, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("held_by_id", whole, nullable=False),
        sa.Column("held_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lifted_by_id", whole, nullable=True),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("trim(reason) <> ''", name=op.f("ck_payment_holds_reason_written")),
        sa.CheckConstraint(
            "(lifted_by_id IS NULL) = (lifted_at IS NULL)",
            name=op.f("ck_payment_holds_lifted_then"),
        ),
        sa.CheckConstraint("lifted_by_id <> person_id", name=op.f("ck_payment_holds_not_ones_own")),
        sa.ForeignKeyConstraint(
            ["held_by_id"], ["people.id"], name=op.f("fk_payment_holds_held_by_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["lifted_by_id"], ["people.id"], name=op.f("fk_payment_holds_lifted_by_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_payment_holds_person_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_holds")),
    )
    op.create_index(
        "uq_payment_holds_open",
        "payment_holds",
        ["person_id"],
        unique=True,
        sqlite_where=sa.text("lifted_at IS NULL"),
        postgresql_where=sa.text("lifted_at IS NULL"),
    )
    op.execute(INTO_BATCHES)
    op.execute(INTO_PAYMENTS)
    op.drop_table("payments_before")
    _count_on("payment_batches", "payments")
    for trigger in TRIGGERS:
        _refuse(*trigger)


def _count_on(*tables: str) -> None:
    """Rows came with their ids: the next ones follow them."""
    if op.get_bind().dialect.name == "postgresql":
        for table in tables:
            last = f"(SELECT COALESCE(MAX(id), 0) + 1 FROM {table})"
            op.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), {last}, false)")


def _refuse(name: str, verb: str, table: str, when: str, say: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        raising = f"SELECT RAISE(ABORT, '{say}')"
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {verb} ON {table} WHEN {when} BEGIN {raising}; END"
        )
        return
    raising = f"IF {when} THEN RAISE EXCEPTION '{say}'; END IF; RETURN COALESCE(NEW, OLD);"
    op.execute(
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN {raising} END $$"
    )
    op.execute(
        f"CREATE TRIGGER {name} BEFORE {verb} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"
    )


def downgrade() -> None:
    """Go down; what was not sent is due again."""
    op.execute("CREATE TABLE payments_before AS SELECT * FROM payments")
    op.drop_table("payment_holds")
    op.drop_table("batch_files")
    op.drop_table("payments")
    if op.get_bind().dialect.name == "postgresql":
        for name, _, table, *_ in TRIGGERS:
            cascade = "CASCADE" if table == "payment_batches" else ""
            op.execute(f"DROP FUNCTION {name}() {cascade}")
    op.create_table(
        "payments",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("person_id", WHOLE, nullable=False),
        sa.Column("share_id", WHOLE, nullable=False),
        sa.Column("statement_id", WHOLE, nullable=True),
        sa.Column("amount", WHOLE, nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("proposed_by_id", WHOLE, nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_by_id", WHOLE, nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(kind = 'royalty') = (statement_id IS NOT NULL)",
            name=op.f("ck_payments_royalty_of_statement"),
        ),
        sa.CheckConstraint("kind IN ('royalty', 'advance')", name=op.f("ck_payments_kind_known")),
        sa.CheckConstraint(
            "(confirmed_by_id IS NULL) = (sent_at IS NULL)",
            name=op.f("ck_payments_sent_by_somebody"),
        ),
        sa.CheckConstraint("amount > 0", name=op.f("ck_payments_amount_counts")),
        sa.CheckConstraint("confirmed_by_id <> person_id", name=op.f("ck_payments_not_to_oneself")),
        sa.CheckConstraint("confirmed_by_id <> proposed_by_id", name=op.f("ck_payments_four_eyes")),
        sa.ForeignKeyConstraint(
            ["confirmed_by_id"], ["people.id"], name=op.f("fk_payments_confirmed_by_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_payments_person_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"], ["people.id"], name=op.f("fk_payments_proposed_by_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["share_id"], ["shares.id"], name=op.f("fk_payments_share_id_shares")
        ),
        sa.ForeignKeyConstraint(
            ["statement_id"], ["statements.id"], name=op.f("fk_payments_statement_id_statements")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payments")),
        sa.UniqueConstraint("statement_id", name=op.f("uq_payments_statement_id")),
    )
    op.create_index("ix_payments_person", "payments", ["person_id", "id"], unique=False)
    op.create_index(
        "uq_payments_advance",
        "payments",
        ["share_id"],
        unique=True,
        sqlite_where=sa.text("kind = 'advance'"),
        postgresql_where=sa.text("kind = 'advance'"),
    )
    op.execute(BACK)
    op.drop_table("payments_before")
    op.drop_table("payment_batches")
    _count_on("payments")
    for trigger in OLD_TRIGGERS:
        _refuse(*trigger)
