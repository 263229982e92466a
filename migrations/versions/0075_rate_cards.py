"""Rate cards: what agreements pay moves to versions of its own; guarantees, terms, withheld tax."""

import json

import sqlalchemy as sa
from alembic import op

revision = "0075"
down_revision = "0074"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
UNDER_WAY = sa.text("state IN ('draft', 'offered')")
MOVED = ("rate_bp", "reserve_bp", "deductions_cap_bp")
REBUILT = ("agreements", "shares", "settlements", "settled_sales", "statements")
OWN_FUNCTIONS = ("agreements_contributors_bound",)
OLD_FIXED = (
    "OLD.state <> 'draft' AND (NEW.state = 'draft' OR NEW.idea_id <> OLD.idea_id OR "
    "NEW.currency <> OLD.currency OR NEW.rate_bp <> OLD.rate_bp OR NEW.territory <> "
    "OLD.territory OR NEW.reserve_bp <> OLD.reserve_bp OR NEW.reserve_periods <> "
    "OLD.reserve_periods OR NEW.deductions_cap_bp <> OLD.deductions_cap_bp OR "
    "NEW.minimum <> OLD.minimum OR NEW.copies <> OLD.copies OR NEW.text_hash <> OLD.text_hash)"
)
SAY = "an offered agreement is fixed"
OLD_DDL = {
    "sqlite": [
        f"CREATE TRIGGER agreements_fixed_once_offered BEFORE UPDATE ON agreements WHEN "
        f"{OLD_FIXED} BEGIN SELECT RAISE(ABORT, '{SAY}'); END",
    ],
    "postgresql": [
        f"CREATE OR REPLACE FUNCTION agreements_fixed_once_offered() RETURNS trigger LANGUAGE "
        f"plpgsql AS $$ BEGIN IF {OLD_FIXED} THEN RAISE EXCEPTION '{SAY}'; END IF; "
        f"RETURN COALESCE(NEW, OLD); END $$",
        "CREATE TRIGGER agreements_fixed_once_offered BEFORE UPDATE ON agreements FOR EACH ROW "
        "EXECUTE FUNCTION agreements_fixed_once_offered()",
    ],
}
DDL = {
    "sqlite": [
        "CREATE TRIGGER rate_cards_fixed BEFORE UPDATE ON rate_cards WHEN OLD.state <> "
        "'draft' AND (NEW.state = 'draft' OR COALESCE(NEW.first_on <> OLD.first_on, false) "
        "OR NEW.agreement_id <> OLD.agreement_id OR NEW.version <> OLD.version OR "
        "NEW.reserve_bp <> OLD.reserve_bp OR NEW.reserve_periods <> OLD.reserve_periods OR "
        "NEW.reserve_parts <> OLD.reserve_parts OR NEW.deductions_cap_bp <> "
        "OLD.deductions_cap_bp OR NEW.minimum <> OLD.minimum OR NEW.guarantee <> "
        "OLD.guarantee OR NEW.reason <> OLD.reason OR NEW.prepared_by_id <> "
        "OLD.prepared_by_id) BEGIN SELECT RAISE(ABORT, 'an offered rate card is fixed'); "
        "END",
        "CREATE TRIGGER rate_cards_stays BEFORE UPDATE ON rate_cards WHEN OLD.state IN "
        "('active', 'withdrawn') AND NEW.state <> OLD.state BEGIN SELECT RAISE(ABORT, 'a "
        "rate card that was agreed or withdrawn stays so'); END",
        "CREATE TRIGGER rate_cards_not_deleted BEFORE DELETE ON rate_cards WHEN true BEGIN "
        "SELECT RAISE(ABORT, 'a rate card is kept'); END",
        "CREATE TRIGGER card_rates_fixed_on_insert BEFORE INSERT ON card_rates WHEN EXISTS "
        "(SELECT 1 FROM rate_cards WHERE id = NEW.card_id AND state <> 'draft') BEGIN "
        "SELECT RAISE(ABORT, 'the lines of an offered rate card are fixed'); END",
        "CREATE TRIGGER card_rates_fixed_on_update BEFORE UPDATE ON card_rates WHEN EXISTS "
        "(SELECT 1 FROM rate_cards WHERE id = OLD.card_id AND state <> 'draft') BEGIN "
        "SELECT RAISE(ABORT, 'the lines of an offered rate card are fixed'); END",
        "CREATE TRIGGER card_rates_fixed_on_delete BEFORE DELETE ON card_rates WHEN EXISTS "
        "(SELECT 1 FROM rate_cards WHERE id = OLD.card_id AND state <> 'draft') BEGIN "
        "SELECT RAISE(ABORT, 'the lines of an offered rate card are fixed'); END",
        "CREATE TRIGGER rate_steps_fixed_on_insert BEFORE INSERT ON rate_steps WHEN EXISTS "
        "(SELECT 1 FROM rate_cards WHERE id = (SELECT card_id FROM card_rates WHERE id = "
        "NEW.rate_id) AND state <> 'draft') BEGIN SELECT RAISE(ABORT, 'the steps of an "
        "offered rate card are fixed'); END",
        "CREATE TRIGGER rate_steps_fixed_on_update BEFORE UPDATE ON rate_steps WHEN EXISTS "
        "(SELECT 1 FROM rate_cards WHERE id = (SELECT card_id FROM card_rates WHERE id = "
        "OLD.rate_id) AND state <> 'draft') BEGIN SELECT RAISE(ABORT, 'the steps of an "
        "offered rate card are fixed'); END",
        "CREATE TRIGGER rate_steps_fixed_on_delete BEFORE DELETE ON rate_steps WHEN EXISTS "
        "(SELECT 1 FROM rate_cards WHERE id = (SELECT card_id FROM card_rates WHERE id = "
        "OLD.rate_id) AND state <> 'draft') BEGIN SELECT RAISE(ABORT, 'the steps of an "
        "offered rate card are fixed'); END",
        "CREATE TRIGGER settled_parts_no_update BEFORE UPDATE ON settled_parts WHEN true "
        "BEGIN SELECT RAISE(ABORT, 'settled_parts is append-only'); END",
        "CREATE TRIGGER settled_parts_no_delete BEFORE DELETE ON settled_parts WHEN true "
        "BEGIN SELECT RAISE(ABORT, 'settled_parts is append-only'); END",
        "CREATE TRIGGER agreements_contributors_bound BEFORE UPDATE ON agreements WHEN "
        "NEW.state IN ('offered', 'active') AND (SELECT COALESCE(SUM(share_bp), 0) FROM "
        "shares WHERE agreement_id = NEW.id AND part = 'contributor') > 1000 BEGIN SELECT "
        "RAISE(ABORT, 'the contributors of an agreement have more than a tenth'); END",
        "CREATE TRIGGER agreements_fixed_once_offered BEFORE UPDATE ON agreements WHEN "
        "OLD.state <> 'draft' AND (NEW.state = 'draft' OR NEW.idea_id <> OLD.idea_id OR "
        "NEW.currency <> OLD.currency OR NEW.frequency <> OLD.frequency OR NEW.copies <> "
        "OLD.copies OR NEW.text_hash <> OLD.text_hash OR COALESCE(NEW.begins_on <> "
        "OLD.begins_on, (NEW.begins_on IS NULL) <> (OLD.begins_on IS NULL)) OR "
        "COALESCE(NEW.ends_on <> OLD.ends_on, (NEW.ends_on IS NULL) <> (OLD.ends_on IS "
        "NULL))) BEGIN SELECT RAISE(ABORT, 'an offered agreement is fixed'); END",
    ],
    "postgresql": [
        "CREATE OR REPLACE FUNCTION rate_cards_fixed() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN IF OLD.state <> 'draft' AND (NEW.state = 'draft' OR COALESCE(NEW.first_on "
        "<> OLD.first_on, false) OR NEW.agreement_id <> OLD.agreement_id OR NEW.version <> "
        "OLD.version OR NEW.reserve_bp <> OLD.reserve_bp OR NEW.reserve_periods <> "
        "OLD.reserve_periods OR NEW.reserve_parts <> OLD.reserve_parts OR "
        "NEW.deductions_cap_bp <> OLD.deductions_cap_bp OR NEW.minimum <> OLD.minimum OR "
        "NEW.guarantee <> OLD.guarantee OR NEW.reason <> OLD.reason OR NEW.prepared_by_id "
        "<> OLD.prepared_by_id) THEN RAISE EXCEPTION 'an offered rate card is fixed'; END "
        "IF; RETURN COALESCE(NEW, OLD); END $$",
        "CREATE TRIGGER rate_cards_fixed BEFORE UPDATE ON rate_cards FOR EACH ROW EXECUTE "
        "FUNCTION rate_cards_fixed()",
        "CREATE OR REPLACE FUNCTION rate_cards_stays() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN IF OLD.state IN ('active', 'withdrawn') AND NEW.state <> OLD.state THEN "
        "RAISE EXCEPTION 'a rate card that was agreed or withdrawn stays so'; END IF; "
        "RETURN COALESCE(NEW, OLD); END $$",
        "CREATE TRIGGER rate_cards_stays BEFORE UPDATE ON rate_cards FOR EACH ROW EXECUTE "
        "FUNCTION rate_cards_stays()",
        "CREATE OR REPLACE FUNCTION rate_cards_not_deleted() RETURNS trigger LANGUAGE "
        "plpgsql AS $$ BEGIN IF true THEN RAISE EXCEPTION 'a rate card is kept'; END IF; "
        "RETURN COALESCE(NEW, OLD); END $$",
        "CREATE TRIGGER rate_cards_not_deleted BEFORE DELETE ON rate_cards FOR EACH ROW "
        "EXECUTE FUNCTION rate_cards_not_deleted()",
        "CREATE OR REPLACE FUNCTION card_rates_fixed_on_insert() RETURNS trigger LANGUAGE "
        "plpgsql AS $$ BEGIN IF EXISTS (SELECT 1 FROM rate_cards WHERE id = NEW.card_id AND "
        "state <> 'draft') THEN RAISE EXCEPTION 'the lines of an offered rate card are "
        "fixed'; END IF; RETURN COALESCE(NEW, OLD); END $$",
        "CREATE TRIGGER card_rates_fixed_on_insert BEFORE INSERT ON card_rates FOR EACH ROW "
        "EXECUTE FUNCTION card_rates_fixed_on_insert()",
        "CREATE OR REPLACE FUNCTION card_rates_fixed_on_update() RETURNS trigger LANGUAGE "
        "plpgsql AS $$ BEGIN IF EXISTS (SELECT 1 FROM rate_cards WHERE id = OLD.card_id AND "
        "state <> 'draft') THEN RAISE EXCEPTION 'the lines of an offered rate card are "
        "fixed'; END IF; RETURN COALESCE(NEW, OLD); END $$",
        "CREATE TRIGGER card_rates_fixed_on_update BEFORE UPDATE ON card_rates FOR EACH ROW "
        "EXECUTE FUNCTION card_rates_fixed_on_update()",
        "CREATE OR REPLACE FUNCTION card_rates_fixed_on_delete() RETURNS trigger LANGUAGE "
        "plpgsql AS $$ BEGIN IF EXISTS (SELECT 1 FROM rate_cards WHERE id = OLD.card_id AND "
        "state <> 'draft') THEN RAISE EXCEPTION 'the lines of an offered rate card are "
        "fixed'; END IF; RETURN COALESCE(NEW, OLD); END $$",
        "CREATE TRIGGER card_rates_fixed_on_delete BEFORE DELETE ON card_rates FOR EACH ROW "
        "EXECUTE FUNCTION card_rates_fixed_on_delete()",
        "CREATE OR REPLACE FUNCTION rate_steps_fixed_on_insert() RETURNS trigger LANGUAGE "
        "plpgsql AS $$ BEGIN IF EXISTS (SELECT 1 FROM rate_cards WHERE id = (SELECT card_id "
        "FROM card_rates WHERE id = NEW.rate_id) AND state <> 'draft') THEN RAISE EXCEPTION "
        "'the steps of an offered rate card are fixed'; END IF; RETURN COALESCE(NEW, OLD); "
        "END $$",
        "CREATE TRIGGER rate_steps_fixed_on_insert BEFORE INSERT ON rate_steps FOR EACH ROW "
        "EXECUTE FUNCTION rate_steps_fixed_on_insert()",
        "CREATE OR REPLACE FUNCTION rate_steps_fixed_on_update() RETURNS trigger LANGUAGE "
        "plpgsql AS $$ BEGIN IF EXISTS (SELECT 1 FROM rate_cards WHERE id = (SELECT card_id "
        "FROM card_rates WHERE id = OLD.rate_id) AND state <> 'draft') THEN RAISE EXCEPTION "
        "'the steps of an offered rate card are fixed'; END IF; RETURN COALESCE(NEW, OLD); "
        "END $$",
        "CREATE TRIGGER rate_steps_fixed_on_update BEFORE UPDATE ON rate_steps FOR EACH ROW "
        "EXECUTE FUNCTION rate_steps_fixed_on_update()",
        "CREATE OR REPLACE FUNCTION rate_steps_fixed_on_delete() RETURNS trigger LANGUAGE "
        "plpgsql AS $$ BEGIN IF EXISTS (SELECT 1 FROM rate_cards WHERE id = (SELECT card_id "
        "FROM card_rates WHERE id = OLD.rate_id) AND state <> 'draft') THEN RAISE EXCEPTION "
        "'the steps of an offered rate card are fixed'; END IF; RETURN COALESCE(NEW, OLD); "
        "END $$",
        "CREATE TRIGGER rate_steps_fixed_on_delete BEFORE DELETE ON rate_steps FOR EACH ROW "
        "EXECUTE FUNCTION rate_steps_fixed_on_delete()",
        "CREATE OR REPLACE FUNCTION settled_parts_no_update() RETURNS trigger LANGUAGE "
        "plpgsql AS $$ BEGIN IF true THEN RAISE EXCEPTION 'settled_parts is append-only'; "
        "END IF; RETURN COALESCE(NEW, OLD); END $$",
        "CREATE TRIGGER settled_parts_no_update BEFORE UPDATE ON settled_parts FOR EACH ROW "
        "EXECUTE FUNCTION settled_parts_no_update()",
        "CREATE OR REPLACE FUNCTION settled_parts_no_delete() RETURNS trigger LANGUAGE "
        "plpgsql AS $$ BEGIN IF true THEN RAISE EXCEPTION 'settled_parts is append-only'; "
        "END IF; RETURN COALESCE(NEW, OLD); END $$",
        "CREATE TRIGGER settled_parts_no_delete BEFORE DELETE ON settled_parts FOR EACH ROW "
        "EXECUTE FUNCTION settled_parts_no_delete()",
        "CREATE OR REPLACE FUNCTION agreements_contributors_bound() RETURNS trigger "
        "LANGUAGE plpgsql AS $$ BEGIN IF NEW.state IN ('offered', 'active') AND (SELECT "
        "COALESCE(SUM(share_bp), 0) FROM shares WHERE agreement_id = NEW.id AND part = "
        "'contributor') > 1000 THEN RAISE EXCEPTION 'the contributors of an agreement have "
        "more than a tenth'; END IF; RETURN COALESCE(NEW, OLD); END $$",
        "CREATE TRIGGER agreements_contributors_bound BEFORE UPDATE ON agreements FOR EACH "
        "ROW EXECUTE FUNCTION agreements_contributors_bound()",
        "CREATE OR REPLACE FUNCTION agreements_fixed_once_offered() RETURNS trigger "
        "LANGUAGE plpgsql AS $$ BEGIN IF OLD.state <> 'draft' AND (NEW.state = 'draft' OR "
        "NEW.idea_id <> OLD.idea_id OR NEW.currency <> OLD.currency OR NEW.frequency <> "
        "OLD.frequency OR NEW.copies <> OLD.copies OR NEW.text_hash <> OLD.text_hash OR "
        "COALESCE(NEW.begins_on <> OLD.begins_on, (NEW.begins_on IS NULL) <> (OLD.begins_on "
        "IS NULL)) OR COALESCE(NEW.ends_on <> OLD.ends_on, (NEW.ends_on IS NULL) <> "
        "(OLD.ends_on IS NULL))) THEN RAISE EXCEPTION 'an offered agreement is fixed'; END "
        "IF; RETURN COALESCE(NEW, OLD); END $$",
        "CREATE TRIGGER agreements_fixed_once_offered BEFORE UPDATE ON agreements FOR EACH "
        "ROW EXECUTE FUNCTION agreements_fixed_once_offered()",
    ],
}


