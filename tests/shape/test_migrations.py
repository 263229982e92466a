"""The migrations build what the models say, on the database under test, and can be taken back."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import flask_migrate
import pytest
import sqlalchemy as sa
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy.engine import Engine

from ideas.accounts.roles.actions import suspend
from ideas.agreements.cards.models import CardState
from ideas.agreements.models import Agreement
from ideas.audit.chain.queries import Head, fault_of_chain, head_of_chain
from ideas.audit.rules import BEFORE_THE_FIRST, chained_hash
from ideas.comments.feedback.actions import give_feedback
from ideas.comments.feedback.models import Feedback
from ideas.comments.feedback.rules import Marks
from ideas.config import Config, shipped
from ideas.db import Base, db
from ideas.elsewhere import to_migrate
from ideas.journey.models import Idea
from ideas.moderation.appeals.effects import stands
from ideas.moderation.measures.queries import suspension_of
from ideas.moderation.reports.actions import report
from ideas.moderation.reports.models import Report
from ideas.moderation.reports.rules import ReportReason
from ideas.moderation.reports.things import Thing
from ideas.policy import Role
from ideas.royalties.settlements.models import SettledSale
from tests.databases import application, new_database
from tests.factories import a_live_idea, a_person
from tests.money import a_period, a_product, a_row, an_active_agreement, close, take_in

MIGRATIONS = str(shipped("migrations"))

SQLITE = "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL"
POSTGRESQL = """
SELECT 'column', table_name || '.' || column_name,
    concat_ws(' ', data_type, is_nullable, column_default, generation_expression)
FROM information_schema.columns WHERE table_schema = 'public'
UNION ALL SELECT 'constraint', conrelid::regclass || '.' || conname, pg_get_constraintdef(oid)
FROM pg_constraint WHERE connamespace = 'public'::regnamespace
UNION ALL SELECT 'index', indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'
UNION ALL SELECT 'trigger', tgrelid::regclass || '.' || tgname, pg_get_triggerdef(oid)
FROM pg_trigger WHERE NOT tgisinternal
UNION ALL SELECT 'function', proname, prosrc
FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prolang =
    (SELECT oid FROM pg_language WHERE lanname = 'plpgsql')
