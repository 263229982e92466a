"""Sites that lack a care: what the tests must find out."""

import os
import re
import sqlite3
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Engine

from ideas.front import crowds
from ideas.front.application import Front
from ideas.serving import served as served_carefully

CARELESS = "tests.faults.careless:served()"
WELCOMING = "tests.faults.careless:welcoming()"


def served() -> Front:
    """One whose SQLite is told ``FAULT_SYNCHRONOUS`` instead of FULL."""
    event.listen(Engine, "connect", _hurry)
    return served_carefully()


def _hurry(connection: Any, record: object) -> None:
    if isinstance(connection, sqlite3.Connection):
        connection.execute(f"PRAGMA synchronous={os.environ['FAULT_SYNCHRONOUS']}")


def welcoming() -> Front:
    """One that turns nobody away, however many are here, and lets everything have every thread."""
    crowds.MOST.update(dict.fromkeys(crowds.Errand, 1_000_000))
    crowds.COSTLY = crowds.SEARCHED = re.compile("(?!)")
    return served_carefully()
