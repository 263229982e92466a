"""Who only looks reads the copy; who writes, or just did, reads what is written."""

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from ideas.config import BadConfig, Config, configured
from ideas.db import db, take_write_lock
from ideas.journey.models import Idea
from ideas.replica import COPY, read_copy
from tests.databases import application
from tests.factories import a_live_idea

pytestmark = pytest.mark.once
THEN, NOW = "A lamp as it was", "A lamp as it is"


@pytest.fixture
def site(config: Config, session: Session, tmp_path: Path) -> Iterator[Flask]:
    """A site whose copy of the database has not heard yet of an idea's new title."""
    idea = a_live_idea(title=THEN)
    session.commit()
    copy = tmp_path / "copy.sqlite"
    with sqlite3.connect(config.database_url.removeprefix("sqlite:///")) as first:
        first.execute("VACUUM INTO ?", (str(copy),))
    idea.title = NOW
    session.commit()
    with application(replace(config, replica_url=f"sqlite:///{copy}")) as site:
        yield site
        with site.app_context():
            db.engines[COPY].dispose()


def test_whoever_looks_reads_the_copy_until_they_send_a_form(site: Flask) -> None:
    site.config["WTF_CSRF_ENABLED"] = False
    browser = site.test_client()
    assert THEN in browser.get("/ideas?q=lamp").text
    sent = browser.post("/language", data={"language": "en"})
    cookie = sent.headers.getlist("Set-Cookie")[-1]
    assert cookie.startswith("ideas8000-wrote=1;")
    assert "Max-Age=5; HttpOnly; Path=/; SameSite=Lax" in cookie
    assert NOW in browser.get("/ideas?q=lamp").text
    assert THEN in site.test_client().get("/ideas?q=lamp").text


def test_whoever_writes_reads_what_is_written_from_then_on(site: Flask) -> None:
    with site.app_context(), read_copy():
        assert _title() == THEN
        take_write_lock()
        assert _title() == NOW
        db.session.commit()
        assert _title() == NOW
    with site.app_context():
        assert _title() == NOW


def test_signs_of_life_tell_of_the_first_database(site: Flask) -> None:
    db.session.remove()
    with site.app_context():
        db.engines[COPY].dispose()
        Path(str(db.engines[COPY].url.database)).unlink()
    browser = site.test_client()
    assert "ok  database" in browser.get("/readyz").text
    assert browser.get("/ideas?q=lamp").status_code == 503


def test_a_copy_is_for_postgresql(tmp_path: Path) -> None:
    with pytest.raises(BadConfig, match="IDEAS_REPLICA_URL"):
        configured({"IDEAS_HOME": str(tmp_path), "IDEAS_REPLICA_URL": "postgresql+psycopg://h/d"})


def _title() -> str:
    return db.session.query(Idea).one().title
