"""The site with a database that does not wait for the disk: what the tests must find out."""

import os
import sqlite3
from typing import Any

from flask import Flask
from sqlalchemy import event
from sqlalchemy.engine import Engine

from ideas.app import create_app as create_careful_app

CARELESS = "tests.faults.careless:create_app()"


def create_app() -> Flask:
    """The application; ``FAULT_SYNCHRONOUS`` is what SQLite is told instead of FULL."""
    event.listen(Engine, "connect", _hurry)
    return create_careful_app()


def _hurry(connection: Any, record: object) -> None:
    if isinstance(connection, sqlite3.Connection):
        connection.execute(f"PRAGMA synchronous={os.environ['FAULT_SYNCHRONOUS']}")
