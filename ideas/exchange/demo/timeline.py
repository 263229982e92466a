"""Letting time pass: steps in their order, each with the clock stopped at its moment.

What the schedule would do is done when it is due, and at the end of each day the listeners are
told and mail is written, as the worker does it; nothing is told that has not happened.
"""

import heapq
import itertools
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa
from flask import Flask

from ideas.clock import stopped_at
from ideas.db import db
from ideas.jobs import actions as jobs
from ideas.jobs import worker
from ideas.mail.delivery import deliver
from ideas.notifications import listeners as notices
from ideas.voting.ballots.actions import certify_due, expire_due
from ideas.voting.models import Ballot

Step = Callable[[], Any]
MORNING, EVENING = time(7, 30, tzinfo=UTC), time(23, 45, tzinfo=UTC)
REMEMBERED = timedelta(days=100)
A_LITTLE_LATER = timedelta(seconds=7)


class Timeline:
    """Steps that wait for their moment; those after ``now`` never come."""

    def __init__(self, app: Flask, now: datetime) -> None:
        self.app, self.now = app, now
        self._numbers = itertools.count()
        self._steps: list[tuple[datetime, int, Step]] = []

    def at(self, moment: datetime, step: Step) -> None:
        """Do something at a moment; steps of one moment keep their order."""
        if moment <= self.now:
            heapq.heappush(self._steps, (moment, next(self._numbers), step))

    def run(self) -> None:
        """Let all the days pass, up to now."""
        day = self._steps[0][0].date()
        while day <= self.now.date():
            morning, evening = (datetime.combine(day, at) for at in (MORNING, EVENING))
            if morning > self.now - REMEMBERED:
                self.at(morning, notices.tell_of_deadlines)
            for moment, due in _dues(until=evening):
                self.at(moment, due)
            self._do_until(min(datetime.combine(day, time.max, UTC), self.now))
            self._end_day(min(evening, self.now))
            day += timedelta(days=1)

    def _do_until(self, end: datetime) -> None:
        while self._steps and self._steps[0][0] <= end:
            moment, _, step = heapq.heappop(self._steps)
            with stopped_at(moment):
                step()
        db.session.commit()

    def _end_day(self, evening: datetime) -> None:
        names = self.app.extensions["ideas.wiring"].names_by_event()
        with stopped_at(evening):
            while jobs.dispatch_events(names):
                db.session.commit()
            db.session.commit()
            if not worker.perform_one(self.app):
                return
            while worker.perform_one(self.app):
                pass
            notices.write_mail()
            db.session.commit()
            deliver()

    def finish(self) -> None:
        """Do everything on the schedule once, at the real moment."""
        for recurring in self.app.extensions["ideas.wiring"].schedule:
            recurring.action()
            db.session.commit()


def _dues(until: datetime) -> Iterator[tuple[datetime, Step]]:
    """The moments of this day at which a ballot is due."""
    is_due = sa.or_(Ballot.closes_at <= until, Ballot.certify_at <= until)
    due = sa.select(Ballot.closes_at, Ballot.certify_at).where(Ballot.closed_at.is_(None), is_due)
    for closes_at, certify_at in db.session.execute(due):
        if certify_at is None:
            yield closes_at + A_LITTLE_LATER, expire_due
        elif certify_at <= until:
            yield certify_at + A_LITTLE_LATER, certify_due