"""

PARTS = re.compile(r"\n|,\s")  # what SQLite adds to a table later stands on another's line

Shape = dict[tuple[str, str], frozenset[str]]


def shape_of(engine: Engine) -> Shape:
    """Everything the database knows of its tables, whatever the order it was written in.

    SQLite puts the name of a table that was written anew in quotes.
    """
    asked = sa.text(SQLITE if engine.dialect.name == "sqlite" else POSTGRESQL)
    with engine.connect() as connection:
        return {
            (kind, name): frozenset(
                " ".join(part.replace('"', "").split()) for part in PARTS.split(text)
            )
            for kind, name, text in connection.execute(asked)
            if "alembic_version" not in name
        }


@contextmanager
def on_a_database_of_its_own(folder: Path) -> Iterator[Flask]:
    """An application on an empty database."""
    with new_database(folder) as address:
        config = Config(home=folder, secret_key="s" * 32, database_url=address)
        with application(config) as app, app.app_context():
            yield to_migrate(app)
            db.session.remove()


@pytest.fixture
def migrated(tmp_path: Path) -> Iterator[Flask]:
    """An application on an empty database of its own, to migrate up and down."""
    with on_a_database_of_its_own(tmp_path) as app:
        yield app


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """An application on what all migrations build, for who only looks at it."""
    with on_a_database_of_its_own(tmp_path_factory.mktemp("built")) as app:
        flask_migrate.upgrade(MIGRATIONS)
        yield app


@pytest.mark.usefixtures("built")
def test_migrations_build_what_the_models_say(tmp_path: Path) -> None:
    with new_database(tmp_path) as address:
        models = sa.create_engine(address)
        try:
            Base.metadata.create_all(models)
            said = shape_of(models)
        finally:
            models.dispose()
    built = shape_of(db.engine)
    assert {key: built.get(key) for key in said if built.get(key) != said[key]} == {}
    assert set(built) - set(said) == set()


@pytest.mark.usefixtures("built")
def test_nothing_is_left_to_migrate() -> None:
    flask_migrate.check(MIGRATIONS)


@pytest.mark.usefixtures("migrated")
def test_migrations_can_be_taken_back_and_made_again() -> None:
    flask_migrate.upgrade(MIGRATIONS)
    built = shape_of(db.engine)
    flask_migrate.downgrade(MIGRATIONS, revision="base")
    assert shape_of(db.engine) == {}
    flask_migrate.upgrade(MIGRATIONS)
    assert shape_of(db.engine) == built


LARGE = "people|votes|vote_events|vote_leaves|vote_signals|vote_keys|events|jobs|audit_entries"
LONG_LOCKS = {
    "an index that is not made concurrently": (
        rf"""op\.create_index\(\s*[^,]+,\s*"({LARGE})"(?:(?!postgresql_conc|\bop\.).)*(?=\bop\.|\Z)"""
    ),
    "a column that must not be empty and is": (
        rf"""op\.add_column\(\s*"({LARGE})",(?:(?!server_default).)*?nullable=False"""
    ),
    "a column written anew": rf"""op\.alter_column\(\s*"({LARGE})",[^)]*(type_=|nullable=False)""",
    "a constraint that reads every row": (
        rf"""op\.create_(check|foreign|unique)\w*\([^)]*"({LARGE})"(?:(?!postgresql_not_valid).)*?\)"""
    ),
    "all rows written at once": rf"""(UPDATE|DELETE FROM) ({LARGE})\b""",
}
FIRST_CAREFUL = 98
"""Those before it were written for tables that were small."""


def careless(text: str) -> list[str]:
    """How a migration would keep everybody waiting on a large table."""
    upgrade = text.partition("def upgrade()")[2].partition("def downgrade()")[0]
    return [said for said, found in LONG_LOCKS.items() if re.search(found, upgrade, re.S)]


def test_no_new_migration_locks_a_large_table_for_long() -> None:
    """Expand, backfill by a job, switch, contract: docs/operations.md."""
    new = [
        path
        for path in (shipped("migrations") / "versions").glob("0*.py")
        if int(path.name[:4]) >= FIRST_CAREFUL
    ]
    found = {path.name: careless(path.read_text(encoding="utf-8")) for path in new}
    assert {name: said for name, said in found.items() if said} == {}


@pytest.mark.parametrize(
    ("line", "is_careless"),
    [
        ('op.create_index("ix_votes_x", "votes", ["x"])', True),
        ('op.create_index("ix_votes_x", "votes", ["x"], postgresql_concurrently=True)', False),
        ('op.create_index("ix_tags_x", "tags", ["x"])', False),
        ('op.add_column("people", sa.Column("x", sa.Text(), nullable=False))', True),
        (
            'op.add_column("people", sa.Column("x", sa.Text(), server_default="", nullable=False))',
            False,
        ),
        ('op.add_column("votes", sa.Column("x", sa.Text(), nullable=True))', False),
        ('op.alter_column("votes", "x", type_=sa.BigInteger())', True),
        ('op.create_check_constraint("ck_x", "votes", "x > 0")', True),
        ('op.create_check_constraint("ck_x", "votes", "x > 0", postgresql_not_valid=True)', False),
        ('op.execute("UPDATE votes SET x = 1")', True),
        ('op.execute("UPDATE terms SET x = 1")', False),
    ],
)
def test_what_locks_for_long_is_known_from_what_does_not(line: str, is_careless: bool) -> None:
    text = f"def upgrade() -> None:\n    {line}\n\n\ndef downgrade() -> None:\n    pass\n"
    assert bool(careless(text)) is is_careless


def test_migrations_are_one_line() -> None:
    assert len(ScriptDirectory(MIGRATIONS).get_heads()) == 1


@pytest.mark.slow
@pytest.mark.usefixtures("migrated")
def test_ideas_from_before_there_were_facts_state_none() -> None:
    flask_migrate.upgrade(MIGRATIONS)
    title = a_live_idea().title
    db.session.remove()
    flask_migrate.downgrade(MIGRATIONS, revision="0035")
    flask_migrate.upgrade(MIGRATIONS)
    idea = db.session.scalars(sa.select(Idea)).one()
    assert (idea.title, idea.specs) == (title, "")


@pytest.mark.slow
@pytest.mark.usefixtures("migrated")
def test_private_words_and_reports_stay_and_get_their_marks_anew() -> None:
    flask_migrate.upgrade(MIGRATIONS)
    idea = a_live_idea()
    for number in range(3):
        give_feedback(idea, Marks(1, 2, 3), "Words", by=a_person(f"Fan {number}"))
    report(Thing(idea), ReportReason.SPAM, "", by=a_person("Vera"))
    db.session.commit()
    before = {each.mark for each in db.session.scalars(sa.select(Feedback))}
    db.session.remove()
    flask_migrate.downgrade(MIGRATIONS, revision="0033")
    flask_migrate.upgrade(MIGRATIONS)
    after = {each.mark for each in db.session.scalars(sa.select(Feedback))}
    assert (len(before), len(after), before & after) == (3, 3, set())
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Report)) == 1


@pytest.mark.slow
@pytest.mark.usefixtures("migrated")
def test_what_an_agreement_paid_becomes_the_first_version_of_its_card() -> None:
    flask_migrate.upgrade(MIGRATIONS)
    fay, ada = a_person("Fay", Role.FINANCE), a_person("Ada")
    agreement = an_active_agreement(
        fay, [(ada, 10_000, 0)], rate_bp=125, territories=["EU"], minimum=7
    )
    a_product(fay, agreement)
    period = a_period(fay)
    take_in(fay, a_row("1", gross="1000.00"))
    close(fay, period)
    said = agreement.card.rule
    db.session.remove()
    flask_migrate.downgrade(MIGRATIONS, revision="0063")
    flask_migrate.upgrade(MIGRATIONS)
    agreement = db.session.scalars(sa.select(Agreement)).one()
    assert (agreement.card.rule, agreement.card.state) == (said, CardState.ACTIVE)
    assert (agreement.territories, agreement.card.version) == (["EU"], 1)
    line = db.session.scalars(sa.select(SettledSale)).one()
    assert (line.rate.card_id, line.earned) == (agreement.card.id, 1_250)
    assert line.settlement.card_id == agreement.card.id


@pytest.mark.slow
@pytest.mark.usefixtures("migrated")
def test_the_chain_of_the_audit_log_goes_on_from_what_was_hashed_before() -> None:
    flask_migrate.upgrade(MIGRATIONS, revision="0047")
    previous = BEFORE_THE_FIRST
    for number in range(1, 4):
        at = datetime(2026, 3, 2, 12, number, tzinfo=UTC)
        content = {"at": at.isoformat(), "actor": 7, "action": "a.b", "subject": "idea:1"}
        mine = chained_hash(previous, content | {"detail": {}})
        is_text = db.engine.dialect.name == "sqlite"
        moment = at.replace(tzinfo=None) if is_text else at
        values = {"at": moment, "previous": previous, "hash": mine}
        insert = sa.text(
            "INSERT INTO audit_entries (at, actor_id, action, subject, detail, previous, hash) "
            "VALUES (:at, 7, 'a.b', 'idea:1', '{}', :previous, :hash)"
        ).bindparams(sa.bindparam("at", type_=sa.DateTime(timezone=True)))
        with db.engine.begin() as connection:
            connection.execute(insert, values)
        previous = mine
    flask_migrate.upgrade(MIGRATIONS)
    assert head_of_chain() == Head(3, previous)
    assert fault_of_chain(head_of_chain()) is None
    db.session.remove()
    flask_migrate.downgrade(MIGRATIONS, revision="0047")
    flask_migrate.upgrade(MIGRATIONS)
    assert fault_of_chain(head_of_chain()) is None


@pytest.mark.slow
@pytest.mark.usefixtures("migrated")
def test_whoever_was_suspended_before_may_appeal() -> None:
    flask_migrate.upgrade(MIGRATIONS)
    adam, eve = a_person("Adam", Role.ADMIN), a_person("Eve")
    moment = suspend(eve, "Twelve adverts.", by=adam)
    db.session.commit()
    adam_id, eve_id = adam.id, eve.id
    db.session.remove()
    flask_migrate.downgrade(MIGRATIONS, revision="0081")
    flask_migrate.upgrade(MIGRATIONS)
    measure = suspension_of(eve_id, moment)
    assert measure is not None
    assert (measure.by_id, measure.sentence) == (adam_id, {"en": "Twelve adverts."})
    assert measure.appeal_ends_at is not None
    assert stands(measure)
