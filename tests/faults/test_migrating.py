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

ROUNDS = size("migrations", small=1, full=5)
PEOPLE = size("migrating_people", small=2_000, full=8_000)
PAUSE = 0.1
"""Sixteen clients rest so long between two votes: the storm outlasts what is migrated."""
READS_FOR = 7.0
"""Longer than anybody waits before they are told to come again."""
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
def grown(tmp_path: Path) -> Path:
    """Our migrations, and one more."""
    folder = tmp_path / "migrations"
    shutil.copytree(shipped("migrations"), folder, ignore=shutil.ignore_patterns("__pycache__"))
    text = EXPAND.replace("{newest!r}", repr(newest_of(folder)))
    (folder / "versions" / "9001_expand.py").write_text(text, encoding="utf-8")
    return folder


def newest_of(folder: Path) -> str:
    """The revision of this release."""
    return max(path.name[:4] for path in folder.glob("versions/0*.py"))


def make_careless(folder: Path) -> None:
    """On PostgreSQL whoever migrates waits for a lock as long as it takes; on SQLite it goes on."""
    if SERVER is None:
        file, word = folder / "versions" / "9001_expand.py", "def upgrade():\n"
        careless = f"{word}    __import__('time').sleep({READS_FOR})\n"
    else:
        file, word, careless = folder / "env.py", "LOCK_MS = 1_000", "LOCK_MS = 0"
    text = file.read_text(encoding="utf-8")
    assert word in text
    file.write_text(text.replace(word, careless), encoding="utf-8")


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
def at_revision(app: Flask, folder: Path) -> Iterator[None]:
    """The tables of the tests stand where all migrations lead; afterwards nobody knows."""
    with to_migrate(app).app_context():
        flask_migrate.stamp(str(folder), newest_of(folder))
        try:
            yield
        finally:
            db.session.remove()
            with db.engine.begin() as connection:
                connection.execute(sa.text("DROP TABLE alembic_version"))


def up_and_down(config: Config, folder: Path) -> float:
    """Expand the schema while somebody reads, and contract it again; in seconds."""
    started = time.monotonic()
    with somebody_reading(config):
        flask_migrate.upgrade(str(folder), "9001")
    columns = db.inspect(db.engine).get_columns("votes")
    assert "weight" in {column["name"] for column in columns}
    flask_migrate.downgrade(str(folder), newest_of(folder))
    return time.monotonic() - started


@pytest.mark.slow
@pytest.mark.parametrize("is_careless", [False, True])
def test_the_schema_changes_while_people_vote(
    another_app: Flask, config: Config, session: Session, grown: Path, *, is_careless: bool
) -> None:
    """Nobody is turned away; who migrates without care must turn people away, or this proves
    nothing."""
    idea, config = a_live_idea(ladder=LADDER), on_a_free_port(config)
    another_app.config["SESSION_COOKIE_NAME"] = cookie_name(config)
    presses = a_crowd(another_app, f"/ideas/{idea.slug}/vote", config.bind, PEOPLE)
    if is_careless:
        make_careless(grown)
    rounds = 1 if is_careless else ROUNDS
    with at_revision(another_app, grown), serving(config) as site:
        site.wait_for_teller()
        storm = Storm(site.port, presses, pause=PAUSE).begin()
        took = [up_and_down(config, grown) for _ in range(rounds)]
        assert storm.goes_on, "people were done before the schema was"
        storm.stop()
    manner = "carelessly " if is_careless else ""
    tell(f"migrated {manner}up and down in a storm", rounds, storm, after=max(took))
    demand_exact(session, idea.id, storm.voted)
    if is_careless:
        assert storm.statuses[503] > 0
        return
    assert set(storm.statuses) == {303}
    assert storm.slowest < 4