def upgrade() -> None:
    """Go up: what every agreement pays becomes the first version of its card."""
    triggers = _rest()
    _create_cards()
    _fill_cards()
    _change_agreements()
    _change_settlements()
    _wake(triggers, DDL)


def _rest() -> list[str]:
    """Put the triggers of the tables that change to rest; SQLite's are dropped and come back."""
    connection = op.get_bind()
    if connection.dialect.name == "postgresql":
        for table in REBUILT:
            op.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        for name in ("fixed_once_offered", "contributors_bound"):
            op.execute(f"DROP TRIGGER IF EXISTS agreements_{name} ON agreements")
            op.execute(f"DROP FUNCTION IF EXISTS agreements_{name}()")
        return []
    found = connection.execute(
        sa.text("SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger'")
    )
    touched = [row for row in found if row[1] in REBUILT or "agreements" in row[2]]
    for name, _, _ in touched:
        op.execute(f"DROP TRIGGER {name}")
    gone = ("agreements_fixed_once_offered", "agreements_contributors_bound")
    own = ("rate_cards", "card_rates", "rate_steps")
    return [text for name, table, text in touched if name not in gone and table not in own]


def _wake(triggers: list[str], ddl: dict[str, list[str]]) -> None:
    dialect = op.get_bind().dialect.name
    for statement in (*triggers, *ddl[dialect]):
        op.execute(sa.text(statement.replace(":", r"\:")))
    for table in REBUILT if dialect == "postgresql" else ():
        op.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def _create_cards() -> None:
    op.create_table(
        "rate_cards",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("agreement_id", WHOLE, nullable=False),
        sa.Column("version", WHOLE, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=True),
        sa.Column("reserve_bp", WHOLE, nullable=False),
        sa.Column("reserve_periods", WHOLE, nullable=False),
        sa.Column("reserve_parts", WHOLE, nullable=False),
        sa.Column("deductions_cap_bp", WHOLE, nullable=False),
        sa.Column("minimum", WHOLE, nullable=False),
        sa.Column("guarantee", WHOLE, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("text_hash", sa.Text(), nullable=True),
        sa.Column("prepared_by_id", WHOLE, nullable=False),
        sa.Column("prepared_at", MOMENT, nullable=False),
        sa.Column("approved_by_id", WHOLE, nullable=True),
        sa.Column("approved_at", MOMENT, nullable=True),
        sa.Column("active_at", MOMENT, nullable=True),
        sa.Column("withdrawn_at", MOMENT, nullable=True),
        *(
            sa.CheckConstraint(condition, name=op.f(f"ck_rate_cards_{name}"))
            for name, condition in CARD_CHECKS.items()
        ),
        *_keys("rate_cards", agreement_id="agreements", prepared_by_id="people"),
        *_keys("rate_cards", approved_by_id="people"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rate_cards")),
        sa.UniqueConstraint(
            "agreement_id", "version", name=op.f("uq_rate_cards_agreement_id_version")
        ),
    )
    some = {"sqlite_where": UNDER_WAY, "postgresql_where": UNDER_WAY}
    op.create_index("uq_rate_cards_under_way", "rate_cards", ["agreement_id"], unique=True, **some)
    op.create_table(
        "card_rates",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("card_id", WHOLE, nullable=False),
        sa.Column("position", WHOLE, nullable=False),
        sa.Column("territory", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("pays", sa.Text(), nullable=False),
        sa.Column("counts", sa.Text(), nullable=False),
        sa.CheckConstraint("pays IN ('percent', 'unit')", name=op.f("ck_card_rates_pays_known")),
        sa.CheckConstraint("counts IN ('units', 'value')", name=op.f("ck_card_rates_counts_known")),
        sa.CheckConstraint(
            "pays = 'percent' OR counts = 'units'", name=op.f("ck_card_rates_unit_by_units")
        ),
        *_keys("card_rates", card_id="rate_cards"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_card_rates")),
        sa.UniqueConstraint("card_id", "position", name=op.f("uq_card_rates_card_id_position")),
        sa.UniqueConstraint(
            "card_id",
            "territory",
            "channel",
            name=op.f("uq_card_rates_card_id_territory_channel"),
        ),
    )
    op.create_table(
        "rate_steps",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("rate_id", WHOLE, nullable=False),
        sa.Column("start", WHOLE, nullable=False),
        sa.Column("rate", WHOLE, nullable=False),
        sa.CheckConstraint("start >= 0 AND rate >= 0", name=op.f("ck_rate_steps_numbers_count")),
        *_keys("rate_steps", rate_id="card_rates"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rate_steps")),
        sa.UniqueConstraint("rate_id", "start", name=op.f("uq_rate_steps_rate_id_start")),
    )


CARD_CHECKS = {
    "state_known": "state IN ('draft', 'offered', 'active', 'withdrawn')",
    "reserve_bp_bounds": "reserve_bp BETWEEN 0 AND 10000",
    "deductions_cap_bp_bounds": "deductions_cap_bp BETWEEN 0 AND 10000",
    "amounts_count": "minimum >= 0 AND guarantee >= 0",
    "released_later": "reserve_periods > 0 AND reserve_parts > 0",
    "later_has_a_day": "(version = 1) = (first_on IS NULL)",
    "amended_for_a_reason": "version = 1 OR trim(reason) <> ''",
    "four_eyes": "approved_by_id <> prepared_by_id",
    "amended_by_two": "version = 1 OR state IN ('draft', 'withdrawn') OR "
    "(approved_by_id IS NOT NULL AND approved_at IS NOT NULL AND text_hash IS NOT NULL)",
    "active_since": "(state = 'active') = (active_at IS NOT NULL)",
}


def _keys(table: str, **columns: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint(
            [column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}_{target}")
        )
        for column, target in columns.items()
    ]


def _fill_cards() -> None:
    op.execute(
        "INSERT INTO rate_cards (agreement_id, version, state, reserve_bp, reserve_periods, "
        "reserve_parts, deductions_cap_bp, minimum, guarantee, reason, text_hash, "
        "prepared_by_id, prepared_at, active_at, withdrawn_at) "
        "SELECT id, 1, CASE WHEN state <> 'ended' THEN state WHEN active_at IS NULL "
        "THEN 'withdrawn' ELSE 'active' END, reserve_bp, reserve_periods, 1, "
        "deductions_cap_bp, minimum, 0, '', text_hash, prepared_by_id, prepared_at, active_at, "
        "CASE WHEN active_at IS NULL THEN ended_at END FROM agreements ORDER BY id"
    )
    op.execute(
        "INSERT INTO card_rates (card_id, position, territory, channel, pays, counts) "
        "SELECT id, 0, '', '', 'percent', 'units' FROM rate_cards ORDER BY id"
    )
    op.execute(
        "INSERT INTO rate_steps (rate_id, start, rate) SELECT card_rates.id, 0, rate_bp "
        "FROM card_rates JOIN rate_cards ON rate_cards.id = card_id "
        "JOIN agreements ON agreements.id = agreement_id ORDER BY card_rates.id"
    )


def _change_agreements() -> None:
    with op.batch_alter_table("agreements") as batch_op:
        batch_op.add_column(
            sa.Column("territories", sa.JSON(), nullable=False, server_default="[]")
        )
        batch_op.add_column(sa.Column("begins_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("ends_on", sa.Date(), nullable=True))
        batch_op.add_column(
            sa.Column("frequency", sa.Text(), nullable=False, server_default="half_year")
        )
        batch_op.add_column(sa.Column("audit", sa.JSON(), nullable=False, server_default="{}"))
    _move_territories("territory", "territories", lambda name: json.dumps([name]))
    with op.batch_alter_table("agreements") as batch_op:
        for column in ("territories", "frequency", "audit"):
            batch_op.alter_column(column, server_default=None)
        for name in (*(f"{rate}_bounds" for rate in MOVED), "numbers_count"):
            batch_op.drop_constraint(op.f(f"ck_agreements_{name}"), type_="check")
        batch_op.drop_constraint(op.f("ck_agreements_reserve_released_later"), type_="check")
        for column in (*MOVED, "reserve_periods", "minimum", "territory"):
            batch_op.drop_column(column)
        batch_op.create_check_constraint(op.f("ck_agreements_numbers_count"), "copies >= 0")
        batch_op.create_check_constraint(
            op.f("ck_agreements_days_in_order"), "begins_on <= ends_on"
        )
        batch_op.create_check_constraint(
            op.f("ck_agreements_frequency_known"),
            "frequency IN ('month', 'quarter', 'half_year', 'year')",
        )
    with op.batch_alter_table("shares") as batch_op:
        batch_op.add_column(
            sa.Column("part", sa.Text(), nullable=False, server_default="creator")
        )
    with op.batch_alter_table("shares") as batch_op:
        batch_op.alter_column("part", server_default=None)
        batch_op.create_check_constraint(
            op.f("ck_shares_part_known"), "part IN ('creator', 'contributor')"
        )


def _move_territories(source: str, target: str, change) -> None:  # type: ignore[no-untyped-def]
    connection = op.get_bind()
    found = connection.execute(sa.text(f"SELECT id, CAST({source} AS TEXT) FROM agreements"))
    kind = sa.JSON() if target == "territories" else sa.Text()
    for agreement_id, text in found.all():
        if text in {"", "[]", None}:
            continue
        value = [text] if target == "territories" else change(text)
        update = sa.text(f"UPDATE agreements SET {target} = :value WHERE id = :id")
        connection.execute(
            update.bindparams(sa.bindparam("value", type_=kind)),
            {"value": value, "id": agreement_id},
        )


def _change_settlements() -> None:
    whole = {"nullable": False, "server_default": "0"}
    with op.batch_alter_table("settlements") as batch_op:
        batch_op.add_column(sa.Column("card_id", WHOLE, nullable=True))
        batch_op.add_column(sa.Column("guarantee", WHOLE, **whole))
    op.execute(
        "UPDATE settlements SET card_id = (SELECT id FROM rate_cards "
        "WHERE rate_cards.agreement_id = settlements.agreement_id)"
    )
    with op.batch_alter_table("settlements") as batch_op:
        batch_op.alter_column("card_id", existing_type=WHOLE, nullable=False)
        batch_op.alter_column("guarantee", server_default=None)
        batch_op.drop_constraint(op.f("ck_settlements_pool_adds_up"), type_="check")
        batch_op.drop_column("rate_bp")
        batch_op.create_check_constraint(
            op.f("ck_settlements_pool_adds_up"),
            "pool = earned - reserve_held + reserve_released + adjustments + guarantee",
        )
        batch_op.create_check_constraint(
            op.f("ck_settlements_guarantee_counts"), "guarantee >= 0"
        )
        batch_op.create_foreign_key(
            op.f("fk_settlements_card_id_rate_cards"), "rate_cards", ["card_id"], ["id"]
        )
    with op.batch_alter_table("settled_sales") as batch_op:
        batch_op.add_column(sa.Column("rate_id", WHOLE, nullable=True))
    op.execute(
        "UPDATE settled_sales SET rate_id = (SELECT card_rates.id FROM card_rates "
        "JOIN settlements ON settlements.card_id = card_rates.card_id "
        "WHERE settlements.id = settled_sales.settlement_id)"
    )
    with op.batch_alter_table("settled_sales") as batch_op:
        batch_op.alter_column("rate_id", existing_type=WHOLE, nullable=False)
        batch_op.create_foreign_key(
            op.f("fk_settled_sales_rate_id_card_rates"), "card_rates", ["rate_id"], ["id"]
        )
    _change_statements()
    op.create_table(
        "settled_parts",
        sa.Column("settled_sale_id", WHOLE, nullable=False),
        sa.Column("step_id", WHOLE, nullable=False),
        sa.Column("quantity", WHOLE, nullable=False),
        sa.CheckConstraint("quantity <> 0", name=op.f("ck_settled_parts_quantity_counts")),
        *_keys("settled_parts", settled_sale_id="settled_sales", step_id="rate_steps"),
        sa.PrimaryKeyConstraint("settled_sale_id", "step_id", name=op.f("pk_settled_parts")),
    )
    op.create_index("ix_settled_parts_step", "settled_parts", ["step_id", "settled_sale_id"])


def _change_statements() -> None:
    whole = {"nullable": False, "server_default": "0"}
    with op.batch_alter_table("statements") as batch_op:
        batch_op.add_column(sa.Column("withholding_bp", WHOLE, **whole))
        batch_op.add_column(sa.Column("withheld", WHOLE, **whole))
    with op.batch_alter_table("statements") as batch_op:
        batch_op.alter_column("withholding_bp", server_default=None)
        batch_op.alter_column("withheld", server_default=None)
        for name in ("nothing_is_lost", "amounts_count"):
            batch_op.drop_constraint(op.f(f"ck_statements_{name}"), type_="check")
        batch_op.create_check_constraint(
            op.f("ck_statements_nothing_is_lost"),
            "opening + gross = recouped + withheld + payable + carried",
        )
        batch_op.create_check_constraint(
            op.f("ck_statements_amounts_count"),
            "payable >= 0 AND recouped >= 0 AND withheld >= 0",
        )
        batch_op.create_check_constraint(
            op.f("ck_statements_withholding_bounds"), "withholding_bp BETWEEN 0 AND 10000"
        )


def downgrade() -> None:
    """Go down: each agreement keeps its first card's general rate."""
    triggers = _rest()
    if op.get_bind().dialect.name == "postgresql":
        for table in ("rate_cards", "card_rates", "rate_steps"):
            op.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    _restore_settlements()
    _restore_agreements()
    for table in ("rate_steps", "card_rates", "rate_cards"):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        for text in DDL["postgresql"]:
            if " FUNCTION " in text and not text.startswith("CREATE TRIGGER"):
                name = text.split(" FUNCTION ")[1].split("(")[0]
                op.execute(f"DROP FUNCTION IF EXISTS {name}()")
    _wake(triggers, OLD_DDL)


def _restore_agreements() -> None:
    with op.batch_alter_table("agreements") as batch_op:
        for column in (*MOVED, "reserve_periods", "minimum"):
            batch_op.add_column(sa.Column(column, WHOLE, nullable=True))
        batch_op.add_column(sa.Column("territory", sa.Text(), nullable=False, server_default=""))
    for column in ("reserve_bp", "deductions_cap_bp", "reserve_periods", "minimum"):
        op.execute(
            f"UPDATE agreements SET {column} = (SELECT {column} FROM rate_cards "
            "WHERE agreement_id = agreements.id AND version = 1)"
        )
    op.execute(
        "UPDATE agreements SET rate_bp = (SELECT MIN(rate) FROM rate_steps "
        "JOIN card_rates ON card_rates.id = rate_id JOIN rate_cards ON rate_cards.id = card_id "
        "WHERE agreement_id = agreements.id AND version = 1 AND territory = '' "
        "AND channel = '' AND start = 0)"
    )
    _move_territories("territories", "territory", lambda names: ", ".join(json.loads(names)))
    with op.batch_alter_table("agreements") as batch_op:
        batch_op.alter_column("territory", server_default=None)
        for column in (*MOVED, "reserve_periods", "minimum"):
            batch_op.alter_column(column, existing_type=WHOLE, nullable=False)
        for name in ("numbers_count", "days_in_order", "frequency_known"):
            batch_op.drop_constraint(op.f(f"ck_agreements_{name}"), type_="check")
        for column in ("territories", "begins_on", "ends_on", "frequency", "audit"):
            batch_op.drop_column(column)
        for column in MOVED:
            batch_op.create_check_constraint(
                op.f(f"ck_agreements_{column}_bounds"), f"{column} BETWEEN 0 AND 10000"
            )
        batch_op.create_check_constraint(
            op.f("ck_agreements_numbers_count"), "minimum >= 0 AND copies >= 0"
        )
        batch_op.create_check_constraint(
            op.f("ck_agreements_reserve_released_later"), "reserve_periods > 0"
        )
    with op.batch_alter_table("shares") as batch_op:
        batch_op.drop_constraint(op.f("ck_shares_part_known"), type_="check")
        batch_op.drop_column("part")


def _restore_settlements() -> None:
    op.drop_table("settled_parts")
    with op.batch_alter_table("statements") as batch_op:
        for name in ("nothing_is_lost", "amounts_count", "withholding_bounds"):
            batch_op.drop_constraint(op.f(f"ck_statements_{name}"), type_="check")
        batch_op.drop_column("withholding_bp")
        batch_op.drop_column("withheld")
        batch_op.create_check_constraint(
            op.f("ck_statements_nothing_is_lost"), "opening + gross = recouped + payable + carried"
        )
        batch_op.create_check_constraint(
            op.f("ck_statements_amounts_count"), "payable >= 0 AND recouped >= 0"
        )
    with op.batch_alter_table("settled_sales") as batch_op:
        batch_op.drop_constraint(op.f("fk_settled_sales_rate_id_card_rates"), type_="foreignkey")
        batch_op.drop_column("rate_id")
    with op.batch_alter_table("settlements") as batch_op:
        batch_op.add_column(sa.Column("rate_bp", WHOLE, nullable=True))
    op.execute(
        "UPDATE settlements SET rate_bp = (SELECT MIN(rate) FROM rate_steps "
        "JOIN card_rates ON card_rates.id = rate_id "
        "WHERE card_rates.card_id = settlements.card_id AND territory = '' "
        "AND channel = '' AND start = 0)"
    )
    with op.batch_alter_table("settlements") as batch_op:
        batch_op.alter_column("rate_bp", existing_type=WHOLE, nullable=False)
        batch_op.drop_constraint(op.f("fk_settlements_card_id_rate_cards"), type_="foreignkey")
        for name in ("pool_adds_up", "guarantee_counts"):
            batch_op.drop_constraint(op.f(f"ck_settlements_{name}"), type_="check")
        batch_op.drop_column("card_id")
        batch_op.drop_column("guarantee")
        batch_op.create_check_constraint(
            op.f("ck_settlements_pool_adds_up"),
            "pool = earned - reserve_held + reserve_released + adjustments",
        )
