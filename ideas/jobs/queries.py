"""What the desk shows of the background work."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from ideas.db import session
from ideas.events.models import RecordedEvent
from ideas.jobs.models import Job, JobState, Slot


@dataclass(frozen=True)
class Backlog:
    """How much waits, since when, and how much has died."""

    events: int
    ready: int
    dead: int
    oldest_at: datetime | None


def backlog() -> Backlog:
    """The state of the queue in numbers."""
    ready = sa.select(sa.func.count(), sa.func.min(Job.run_at)).where(Job.state == JobState.READY)
    dead = sa.select(sa.func.count()).where(Job.state == JobState.DEAD)
    waiting = sa.select(sa.func.count()).where(RecordedEvent.dispatched_at.is_(None))
    count, oldest = session().execute(ready.select_from(Job)).one()
    return Backlog(
        events=session().scalar(waiting.select_from(RecordedEvent)) or 0,
        ready=count,
        dead=session().scalar(dead.select_from(Job)) or 0,
        oldest_at=oldest,
    )


def dead_jobs(limit: int = 100) -> Sequence[Job]:
    """The dead letters, newest first."""
    dead = sa.select(Job).where(Job.state == JobState.DEAD).order_by(Job.id.desc())
    return session().scalars(dead.limit(limit)).all()


def job_by_id(job_id: int) -> Job | None:
    """One job, whatever its state."""
    return session().get(Job, job_id)


def last_turn() -> datetime | None:
    """When the schedule last made a job; None before it ever did."""
    return session().scalar(sa.select(sa.func.max(Slot.last_at)))


def slots() -> Sequence[Slot]:
    """The schedule: what ran when, and when it runs next."""
    return session().scalars(sa.select(Slot).order_by(Slot.name)).all()
