"""Jobs and the schedule's slots."""

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from ideas.db import Base, Word, check_word


class JobState(StrEnum):
    """Where a job stands."""

    READY = "ready"
    DONE = "done"
    DEAD = "dead"


class Job(Base):
    """One piece of work: ``name`` is a listener's or a recurring action's, ``values`` its event."""

    __tablename__ = "jobs"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    event: Mapped[str | None]
    values: Mapped[dict[str, Any]]
    state: Mapped[JobState] = mapped_column(Word(JobState), default=JobState.READY)
    run_at: Mapped[datetime]
    lease_ends_at: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str | None]
    finished_at: Mapped[datetime | None]

    __table_args__ = (
        check_word("state", JobState),
        sa.Index("ix_jobs_due", "state", "run_at", "id"),
        sa.Index(
            "ix_jobs_recurring",
            "state",
            "run_at",
            "id",
            sqlite_where=sa.text("event IS NULL"),
            postgresql_where=sa.text("event IS NULL"),
        ),
    )


class Slot(Base):
    """When a recurring action is due next."""

    __tablename__ = "schedule_slots"

    name: Mapped[str] = mapped_column(primary_key=True)
    next_at: Mapped[datetime]
    last_at: Mapped[datetime | None]
