"""Statements that took too long: counted, and logged without their values."""

import logging
import time
from typing import Any

from flask import Flask
from sqlalchemy import event
from sqlalchemy.engine import Connection, Engine

from ideas.config import Config
from ideas.db import db
from ideas.tallies import tallies

log = logging.getLogger("ideas.slow")
BEGUN = "ideas.begun"
SLOW = "ideas_slow_statements_total"
LONGEST = 2_000


def watch(engine: Engine, slow_ms: int) -> None:
    """Tell of every statement on this engine that took so many milliseconds; 0: of none."""
    if not slow_ms:
        return

    def begin(connection: Connection, *_: Any) -> None:
        connection.info[BEGUN] = time.perf_counter()

    def end(connection: Connection, cursor: Any, statement: str, *_: Any) -> None:
        took = (time.perf_counter() - connection.info[BEGUN]) * 1_000
        if took >= slow_ms:
            tallies.add(SLOW)
            told = {"ms": round(took), "statement": " ".join(statement.split())[:LONGEST]}
            log.warning("a statement took %d ms", took, extra={"told": told})

    event.listen(engine, "before_cursor_execute", begin)
    event.listen(engine, "after_cursor_execute", end)


def install(app: Flask, config: Config) -> None:
    """Watch the site's database."""
    with app.app_context():
        watch(db.engine, config.slow_ms)
