"""Impatient people in a process of their own, all voting for the same ideas at once."""

import itertools
import queue
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
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
from ideas.journey.queries import locked_idea
from ideas.refusals import Refused
from ideas.voting.actions import cast_vote, count_pending_votes, take_back_vote
from ideas.voting.casting.together import cast_together
from ideas.voting.queries import fresh_ballot

Wish = tuple[str, int, int]
"""What to do, with which idea, as whom."""
Slugs = Mapping[int, str]
TRIES = 40


@writes
def confirm_address(idea: Idea, *, by: Person) -> None:
    """What confirming an address does to the votes that wait for it."""
    own = sa.select(Person).where(Person.id == by.id).with_for_update()
    person = db.session.scalars(own.execution_options(populate_existing=True)).one()
    person.email_confirmed_at = clock.now()
    count_pending_votes(person)


@writes
def let_time_run_out(idea: Idea, *, by: Person) -> None:
    """The deadline of the idea is now."""
    locked_idea(idea.id)
    ballot = fresh_ballot(idea.id)
    assert ballot is not None
    ballot.closes_at = clock.now()


ACTIONS: dict[str, Callable[..., Any]] = {
    "cast alone": cast_vote,
    "take_back": take_back_vote,
    "confirm": confirm_address,
    "deadline": let_time_run_out,
}


def vote_in_threads(
    config: Config, slugs: Slugs, wishes: Iterable[Wish], threads: int, told: "Queue[Any]"
) -> None:
    """Carry out the wishes in threads; tells how often each came out how."""
    app, waiting = create_app(config), queue.SimpleQueue[Wish]()
    for wish in wishes:
        waiting.put(wish)
    outcomes: list[Counter[str]] = [Counter() for _ in range(threads)]
    workers = [
        threading.Thread(target=_carry_out, args=(app, slugs, waiting, counted))
        for counted in outcomes
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    told.put(dict(sum(outcomes, Counter())))


def _carry_out(
    app: Flask, slugs: Slugs, waiting: "queue.SimpleQueue[Wish]", outcomes: Counter[str]
) -> None:
    while True:
        try:
            wish = waiting.get_nowait()
        except queue.Empty:
            return
        outcomes[f"{wish[0]}: {_outcome(app, slugs, wish)}"] += 1


def _outcome(app: Flask, slugs: Slugs, wish: Wish) -> str:
    """Do it, again while the database is busy; ``done`` or the code of the refusal."""
    verb, idea_id, person_id = wish
    for attempt in itertools.count():
        with app.app_context():
            try:
                if verb == "cast":
                    cast_together(slugs[idea_id], by_id=person_id)
                else:
                    idea = db.session.get_one(Idea, idea_id)
                    ACTIONS[verb](idea, by=db.session.get_one(Person, person_id))
                    db.session.commit()
            except Refused as refused:
                return refused.refusal.code
            except (OperationalError, TimeoutError):
                if attempt == TRIES:
                    raise
                time.sleep(0.1)
            else:
                return "done"
    raise AssertionError("unreachable")
