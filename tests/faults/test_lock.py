"""Somebody holds the lock for ten seconds while 64 people vote: refused kindly, nothing lost."""

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager

import psycopg
import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from ideas.config import Config
from ideas.db import db
from ideas.turnstile import turnstile_of
from tests.databases import SERVER
from tests.factories import a_live_idea
from tests.faults.crowd import Storm, a_crowd
from tests.faults.site import cookie_name, demand_exact, on_a_free_port, serving
from tests.faults.sizes import IS_FULL
from tests.faults.told import tell

SECONDS = 10
WRITERS = 64
LADDER = ((10, 30), (20, 30), (1_000_000, 30))
Holder = Callable[[Config, int], AbstractContextManager[None]]


@contextmanager
def a_stranger(config: Config, idea_id: int) -> Iterator[None]:
    """Somebody at the database who knows nothing of our turns."""
    if SERVER is None:
        file = str(sa.make_url(config.database_url).database)
        with closing(sqlite3.connect(file, isolation_level=None)) as database:
            database.execute("BEGIN IMMEDIATE")
            yield
            database.execute("ROLLBACK")
        return
    with psycopg.connect(config.database_url.replace("+psycopg", "")) as database:
        database.execute("SELECT id FROM ideas WHERE id = %s FOR UPDATE", [idea_id])
        yield
        database.rollback()


@contextmanager
def one_of_ours(config: Config, idea_id: int) -> Iterator[None]:
    """A process of ours that waits its turn at the turnstile, and takes its time."""
    turnstile = turnstile_of(db.engine)
    assert turnstile is not None
    turnstile.enter()
    try:
        yield
    finally:
        turnstile.leave()


HOLDERS = (a_stranger,) if SERVER else (a_stranger, one_of_ours)


@pytest.mark.slow
@pytest.mark.skipif(not IS_FULL, reason="make faults waits as long as this takes")
@pytest.mark.parametrize("holder", HOLDERS)
def test_a_held_lock_is_said_and_loses_nothing(
    another_app: Flask, config: Config, session: Session, holder: Holder
) -> None:
    idea, config = a_live_idea(ladder=LADDER), on_a_free_port(config)
    another_app.config["SESSION_COOKIE_NAME"] = cookie_name(config)
    presses = a_crowd(another_app, f"/ideas/{idea.slug}/vote", config.bind, WRITERS)
    with serving(config) as site:
        assert site.status_of(f"/ideas/{idea.slug}") == 200
        with holder(config, idea.id):
            storm = Storm(site.port, presses, clients=WRITERS).begin()
            time.sleep(SECONDS)
        released = time.monotonic()
        storm.end()
    tell(
        f"lock held {SECONDS} s by {holder.__name__}",
        1,
        storm,
        after=time.monotonic() - released,
    )
    assert set(storm.statuses) == {303, 503}
    assert b"\r\nretry-after: 5\r\n" in storm.heads[503]
    assert storm.slowest < SECONDS + 3
    assert sorted(storm.voted) == sorted(press.person_id for press in presses)
    demand_exact(session, idea.id, storm.voted)
