"""What the database and the disk say now, as numbers for /metrics."""

import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa

from ideas import clock
from ideas.audit.chain.queries import unsealed, unseen_fault
from ideas.config import Config
from ideas.db import session
from ideas.jobs.models import Job, JobState
from ideas.jobs.queries import backlog, last_turn
from ideas.mail.queries import mail_waiting
from ideas.operations.backups.last import last_backup_at
from ideas.settings.queries import dials
from ideas.settings.settings import Site
from ideas.voting.log.queries import newest_checkpoint, wait_for_log
from ideas.voting.recounts.models import Miscount
from ideas.voting.recounts.queries import number_of_alarms
from ideas.voting.settings import Voting

Values = dict[str, float]


def all_gauges(config: Config) -> Values:
    """Every number, by the name of its metric; one that is not known yet is left out."""
    now, values = clock.now(), dict[str, float]()
    for part in PARTS:
        values |= part(now)
    return values | _disk(config.home) | _saved(config, now)


def _switches(now: datetime) -> Values:
    return {
        "ideas_read_only": float(dials(Site).is_read_only),
        "ideas_voting_open": float(dials(Voting).is_open and not dials(Site).is_read_only),
    }


def _jobs(now: datetime) -> Values:
    work, heard = backlog(), last_turn()
    values = {
        "ideas_jobs_waiting": float(work.ready),
        "ideas_jobs_failed": float(work.dead),
        "ideas_events_waiting": float(work.events),
        "ideas_job_lag_seconds": job_lag(now),
    }
    return values | _aged("ideas_worker_silent_seconds", heard, now)


def job_lag(now: datetime) -> float:
    """For how many seconds the job has been due that waits longest and nobody works on."""
    ready = Job.state == JobState.READY, Job.run_at <= now
    leased = sa.or_(Job.lease_ends_at.is_(None), Job.lease_ends_at < now)
    oldest = session().scalar(sa.select(sa.func.min(Job.run_at)).where(*ready, leased))
    return (now - oldest).total_seconds() if oldest else 0.0


def _mail(now: datetime) -> Values:
    waiting = mail_waiting()
    lag = (now - waiting.since).total_seconds() if waiting.since else 0.0
    return {
        "ideas_mail_waiting": float(waiting.number),
        "ideas_mail_failed": float(waiting.failed),
        "ideas_mail_lag_seconds": max(lag, 0.0),
    }


def _votes(now: datetime) -> Values:
    newest = newest_checkpoint()
    values = {
        "ideas_counts_wrong": float(number_of_alarms()),
        "ideas_counts_repaired_total": float(
            session().scalar(sa.select(sa.func.count()).select_from(Miscount)) or 0
        ),
        "ideas_vote_log_wait_seconds": max(wait_for_log().total_seconds(), 0.0),
        "ideas_vote_log_leaves": float(newest.size if newest else 0),
    }
    signed_at = newest.signed_at if newest else None
    return values | _aged("ideas_checkpoint_age_seconds", signed_at, now)


def _audit(now: datetime) -> Values:
    waiting = unsealed()
    lag = (now - waiting.since).total_seconds() if waiting.since else 0.0
    return {
        "ideas_audit_lag_seconds": max(lag, 0.0),
        "ideas_audit_broken": float(unseen_fault() is not None),
    }


def _disk(home: Path) -> Values:
    usage = shutil.disk_usage(home)
    return {"ideas_disk_free_bytes": float(usage.free), "ideas_disk_bytes": float(usage.total)}


def _saved(config: Config, now: datetime) -> Values:
    return _aged("ideas_backup_age_seconds", last_backup_at(config), now)


def _aged(name: str, moment: datetime | None, now: datetime) -> Values:
    return {name: max((now - moment).total_seconds(), 0.0)} if moment else {}


PARTS: tuple[Callable[[datetime], Values], ...] = (_switches, _jobs, _mail, _votes, _audit)
