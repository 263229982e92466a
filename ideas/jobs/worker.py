"""The worker: one loop that dispatches, ticks and performs, each job in its own transaction.

It owns its transactions, as a request does; a listener or action may commit in portions when its
work is long, because doing a finished portion again must change nothing.
"""

import logging
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Flask

from ideas.db import BUSY, db
from ideas.driver import is_away
from ideas.events.models import Event, known_events
from ideas.jobs import actions
from ideas.jobs.leases import renewed
from ideas.jobs.models import Job
from ideas.jobs.rules import Recurring, name_of
from ideas.settings.queries import dials
from ideas.settings.settings import Site
from ideas.tallies import tallies

log = logging.getLogger(__name__)
PAUSE, PATIENCE = 1.0, 30 * 60.0
PERFORMED = "ideas_jobs_total"

Listener = Callable[[Any], Any]


@dataclass(frozen=True)
class Wiring:
    """The tables the worker runs, handed down by ``ideas.wiring``."""

    listeners: Mapping[type[Event], Sequence[Listener]]
    schedule: Sequence[Recurring]

    def names_by_event(self) -> dict[str, list[str]]:
        """Listener names by event name, for every event this release knows."""
        named = {e.name(): [name_of(each) for each in ls] for e, ls in self.listeners.items()}
        return {each.name(): [] for each in known_events()} | named

    def work_of(self, job: Job) -> Callable[[], Any]:
        """What a job calls; KeyError when the code no longer knows it."""
        if job.event is None:
            return {each.name: each.action for each in self.schedule}[job.name]
        kind = {each.name(): each for each in self.listeners}[job.event]
        listener = {name_of(each): each for each in self.listeners[kind]}[job.name]
        event = kind(**job.values)
        return lambda: listener(event)


def tick(app: Flask) -> None:
    """Dispatch the waiting events, make the jobs that are due, give up those that kill."""
    wiring: Wiring = app.extensions["ideas.wiring"]
    with app.app_context():
        if _rests():
            return
        actions.dispatch_events(wiring.names_by_event())
        actions.make_due_jobs(wiring.schedule)
        actions.bury_lost()
        db.session.commit()


def _rests() -> bool:
    """While the site is read only, everything waits for its turn."""
    return dials(Site).is_read_only


def perform_one(app: Flask, stop: threading.Event | None = None) -> bool:
    """Perform the next due job; False when none is due."""
    with app.app_context():
        if _rests():
            return False
        job = actions.lease_next()
        db.session.commit()
        if job is None:
            return False
        job_id, name = job.id, job.name
        try:
            with renewed(app, job_id):
                app.extensions["ideas.wiring"].work_of(job)()
                actions.finish(job_id)
                db.session.commit()
            tallies.add(PERFORMED, name=name, outcome="done")
        except Exception as error:
            log.exception("job %s failed", name)
            _note_failure(job_id, error, stop or threading.Event())
            tallies.add(PERFORMED, name=name, outcome="failed")
        tallies.settle()
        return True


def _note_failure(job_id: int, error: Exception, stop: threading.Event) -> None:
    """Give the job back, as soon as the database is there again; else its lease would have to end.

    Until then the turn of a recurring action is taken, and mail would wait for minutes. It is given
    back half an hour later, too: nothing else can be done meanwhile, and it has lost no attempt.
    """
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and not stop.is_set():
        db.session.rollback()
        try:
            if is_away(error):
                actions.give_back(job_id)
            else:
                actions.fail(job_id, f"{type(error).__name__}: {error}")
            db.session.commit()
        except BUSY:
            stop.wait(PAUSE)
        else:
            return
    log.error("job %s could not be given back: its lease must end", job_id)


def drain(app: Flask, stop: threading.Event | None = None, *, most: int = 10_000) -> int:
    """Perform until nothing is due or told to stop, ticking as time passes; how many jobs ran."""
    performed = 0
    tick(app)
    ticked = time.monotonic()
    while performed < most and not (stop and stop.is_set()):
        if time.monotonic() - ticked > PAUSE:
            tick(app)
            ticked = time.monotonic()
        if perform_one(app, stop):
            performed += 1
        elif not _has_more(app):
            break
    return performed


def _has_more(app: Flask) -> bool:
    wiring: Wiring = app.extensions["ideas.wiring"]
    with app.app_context():
        if _rests():
            return False
        dispatched = actions.dispatch_events(wiring.names_by_event())
        db.session.commit()
    return dispatched > 0


def run(app: Flask, stop: threading.Event) -> None:
    """Work until told to stop; a database that is away for a while is waited for, and told once."""
    is_waiting = False
    while not stop.is_set():
        try:
            drain(app, stop)
        except Exception as error:
            if not is_away(error):
                log.exception("the worker rests after a failure")
            elif not is_waiting:
                cause = str(getattr(error, "orig", error)).partition("\n")[0]
                log.warning("the worker waits for the database: %s", cause)
            is_waiting = is_away(error)
        else:
            is_waiting = False
        stop.wait(PAUSE)
