"""Dispatching events, keeping the schedule, leasing and finishing jobs."""

from collections.abc import Iterable, Mapping
from datetime import datetime

import sqlalchemy as sa

from ideas import clock
from ideas.audit.actions import note
from ideas.db import session, writes
from ideas.events.models import RecordedEvent
from ideas.jobs.models import Job, JobState, Slot
from ideas.jobs.rules import (
    FIRST_REST,
    KEPT_DONE,
    LEASE,
    MOST_ATTEMPTS,
    Recurring,
    rest_after,
)

BATCH = 200
LOST = "Every attempt ended with its process."


@writes
def dispatch_events(listeners: Mapping[str, Iterable[str]]) -> int:
    """Make a job per waiting event and listener; answers how many events were dispatched.

    ``listeners`` names every event that is known. What a newer release wrote waits for its worker.
    """
    waiting = (
        sa.select(RecordedEvent)
        .where(RecordedEvent.dispatched_at.is_(None), RecordedEvent.name.in_(listeners))
        .order_by(RecordedEvent.id)
        .limit(BATCH)
        .with_for_update(skip_locked=True)
    )
    moment, events = clock.now(), session().scalars(waiting).all()
    for event in events:
        event.dispatched_at = moment
        for name in listeners.get(event.name, ()):
            session().add(Job(name=name, event=event.name, values=event.values, run_at=moment))
    return len(events)


@writes
def make_due_jobs(schedule: Iterable[Recurring]) -> None:
    """Make a job for each recurring action whose time has come; missed turns are one turn."""
    moment = clock.now()
    slots = {slot.name: slot for slot in session().scalars(sa.select(Slot).with_for_update())}
    for recurring in schedule:
        slot = slots.get(recurring.name)
        if slot is None:
            session().add(Slot(name=recurring.name, next_at=moment + recurring.every))
        elif slot.next_at <= moment:
            slot.last_at, slot.next_at = moment, moment + recurring.every
            if not _is_waiting(recurring.name):
                session().add(Job(name=recurring.name, values={}, run_at=moment))


def _is_waiting(name: str) -> bool:
    waiting = sa.select(Job.id).where(Job.name == name, Job.state == JobState.READY)
    return session().scalar(waiting.limit(1)) is not None


@writes
def lease_next() -> Job | None:
    """Take the job that has been due longest; nobody else gets it while the lease holds.

    The schedule's come first, so that deadlines do not wait behind a crowd of events.
    """
    moment = clock.now()
    due = (
        sa.select(Job)
        .where(Job.state == JobState.READY, Job.run_at <= moment)
        .where(sa.or_(Job.lease_ends_at.is_(None), Job.lease_ends_at < moment))
        .where(Job.attempts < MOST_ATTEMPTS)
        .order_by(Job.run_at, Job.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    job = session().scalar(due.where(Job.event.is_(None))) or session().scalar(due)
    if job is not None:
        job.lease_ends_at = moment + LEASE
        job.attempts += 1
    return job


@writes
def renew(job_id: int) -> None:
    """Let the lease of a job in hand begin anew; one that was given back has none any more."""
    in_hand = (Job.id == job_id, Job.state == JobState.READY, Job.lease_ends_at.is_not(None))
    session().execute(sa.update(Job).where(*in_hand).values(lease_ends_at=clock.now() + LEASE))


@writes
def bury_lost() -> None:
    """Lay among the dead letters what took its process along at every attempt."""
    moment = clock.now()
    lost = (Job.state == JobState.READY, Job.attempts >= MOST_ATTEMPTS, Job.lease_ends_at < moment)
    buried = {"state": JobState.DEAD, "finished_at": moment, "last_error": LOST}
    session().execute(sa.update(Job).where(*lost).values(lease_ends_at=None, **buried))


@writes
def finish(job_id: int) -> None:
    """Mark a job done, in the transaction of its work; the schedule's leave only their slot.

    NoResultFound when another worker did it meanwhile, because the lease ran out.
    """
    job = session().get_one(Job, job_id)
    if job.event is None:
        session().delete(job)
    else:
        job.state, job.finished_at, job.last_error = JobState.DONE, clock.now(), None


@writes
def fail(job_id: int, error: str) -> None:
    """Let a failed job rest, or lay it among the dead letters; one done meanwhile stays done."""
    job = session().get(Job, job_id)
    if job is None or job.state is not JobState.READY:
        return
    rest = rest_after(job.attempts)
    job.last_error, job.lease_ends_at = error, None
    if rest is None:
        job.state, job.finished_at = JobState.DEAD, clock.now()
    else:
        job.run_at = clock.now() + rest


@writes
def give_back(job_id: int) -> None:
    """Lay down what could not be done because the database was away: that is no attempt."""
    job = session().get(Job, job_id)
    if job is not None and job.state is JobState.READY:
        job.attempts, job.lease_ends_at = job.attempts - 1, None
        job.run_at = clock.now() + FIRST_REST


@writes
def try_again(job_id: int, *, by: int) -> None:
    """Give a dead job a new set of attempts."""
    _revive(_dead().where(Job.id == job_id), by)


@writes
def try_all_again(*, by: int) -> int:
    """Give every dead job a new set of attempts; answers how many, at most BATCH."""
    return _revive(_dead().order_by(Job.id).limit(BATCH), by)


def _dead() -> sa.Select[Job]:
    dead = sa.select(Job).where(Job.state == JobState.DEAD)
    return dead.with_for_update().execution_options(populate_existing=True)


def _revive(dead: sa.Select[Job], by: int) -> int:
    jobs = session().scalars(dead).all()
    for job in jobs:
        job.state, job.attempts, job.run_at = JobState.READY, 0, clock.now()
        job.finished_at = None
        note("jobs.retry", f"job:{job.id}", by=by, name=job.name)
    return len(jobs)


@writes
def forget_done() -> None:
    """Drop jobs and dispatched events older than a week."""
    before: datetime = clock.now() - KEPT_DONE
    old_jobs = sa.delete(Job).where(Job.state == JobState.DONE, Job.finished_at < before)
    session().execute(old_jobs)
    session().execute(sa.delete(RecordedEvent).where(RecordedEvent.dispatched_at < before))
