"""The worker: every event reaches its listeners, failures rest and die, the schedule ticks."""

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask, current_app
from sqlalchemy.exc import OperationalError

from ideas.db import db
from ideas.events.actions import record
from ideas.events.models import Event, RecordedEvent
from ideas.jobs import actions, leases, queries, worker
from ideas.jobs.models import Job, JobState
from ideas.jobs.rules import LEASE, MOST_ATTEMPTS, Recurring, rest_after
from ideas.jobs.worker import Wiring, drain, perform_one, tick
from tests.conftest import Clock


@dataclass(frozen=True)
class BellRang(Event):
    """A bell rang."""

    times: int


heard: list[int] = []


def hear(event: BellRang) -> None:
    """Hear it."""
    heard.append(event.times)


def stumble(event: BellRang) -> None:
    """Never manage, after having written something."""
    record(BellRang(99))
    raise LookupError("no such bell")


def wind() -> None:
    """Wind the clock."""
    heard.append(0)


@pytest.fixture
def wired(app: Flask) -> Iterator[Flask]:
    """The application with a wiring of its own."""
    kept = app.extensions["ideas.wiring"]
    heard.clear()
    app.extensions["ideas.wiring"] = Wiring(
        {BellRang: (hear,)}, (Recurring(timedelta(hours=1), wind),)
    )
    yield app
    app.extensions["ideas.wiring"] = kept


def ring(app: Flask, times: int) -> None:
    with app.app_context():
        record(BellRang(times))
        db.session.commit()


def test_an_event_of_a_newer_release_waits_for_a_worker_that_knows_it(
    wired: Flask, clock: Clock
) -> None:
    ring(wired, 3)
    with wired.app_context():
        db.session.execute(sa.update(RecordedEvent).values(name="jobs.BellRangTwice"))
        db.session.commit()
        assert drain(wired) == 0
        assert queries.backlog().events == 1
        db.session.execute(sa.update(RecordedEvent).values(name=BellRang.name()))
        db.session.commit()
    assert drain(wired) == 1
    assert heard == [3]


def test_an_event_is_heard_once(wired: Flask, clock: Clock) -> None:
    ring(wired, 3)
    assert drain(wired) == 1
    assert drain(wired) == 0
    assert heard == [3]


def test_an_event_of_a_change_that_was_undone_is_not_heard(wired: Flask, clock: Clock) -> None:
    with wired.app_context():
        record(BellRang(3))
        db.session.rollback()
    drain(wired)
    assert heard == []


def test_a_failure_writes_nothing_rests_and_dies(wired: Flask, clock: Clock) -> None:
    wired.extensions["ideas.wiring"] = Wiring({BellRang: (stumble, hear)}, ())
    ring(wired, 1)
    drain(wired)
    assert heard == [1]
    for _ in range(MOST_ATTEMPTS - 1):
        clock.go(hours=3)
        drain(wired)
    with wired.app_context():
        (dead,) = queries.dead_jobs()
        assert dead.attempts == MOST_ATTEMPTS
        assert dead.last_error == "LookupError: no such bell"
        assert db.session.scalar(sa.select(sa.func.count()).select_from(RecordedEvent)) == 1
        actions.try_again(dead.id, by=1)
        db.session.commit()
    wired.extensions["ideas.wiring"] = Wiring({BellRang: (hear,)}, ())
    with wired.app_context():
        assert queries.backlog().ready == 1


def test_a_job_whose_worker_died_is_taken_up_after_its_lease(wired: Flask, clock: Clock) -> None:
    ring(wired, 5)
    tick(wired)
    with wired.app_context():
        assert actions.lease_next() is not None
        db.session.commit()
    assert not perform_one(wired)
    clock.go(seconds=LEASE.total_seconds() + 1)
    assert perform_one(wired)
    assert heard == [5]


def outlast(event: BellRang) -> None:
    """Take longer than the first lease would last."""
    first, patience = lease_in_hand(), time.monotonic() + 10
    while lease_in_hand() <= first and time.monotonic() < patience:
        time.sleep(0.01)
    heard.append(lease_in_hand() > first)


def lease_in_hand() -> datetime:
    """Until when the only job there is belongs to its worker."""
    with current_app.app_context():
        ends_at: datetime | None = db.session.scalar(sa.select(Job.lease_ends_at))
    assert ends_at is not None
    return ends_at


