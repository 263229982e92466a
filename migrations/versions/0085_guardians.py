"""Guardians who sign with a minor: their links and what they signed."""

import sqlalchemy as sa
from alembic import op

revision = "0085"
down_revision = "0084"
branch_labels = None
depends_on = None

TRIGGERS = (
    (
        "guardian_acceptances_of_what_is_offered",
        "INSERT",
        "guardian_acceptances",
        "NOT EXISTS (SELECT 1 FROM rate_cards WHERE id = NEW.card_id "
        "AND state = 'offered' AND text_hash = NEW.text_hash)",
        "a guardian signs what is offered, as it was read",
    ),
    (
        "rate_cards_signed_by_guardians",
        "UPDATE",
        "rate_cards",
        "NEW.version = 1 AND NEW.state = 'active' AND OLD.state <> 'active' AND "
        "EXISTS (SELECT 1 FROM acceptances JOIN shares ON shares.id = acceptances.share_id "
        "WHERE shares.agreement_id = NEW.agreement_id AND acceptances.guardian IS NOT NULL "
        "AND shares.id NOT IN "
        "(SELECT share_id FROM guardian_acceptances WHERE card_id = NEW.id))",
        "an agreement holds once every guardian has signed",
    ),
    (
        "rate_cards_change_signed_by_guardians",
        "UPDATE",
        "rate_cards",
        "NEW.version > 1 AND NEW.state = 'active' AND OLD.state <> 'active' AND "
        "EXISTS (SELECT 1 FROM amendment_acceptances WHERE card_id = NEW.id "
        "AND guardian IS NOT NULL AND share_id NOT IN "
        "(SELECT share_id FROM guardian_acceptances WHERE card_id = NEW.id))",
        "an amendment holds once every guardian has signed",
    ),
    *(
        (
            f"guardian_acceptances_no_{verb.lower()}",
            verb,
            "guardian_acceptances",
            "true",
            "guardian_acceptances is append-only",
        )
        for verb in ("UPDATE", "DELETE")
    ),
)
"""Name, verb, table, condition, and what is said."""


def upgrade() -> None:
    """Go up."""
    whole = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "guardian_links",
        sa.Column("id", whole, nullable=False),
        sa.Column("card_id", whole, nullable=False),
        sa.Column("share_id", whole, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("relation", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("asked_at", moment, nullable=False),
        sa.Column("expires_at", moment, nullable=False),
        sa.Column("used_at", moment, nullable=True),
        *_of("guardian_links"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guardian_links")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_guardian_links_token_hash")),
    )
    op.create_index(
        "ix_guardian_links_share", "guardian_links", ["share_id", "card_id", "id"]
    )
    op.create_table(
        "guardian_acceptances",
        sa.Column("card_id", whole, nullable=False),
        sa.Column("share_id", whole, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("relation", sa.Text(), nullable=False),
        sa.Column("text_hash", sa.Text(), nullable=False),
        sa.Column("accepted_at", moment, nullable=False),
        *_of("guardian_acceptances"),
        sa.PrimaryKeyConstraint("card_id", "share_id", name=op.f("pk_guardian_acceptances")),
    )
    op.create_index("ix_guardian_acceptances_share", "guardian_acceptances", ["share_id"])
    for trigger in TRIGGERS:
        _refuse(*trigger)


def _of(table: str) -> tuple[sa.Constraint, ...]:
    return (
        sa.CheckConstraint("trim(name) <> ''", name=op.f(f"ck_{table}_name_written")),
        sa.CheckConstraint(
            "relation IN ('parent', 'guardian')", name=op.f(f"ck_{table}_relation_known")
        ),
        *(
            sa.ForeignKeyConstraint([key], [f"{to}.id"], name=op.f(f"fk_{table}_{key}_{to}"))
            for key, to in (("card_id", "rate_cards"), ("share_id", "shares"))
        ),
    )


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
    op.drop_table("guardian_acceptances")
    op.drop_table("guardian_links")
