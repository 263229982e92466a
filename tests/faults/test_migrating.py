"""The schema grows and shrinks while people vote: the release before it goes on, and loses nothing.

The site that serves is this release; what it is migrated to is the next one: columns it does not
know, an index on the votes, another table, and all of that away again.
"""

import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import flask_migrate
import psycopg
import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from ideas.config import Config, shipped
from ideas.db import db
from ideas.elsewhere import to_migrate
from tests.databases import SERVER
from tests.factories import a_live_idea
from tests.faults.crowd import Storm, a_crowd
from tests.faults.site import cookie_name, demand_exact, on_a_free_port, serving
from tests.faults.sizes import size
from tests.faults.told import tell

PEOPLE = size("migrating_people", small=300, full=6_000)
ROUNDS = size("migrations", small=1, full=5)
READS_FOR = 3.0
LADDER = ((50, 30), (1_000_000, 30))
EXPAND = """\"\"\"Expand: what the next release needs.\"\"\"
import sqlalchemy as sa
from alembic import op

revision, down_revision, branch_labels, depends_on = "9001", {newest!r}, None, None


def upgrade():
    op.add_column("votes", sa.Column("weight", sa.BigInteger(), nullable=True))
    op.add_column("ideas", sa.Column("mood", sa.Text(), server_default="", nullable=False))
    op.create_table("moods", sa.Column("id", sa.BigInteger(), primary_key=True))
    if op.get_bind().dialect.name != "postgresql":
        op.create_index("ix_votes_weight", "votes", ["weight"])
        return
    with op.get_context().autocommit_block():
        op.create_index("ix_votes_weight", "votes", ["weight"], postgresql_concurrently=True)


def downgrade():
    op.drop_index("ix_votes_weight", "votes")
    op.drop_table("moods")
    op.drop_column("ideas", "mood")
    op.drop_column("votes", "weight")
"""


@pytest.fixture
def grown(tmp_path: Path) -> str:
    """Our migrations, and one more."""
    folder = tmp_path / "migrations"
    shutil.copytree(shipped("migrations"), folder, ignore=shutil.ignore_patterns("__pycache__"))
    newest = max(path.name[:4] for path in (folder / "versions").glob("*.py"))
    text = EXPAND.replace("{newest!r}", repr(newest))
    (folder / "versions" / "9001_expand.py").write_text(text, encoding="utf-8")
    return str(folder)


@contextmanager
def somebody_reading(config: Config) -> Iterator[None]:
    """A report that reads the votes for some seconds: no migration gets its lock meanwhile."""
    if SERVER is None:
        yield
        return
    with psycopg.connect(config.database_url.replace("+psycopg", "")) as database:
        database.execute("SELECT count(*) FROM votes")
        ended = threading.Timer(READS_FOR, database.rollback)
        ended.start()
        yield
        ended.join()


@contextmanager
def at_revision(app: Flask, folder: str, newest: str) -> Iterator[None]:
    """The tables of the tests stand where all migrations lead; afterwards nobody knows."""
    with to_migrate(app).app_context():
        flask_migrate.stamp(folder, newest)
        try:
            yield
        finally:
            db.session.remove()
            with db.engine.begin() as connection:
                connection.execute(sa.text("DROP TABLE alembic_version"))


@pytest.mark.slow
def test_the_schema_changes_while_people_vote(
    another_app: Flask, config: Config, session: Session, grown: str
) -> None:
    idea, config = a_live_idea(ladder=LADDER), on_a_free_port(config)
    another_app.config["SESSION_COOKIE_NAME"] = cookie_name(config)
    presses = a_crowd(another_app, f"/ideas/{idea.slug}/vote", config.bind, PEOPLE)
    newest = max(path.name[:4] for path in Path(grown).glob("versions/0*.py"))
    took = []
    with at_revision(another_app, grown, newest), serving(config) as site:
        site.wait_for_teller()
        storm = Storm(site.port, presses).begin()
        for number in range(ROUNDS):
            aim = len(presses) * (number + 0.2) / (ROUNDS + 1)
            while len(storm.voted) < aim and storm.goes_on:
                time.sleep(0.01)
            started = time.monotonic()
            with somebody_reading(config):
                flask_migrate.upgrade(grown, "9001")
            assert "weight" in {
                column["name"] for column in db.inspect(db.engine).get_columns("votes")
            }
            flask_migrate.downgrade(grown, newest)
            took.append(time.monotonic() - started)
        storm.end()
    tell("migrated up and down in a storm", ROUNDS, storm, after=max(took))
    assert storm.statuses.keys() <= {303, 503}
    assert storm.statuses[503] <= len(presses) // 100
    assert storm.slowest < 5
    assert sorted(storm.voted) == sorted(press.person_id for press in presses)
    demand_exact(session, idea.id, storm.voted)
