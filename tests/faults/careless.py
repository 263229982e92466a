"""The site with a database that does not wait for the disk: what the tests must find out."""

import os
import sqlite3
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Engine

from ideas.front.application import Front
from ideas.serving import served as served_carefully

CARELESS = "tests.faults.careless:served()"


def served() -> Front:
    """The application; ``FAULT_SYNCHRONOUS`` is what SQLite is told instead of FULL."""
    event.listen(Engine, "connect", _hurry)
    return served_carefully()


def _hurry(connection: Any, record: object) -> None:
    if isinstance(connection, sqlite3.Connection):
        connection.execute(f"PRAGMA synchronous={os.environ['FAULT_SYNCHRONOUS']}")
