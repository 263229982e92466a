"""A worker that begins before the database is migrated."""

import logging
import threading

import pytest
from flask import Flask
from sqlalchemy.exc import OperationalError

from ideas.operations import waiting
from ideas.operations.health import Check
from ideas.operations.waiting import wait_until_migrated


def test_it_waits_and_says_why_once(
    app: Flask, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    old = Check("schema", good=False, found="schema.none", values={"newest": "0009"})
    new = Check("schema", good=True, found="schema.fits")
    away = OperationalError("SELECT 1", {}, Exception("away"))
    coming: list[Check | OperationalError] = [old, old, away, new]

    def look() -> Check:
        found = coming.pop(0)
        if isinstance(found, OperationalError):
            raise found
        return found

    monkeypatch.setattr(waiting, "schema_check", look)
    monkeypatch.setattr(waiting, "PAUSE", 0)
    with app.app_context(), caplog.at_level(logging.WARNING):
        wait_until_migrated(threading.Event())
    assert coming == []
    assert [record.message for record in caplog.records] == [
        "Nothing is done yet. The database is not set up and this release needs 0009:"
        " run “ideas migrate”.",
        "Nothing is done yet. The database is away.",
    ]


def test_told_to_stop_it_stops(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    stop = threading.Event()
    stop.set()
    with app.app_context():
        wait_until_migrated(stop)