def test_a_worker_that_lives_keeps_what_it_has_in_hand(
    wired: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leases, "RENEWED_EVERY", timedelta(seconds=0.01))
    wired.extensions["ideas.wiring"] = Wiring({BellRang: (outlast,)}, ())
    ring(wired, 1)
    assert drain(wired) == 1
    assert heard == [True]
    with wired.app_context():
        assert db.session.scalars(sa.select(Job.state)).all() == [JobState.DONE]


def test_a_database_that_is_away_costs_no_attempt(wired: Flask, clock: Clock) -> None:
    def lose_it(event: BellRang) -> None:
        raise OperationalError("", None, Exception("gone"), connection_invalidated=True)

    wired.extensions["ideas.wiring"] = Wiring({BellRang: (lose_it,)}, ())
    ring(wired, 1)
    drain(wired)
    for _ in range(2 * MOST_ATTEMPTS):
        clock.go(seconds=6)
        assert drain(wired) == 1
    with wired.app_context():
        (job,) = db.session.scalars(sa.select(Job))
        assert (job.state, job.attempts, job.lease_ends_at) == (JobState.READY, 0, None)


def test_a_job_in_hand_waits_for_the_database_for_ten_minutes(
    wired: Flask, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lose_it(event: BellRang) -> None:
        raise OperationalError("", None, Exception("gone"), connection_invalidated=True)

    away = iter([OperationalError("", None, Exception("away"))] * 600)
    give_back = actions.give_back

    def give_back_once_it_is_there(job_id: int) -> None:
        if trouble := next(away, None):
            raise trouble
        give_back(job_id)

    monkeypatch.setattr(worker, "PAUSE", 0.0)
    monkeypatch.setattr(actions, "give_back", give_back_once_it_is_there)
    ring(wired, 1)
    wired.extensions["ideas.wiring"] = Wiring({BellRang: (lose_it,)}, ())
    tick(wired)
    assert perform_one(wired)
    with wired.app_context():
        (job,) = db.session.scalars(sa.select(Job))
        assert (job.state, job.attempts, job.lease_ends_at) == (JobState.READY, 0, None)


def test_told_to_stop_a_worker_waits_for_no_database(
    wired: Flask, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    stop = threading.Event()

    def stop_it(event: BellRang) -> None:
        stop.set()
        raise OperationalError("", None, Exception("gone"), connection_invalidated=True)

    def be_away(job_id: int) -> None:
        raise OperationalError("", None, Exception("away"))

    monkeypatch.setattr(actions, "give_back", be_away)
    ring(wired, 1)
    wired.extensions["ideas.wiring"] = Wiring({BellRang: (stop_it,)}, ())
    tick(wired)
    assert perform_one(wired, stop)


def test_a_database_that_is_away_is_told_once_and_not_each_second(
    app: Flask, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    stop, away = threading.Event(), OperationalError("", None, Exception("refused\nIs it there?"))
    away.connection_invalidated = True
    turns: list[Exception | None] = [away, away, away, None, away, LookupError("a fault")]

    def turn(_: Flask, stop: threading.Event) -> None:
        trouble = turns.pop(0)
        if not turns:
            stop.set()
        if trouble:
            raise trouble

    monkeypatch.setattr(worker, "PAUSE", 0.0)
    monkeypatch.setattr(worker, "drain", turn)
    worker.run(app, stop)
    waits = "the worker waits for the database: refused"
    assert [each.getMessage() for each in caplog.records] == [
        waits,
        waits,
        "the worker rests after a failure",
    ]


def test_a_job_that_was_given_back_is_nobodys(wired: Flask, clock: Clock) -> None:
    ring(wired, 1)
    tick(wired)
    with wired.app_context():
        job = actions.lease_next()
        assert job is not None
        actions.fail(job.id, "LookupError: no such bell")
        actions.renew(job.id)
        db.session.commit()
        assert job.lease_ends_at is None


def test_a_job_in_hand_while_the_database_is_away_rests_as_any_that_failed(
    wired: Flask, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    away = iter([OperationalError("", None, Exception("away"))] * 2)
    fail = actions.fail

    def fail_once_it_is_back(job_id: int, error: str) -> None:
        if trouble := next(away, None):
            raise trouble
        fail(job_id, error)

    monkeypatch.setattr(worker, "PAUSE", 0.0)
    monkeypatch.setattr(actions, "fail", fail_once_it_is_back)
    ring(wired, 5)
    wired.extensions["ideas.wiring"] = Wiring({BellRang: (stumble,)}, ())
    tick(wired)
    assert perform_one(wired)
    with wired.app_context():
        (job,) = db.session.scalars(sa.select(Job))
        assert job.lease_ends_at is None


def test_a_job_that_kills_every_worker_is_given_up(wired: Flask, clock: Clock) -> None:
    ring(wired, 5)
    for _ in range(MOST_ATTEMPTS):
        tick(wired)
        with wired.app_context():
            assert actions.lease_next() is not None
            db.session.commit()
        clock.go(seconds=LEASE.total_seconds() + 1)
    assert drain(wired) == 0
    assert heard == []
    with wired.app_context():
        (dead,) = queries.dead_jobs()
        assert dead.last_error == actions.LOST
        actions.try_again(dead.id, by=1)
        db.session.commit()
    assert drain(wired) == 1
    assert heard == [5]


def done_elsewhere() -> None:
    """Work so long that another worker takes the job and finishes it first."""
    (job,) = db.session.scalars(sa.select(Job))
    actions.finish(job.id)
    db.session.commit()
    record(BellRang(7))


def test_work_that_was_done_elsewhere_meanwhile_is_dropped(wired: Flask, clock: Clock) -> None:
    wired.extensions["ideas.wiring"] = Wiring({}, (Recurring(timedelta(hours=1), done_elsewhere),))
    tick(wired)
    clock.go(minutes=61)
    assert drain(wired) == 1
    with wired.app_context():
        assert queries.backlog() == queries.Backlog(events=0, ready=0, dead=0, oldest_at=None)


def test_the_schedule_runs_what_is_due_and_a_missed_turn_once(wired: Flask, clock: Clock) -> None:
    drain(wired)
    assert heard == []
    clock.go(minutes=61)
    drain(wired)
    clock.go(hours=20)
    drain(wired)
    assert heard == [0, 0]


def test_deadlines_do_not_wait_behind_a_crowd(wired: Flask, clock: Clock) -> None:
    drain(wired)
    for times in (1, 2, 3):
        ring(wired, times)
    tick(wired)
    clock.go(minutes=61)
    tick(wired)
    assert perform_one(wired)
    assert heard == [0]


def test_a_long_day_is_ticked_through(
    wired: Flask, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    drain(wired)
    monkeypatch.setattr(worker, "PAUSE", -1.0)
    for times in (1, 2):
        ring(wired, times)
    tick(wired)
    heard_before = worker.perform_one

    def an_hour_each(app: Flask, stop: threading.Event | None) -> bool:
        clock.go(minutes=61)
        return heard_before(app, stop)

    monkeypatch.setattr(worker, "perform_one", an_hour_each)
    drain(wired, most=3)
    assert 0 in heard


def test_done_jobs_are_forgotten_after_a_week(wired: Flask, clock: Clock) -> None:
    ring(wired, 1)
    drain(wired)
    clock.go(days=8)
    with wired.app_context():
        actions.forget_done()
        db.session.commit()
        done = sa.select(Job).where(Job.state == JobState.DONE, Job.name == "tests.hear")
        assert db.session.scalars(done).all() == []


@pytest.mark.parametrize(("attempts", "seconds"), [(1, 5), (2, 20), (3, 80), (5, 1280)])
def test_rests_grow(attempts: int, seconds: int) -> None:
    assert rest_after(attempts) == timedelta(seconds=seconds)


def test_after_the_last_attempt_there_is_no_rest() -> None:
    assert rest_after(MOST_ATTEMPTS) is None


def test_the_worker_outlives_a_failing_database(
    wired: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    stop = threading.Event()
    turns: list[int] = []

    def fail(app: Flask, stop: threading.Event) -> int:
        turns.append(1)
        if len(turns) == 3:
            stop.set()
        raise OSError("away")

    monkeypatch.setattr(worker, "drain", fail)
    monkeypatch.setattr(worker, "PAUSE", 0.0)
    worker.run(wired, stop)
    assert len(turns) == 3
