"""Keeping the lease of a job in hand for as long as its worker lives, and no longer.

A lease is short, so that what a killed worker had in hand is soon taken up by another; a job that
takes longer is not taken from under a worker that lives.
"""

import contextlib
import threading
from collections.abc import Iterator
from contextvars import copy_context

from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from ideas.db import db
from ideas.jobs import actions
from ideas.jobs.rules import RENEWED_EVERY


@contextlib.contextmanager
def renewed(app: Flask, job_id: int) -> Iterator[None]:
    """Renew a job's lease from time to time, while what is inside goes on."""
    over = threading.Event()
    words = (_renew, app, job_id, over)
    thread = threading.Thread(target=copy_context().run, args=words, name="lease", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def _renew(app: Flask, job_id: int, over: threading.Event) -> None:
    while not over.wait(RENEWED_EVERY.total_seconds()):
        with app.app_context(), contextlib.suppress(SQLAlchemyError):  # the next turn is in time
            actions.renew(job_id)
            db.session.commit()
