"""Amendments of agreements in force: their words, who accepted them, who gave them up."""

import sqlalchemy as sa
from alembic import op

revision = "0084"
down_revision = "0083"
branch_labels = None
depends_on = None

_IN_FORCE = "NEW.version > 1 AND NEW.state = 'active' AND OLD.state <> 'active' AND "
TRIGGERS = (
    (
        "rate_cards_text_fixed",
        "UPDATE",
        "rate_cards",
        "OLD.state <> 'draft' AND CAST(NEW.text AS TEXT) <> CAST(OLD.text AS TEXT)",
        "the text of an offered rate card is fixed",
    ),
    (
        "rate_cards_accepted_by_all",
        "UPDATE",
        "rate_cards",
        _IN_FORCE
        + "EXISTS (SELECT 1 FROM shares WHERE agreement_id = NEW.agreement_id AND id NOT IN "
        "(SELECT share_id FROM amendment_acceptances WHERE card_id = NEW.id))",
        "an amendment holds once everybody has accepted it",
    ),
    (
        "rate_cards_not_into_closed",
        "UPDATE",
        "rate_cards",
        _IN_FORCE
        + "EXISTS (SELECT 1 FROM periods WHERE state = 'closed' AND ends_on >= NEW.first_on)",
        "an amendment begins after every closed period",
    ),
    (
        "amendment_acceptances_of_what_is_offered",
        "INSERT",
        "amendment_acceptances",
        "NOT EXISTS (SELECT 1 FROM rate_cards JOIN shares "
        "ON shares.agreement_id = rate_cards.agreement_id WHERE rate_cards.id = NEW.card_id "
        "AND shares.id = NEW.share_id AND rate_cards.version > 1 "
        "AND rate_cards.state = 'offered' AND rate_cards.text_hash = NEW.text_hash)",
        "only an offered amendment is accepted, as it was read",
    ),
    *(
        (f"{table}_no_{verb.lower()}", verb, table, "true", f"{table} is append-only")
        for table in ("amendment_acceptances", "amendment_ends")
        for verb in ("UPDATE", "DELETE")
    ),
)
"""Name, verb, table, condition, and what is said."""


def upgrade() -> None:
    """Go up."""
    whole = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    moment = sa.DateTime(timezone=True)
    op.add_column(
        "rate_cards", sa.Column("text", sa.JSON(), server_default="{}", nullable=False)
    )
    op.create_table(
        "amendment_acceptances",
        sa.Column("card_id", whole, nullable=False),
        sa.Column("share_id", whole, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("guardian", sa.Text(), nullable=True),
        sa.Column("text_hash", sa.Text(), nullable=False),
        sa.Column("accepted_at", moment, nullable=False),
        sa.CheckConstraint("trim(name) <> ''", name=op.f("ck_amendment_acceptances_name_written")),
        _key("amendment_acceptances", "card_id", "rate_cards"),
        _key("amendment_acceptances", "share_id", "shares"),
        sa.PrimaryKeyConstraint("card_id", "share_id", name=op.f("pk_amendment_acceptances")),
    )
    op.create_index("ix_amendment_acceptances_share", "amendment_acceptances", ["share_id"])
    op.create_table(
        "amendment_ends",
        sa.Column("card_id", whole, nullable=False),
        sa.Column("share_id", whole, nullable=True),
        sa.Column("ended_by_id", whole, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("ended_at", moment, nullable=False),
        sa.CheckConstraint("trim(reason) <> ''", name=op.f("ck_amendment_ends_reason_written")),
        _key("amendment_ends", "card_id", "rate_cards"),
        _key("amendment_ends", "share_id", "shares"),
        _key("amendment_ends", "ended_by_id", "people"),
        sa.PrimaryKeyConstraint("card_id", name=op.f("pk_amendment_ends")),
    )
    for trigger in TRIGGERS:
        _refuse(*trigger)


def _key(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}_{to}"))


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
    """Go down."""
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for name, _, table, *_ in TRIGGERS:
        op.execute(f"DROP TRIGGER {name}" + ("" if is_sqlite else f" ON {table}"))
        if not is_sqlite:
            op.execute(f"DROP FUNCTION {name}()")
    op.drop_table("amendment_ends")
    op.drop_table("amendment_acceptances")
    op.drop_column("rate_cards", "text")
