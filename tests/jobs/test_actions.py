"""Giving failed jobs another chance."""

import pytest
from sqlalchemy.orm import Session

from ideas.audit.models import AuditEntry
from ideas.db import take_write_lock
from ideas.jobs.actions import fail, lease_next, try_again, try_all_again
from ideas.jobs.models import Job, JobState
from ideas.jobs.queries import backlog, dead_jobs
from tests.conftest import Clock


@pytest.fixture
def job(session: Session, clock: Clock) -> Job:
    """A job that failed for the last time."""
    take_write_lock()
    job = Job(name="a.b", values={}, run_at=clock.moment, attempts=6)
    session.add(job)
    session.flush()
    fail(job.id, "ValueError: no")
    session.commit()
    return job


def test_a_dead_letter_waits_for_an_admin(job: Job, clock: Clock) -> None:
    clock.go(days=30)
    assert lease_next() is None
    assert list(dead_jobs()) == [job]
    assert (backlog().ready, backlog().dead) == (0, 1)


def test_it_gets_a_new_set_of_attempts_once(job: Job, session: Session) -> None:
    for _ in range(2):
        try_again(job.id, by=7)
        session.commit()
    leased = lease_next()
    assert leased is not None
    assert (leased.id, leased.attempts) == (job.id, 1)
    assert session.query(AuditEntry).count() == 1
    try_again(0, by=7)
    assert session.query(AuditEntry).count() == 1


def test_what_is_at_work_is_left_alone(session: Session, clock: Clock) -> None:
    take_write_lock()
    session.add(Job(name="a.b", values={}, run_at=clock.moment))
    session.commit()
    leased = lease_next()
    assert leased is not None
    try_again(leased.id, by=7)
    assert try_all_again(by=7) == 0
    assert (leased.state, leased.attempts) == (JobState.READY, 1)
