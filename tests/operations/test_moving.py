"""A site moves from SQLite to PostgreSQL: every row, and it goes on counting where it stopped."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from click.testing import Result
from flask import Flask

from ideas.audit.actions import note
from ideas.config import Config
from ideas.db import Base, db, session
from ideas.elsewhere import migrate_database
from ideas.journey.models import Idea
from ideas.operations.moving.rules import why_not
from ideas.policy import Role
from ideas.royalties.ledger.actions import post
from ideas.royalties.ledger.rules import Draft, Kind, Leg
from ideas.search.models import TABLE
from ideas.settings.actions import turn
from ideas.settings.settings import Site
from ideas.voting.actions import cast_vote
from ideas.voting.log.listeners import publish_votes
from tests.databases import SERVER, application, new_database
from tests.factories import a_live_idea, a_person, an_idea, votes_for
from tests.operations.conftest import with_revision

SALE = Draft("sale:1", Kind.SALE, (Leg("receivable", 500, "EUR"), Leg("sales", -500, "EUR")))
WELL = {"kind": "sqlite", "target": "postgresql", "is_read_only": True, "stands": "1"}


@pytest.mark.parametrize(
    ("but", "said"),
    [
        ({}, None),
        ({"kind": "postgresql"}, "on postgresql already"),
        ({"target": "mysql"}, "Name the target"),
        ({"stands": "0"}, "Run: ideas migrate"),
        ({"is_read_only": False}, "read only first"),
    ],
)
@pytest.mark.once
def test_what_stands_in_the_way(but: dict[str, Any], said: str | None) -> None:
    reason = why_not(**{**WELL, "newest": "1", **but})
    assert (said is None and reason is None) or (said or "?") in (reason or "")


@pytest.fixture
def small(tmp_path: Path, config: Config) -> Iterator[Flask]:
    """A site on SQLite with people, votes, a log, entries and money."""
    address = f"sqlite:///{tmp_path / 'small.sqlite'}"
    made = application(replace(config, database_url=address, home=tmp_path))
    with made as app, app.app_context():
        Base.metadata.create_all(db.engine)
        with with_revision():
            votes_for(a_live_idea(), 2)
            an_idea("Another, with “quotes”,\ttabs\nand \\N lines", by=a_person("Zoë"))
            note("test.note", "thing:1", by=None, said="x\\y", nothing=None)
            post([SALE], by=a_person("Fay", Role.FINANCE))
            session().commit()
            publish_votes()
            session().commit()
            yield app


def rows_in(engine: sa.Engine) -> dict[str, list[Any]]:
    """Everything, as Python reads it."""
    with engine.connect() as connection:
        return {
            table.name: sorted(map(repr, connection.execute(sa.select(table))))
            for table in Base.metadata.sorted_tables
            if table.name != "title_beginnings"
        }


def move(app: Flask, address: str) -> Result:
    """Run ``ideas migrate-database``."""
    return app.test_cli_runner().invoke(migrate_database, [address])


@pytest.mark.postgres
@pytest.mark.skipif(SERVER is None, reason="needs PostgreSQL")
def test_everything_is_there_and_counts_on(small: Flask, tmp_path: Path, config: Config) -> None:
    with new_database(tmp_path) as address:
        refused = move(small, address)
        assert (refused.exit_code, "read only first" in refused.output) == (1, True)
        turn(Site, "is_read_only", True, by=a_person("Adam", Role.ADMIN).id)
        session().commit()
        before = rows_in(db.engine)
        done = move(small, address)
        assert done.exit_code == 0, done.output
        assert "All is whole." in done.output
        again = move(small, address)
        assert (again.exit_code, "has tables already" in again.output) == (1, True)
        made = application(replace(config, database_url=address, home=tmp_path))
        with made as app, app.app_context():
            assert rows_in(db.engine) == before
            _goes_on()


def _goes_on() -> None:
    """Ids follow, triggers are awake, words are found."""
    idea_id = session().scalar(sa.text("SELECT idea_id FROM ballots ORDER BY idea_id LIMIT 1"))
    turn(Site, "is_read_only", False, by=a_person("Berta", Role.ADMIN).id)
    cast_vote(session().get_one(Idea, idea_id), by=a_person("Vera"))
    session().commit()
    assert session().scalar(sa.text("SELECT votes FROM ballots")) == 3
    assert session().scalar(sa.text(f"SELECT count(*) FROM {TABLE}")) == 1
    session().rollback()
    with closing(session()), pytest.raises(sa.exc.DBAPIError, match="append-only"):
        session().execute(sa.text("DELETE FROM vote_leaves"))
