"""The write lock: nothing decides on a stale row, no update is lost, the database refuses edits."""

import socket
import sqlite3
import threading
from dataclasses import replace
from datetime import UTC, datetime

import psycopg
import pytest
import sqlalchemy as sa
import sqlalchemy.exc
from flask import Flask
from sqlalchemy.orm import Session

from ideas.accounts.models import Person
from ideas.audit.actions import note
from ideas.audit.models import AuditEntry
from ideas.config import Config
from ideas.db import BUSY, db, take_write_lock, writes
from ideas.driver import POSTGRESQL, is_away, reached
from ideas.limits.store import store
from tests.databases import application
from tests.factories import a_person

THREADS, TURNS = 6, 25


@writes
def write_a_letter(person_id: int) -> None:
    """Read, add one letter, write."""
    locked = sa.select(Person).where(Person.id == person_id).with_for_update()
    person = db.session.scalars(locked).one()
    person.about += "x"


def test_what_is_deleted_is_overwritten(session: Session) -> None:
    if session.get_bind().dialect.name != "sqlite":
        return
    assert session.scalar(sa.text("PRAGMA secure_delete")) == 1


def test_no_update_is_lost(app: Flask) -> None:
    with app.app_context():
        person_id = a_person("Vera").id

    def write_often() -> None:
        for _ in range(TURNS):
            with app.app_context():
                db.session.get_one(Person, person_id)
                write_a_letter(person_id)
                db.session.commit()

    threads = [threading.Thread(target=write_often) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with app.app_context():
        assert len(db.session.get_one(Person, person_id).about) == THREADS * TURNS


def test_taking_the_lock_reads_anew(session: Session, app: Flask) -> None:
    person = a_person("Vera")

    def rename() -> None:
        with app.app_context():
            take_write_lock()
            db.session.get_one(Person, person.id).name = "Vera Vale"
            db.session.commit()

    assert person.name == "Vera"
    other = threading.Thread(target=rename)
    session.rollback()
    other.start()
    other.join()
    take_write_lock()
    assert person.name == "Vera Vale"


def test_a_change_outside_an_action_is_caught(session: Session) -> None:
    person = a_person("Vera")
    person.name = "Eve"
    with pytest.raises(RuntimeError, match="outside an action"):
        take_write_lock()


def test_append_only_tables_refuse(session: Session) -> None:
    note("test.note", "thing:1", by=None)
    session.commit()
    for attempt in (sa.update(AuditEntry).values(action="other"), sa.delete(AuditEntry)):
        with pytest.raises(sa.exc.DBAPIError, match="append-only"):
            session.execute(attempt)
        session.rollback()


def test_a_moment_needs_a_zone(session: Session) -> None:
    take_write_lock()
    session.add(Person(handle="x", name="X", created_at=datetime(2030, 1, 1)))  # noqa: DTZ001
    with pytest.raises(sa.exc.StatementError, match="time zone"):
        session.flush()


def test_moments_come_back_in_utc(session: Session) -> None:
    moment = datetime(2030, 1, 1, 12, tzinfo=UTC)
    person = a_person("Vera", suspended_at=moment)
    session.expire_all()
    assert person.suspended_at == moment
    assert person.suspended_at.tzinfo is UTC


def test_a_word_outside_its_list_is_refused(session: Session) -> None:
    take_write_lock()
    insert = sa.text("INSERT INTO role_grants VALUES (:id, 'emperor', NULL, '2030-01-01')")
    person = a_person("Vera")
    with pytest.raises(sa.exc.IntegrityError):
        session.execute(insert, {"id": person.id})


def test_a_server_that_says_nothing_is_taken_for_away(
    config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(POSTGRESQL, "connect_timeout", 2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"postgresql+psycopg://ideas:ideas@127.0.0.1:{silent.getsockname()[1]}/ideas"
        with application(replace(config, database_url=url)) as app, app.app_context():
            for engine in (db.engine, store().engine):
                with pytest.raises(BUSY):
                    engine.connect()


def test_a_server_that_leads_no_more_is_left(app: Flask) -> None:
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            return
        with db.engine.connect() as connection:
            connection.exec_driver_sql("SET default_transaction_read_only = on")
            connection.commit()
        with pytest.raises(BUSY) as caught:
            a_person("Vera")
        assert "example.org" not in str(caught.value)
        db.session.rollback()
        assert a_person("Vera").id


@pytest.mark.once
def test_behind_pgbouncer_nothing_is_prepared_for_a_connection() -> None:
    url, told = reached("postgresql+psycopg://ideas:s@host/ideas?sslmode=require&pgbouncer=true")
    assert url.render_as_string(False) == "postgresql+psycopg://ideas:s@host/ideas?sslmode=require"
    assert told == {**POSTGRESQL, "prepare_threshold": None}
    assert reached("postgresql+psycopg://host/ideas")[1] == POSTGRESQL
    assert reached("sqlite:////srv/ideas.sqlite") == (
        sa.make_url("sqlite:////srv/ideas.sqlite"),
        {},
    )


@pytest.mark.once
@pytest.mark.parametrize(
    ("code", "away"),
    [(None, True), ("08P01", True), ("57P01", True), ("55P03", False), ("40P01", False)],
)
def test_what_was_refused_is_not_away(code: str | None, away: bool) -> None:
    heard = psycopg.OperationalError("heard")
    heard.sqlstate = code
    assert is_away(sqlalchemy.exc.OperationalError("", None, heard)) == away
    assert not is_away(sqlalchemy.exc.OperationalError("", None, sqlite3.OperationalError("full")))
    assert not is_away(LookupError("a mistake"))
