"""Impatient people in a process of their own, all voting for one idea at once."""

import itertools
import queue
import threading
from collections import Counter
from collections.abc import Callable, Iterable
from multiprocessing.queues import Queue
from typing import Any

import sqlalchemy as sa
from flask import Flask
from sqlalchemy.exc import OperationalError, TimeoutError

from ideas import clock
from ideas.accounts.models import Person
from ideas.app import create_app
from ideas.config import Config
from ideas.db import db, writes
from ideas.journey.models import Idea
from ideas.refusals import Refused
from ideas.voting.actions import cast_vote, count_pending_votes, take_back_vote
from ideas.voting.casting.together import cast_together

Wish = tuple[str, int]


@writes
def confirm_address(idea: Idea, *, by: Person) -> None:
    """What confirming an address does to the votes that wait for it."""
    own = sa.select(Person).where(Person.id == by.id).with_for_update()
    person = db.session.scalars(own.execution_options(populate_existing=True)).one()
    person.email_confirmed_at = clock.now()
    count_pending_votes(person)


def join_the_line(idea: Idea, *, by: Person) -> None:
    """Vote with whoever else votes at this moment."""
    cast_together(idea.slug, by_id=by.id)


ACTIONS: dict[str, Callable[..., Any]] = {
    "cast": join_the_line,
    "cast alone": cast_vote,
    "take_back": take_back_vote,
    "confirm": confirm_address,
}


def vote_in_threads(
    config: Config, idea_id: int, wishes: Iterable[Wish], threads: int, told: "Queue[Any]"
) -> None:
    """Carry out the wishes in threads; tells how often each came out how."""
    app, waiting = create_app(config), queue.SimpleQueue[Wish]()
    for wish in wishes:
        waiting.put(wish)
    outcomes: Counter[str] = Counter()
    workers = [
        threading.Thread(target=_carry_out, args=(app, idea_id, waiting, outcomes))
        for _ in range(threads)
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    told.put(dict(outcomes))


def _carry_out(
    app: Flask, idea_id: int, waiting: "queue.SimpleQueue[Wish]", outcomes: Counter[str]
) -> None:
    while True:
        try:
            verb, person_id = waiting.get_nowait()
        except queue.Empty:
            return
        outcomes[f"{verb}: {_outcome(app, verb, idea_id, person_id)}"] += 1


def _outcome(app: Flask, verb: str, idea_id: int, person_id: int) -> str:
    """Do it, again while the database is busy; ``done`` or the code of the refusal."""
    for attempt in itertools.count():
        with app.app_context():
            try:
                idea, person = (
                    db.session.get_one(Idea, idea_id),
                    db.session.get_one(Person, person_id),
                )
                ACTIONS[verb](idea, by=person)
                db.session.commit()
            except Refused as refused:
                return refused.refusal.code
            except (OperationalError, TimeoutError):
                if attempt == 20:
                    raise
            else:
                return "done"
    raise AssertionError("unreachable")
