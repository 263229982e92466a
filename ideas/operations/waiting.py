"""Whoever begins before the database is migrated waits for it, and says so once."""

import logging
import threading

from ideas.db import BUSY, db
from ideas.operations.health import schema_check

log = logging.getLogger(__name__)
PAUSE = 1.0


def wait_until_migrated(stop: threading.Event) -> None:
    """Return when the database is as new as this release, or when told to stop."""
    told = ""
    while not stop.is_set():
        try:
            check = schema_check()
            said = "" if check.good else check.said
        except BUSY:
            said = "The database is away."
        db.session.rollback()
        if not said:
            return
        if said != told:
            log.warning("Nothing is done yet. %s", said)
        told = said
        stop.wait(PAUSE)
