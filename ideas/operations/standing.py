"""How the site is, for everybody: what works now and what is late."""

import threading
import time
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from flask import Flask, current_app

from ideas import clock
from ideas.config import Config
from ideas.db import BUSY, session
from ideas.jobs.queries import last_turn
from ideas.mail.queries import mail_waiting
from ideas.operations.gauges import job_lag
from ideas.operations.rules import LATE, MAIL_LATE
from ideas.settings.queries import dials
from ideas.settings.settings import Site
from ideas.voting.log.queries import wait_for_log
from ideas.voting.settings import Voting

KEY = "ideas.standing"
FRESH = 5.0


class Part(StrEnum):
    """What people ask about."""

    SITE = "site"
    VOTING = "voting"
    MAIL = "mail"
    WORK = "work"
    LOG = "log"


@dataclass(frozen=True)
class Told:
    """How a part is: a word for it in ``words``."""

    part: Part
    word: str

    @property
    def is_well(self) -> bool:
        """Nothing to wait for."""
        return self.word == "well"


AWAY = (Told(Part.SITE, "away"), Told(Part.VOTING, "away"))


class Standing:
    """What was found a few seconds ago, so that a crowd on this page asks nothing."""

    def __init__(self) -> None:
        self._look = threading.Lock()
        self._told: tuple[Told, ...] = ()
        self._at = float("-inf")

    def told(self, config: Config) -> tuple[Told, ...]:
        """Each part and how it is; AWAY while the database is."""
        is_old = config.testing or time.monotonic() - self._at > FRESH
        if is_old and self._look.acquire(blocking=not self._told):
            try:
                self._told, self._at = _told_or_away(), time.monotonic()
            finally:
                self._look.release()
        return self._told


def _told_or_away() -> tuple[Told, ...]:
    try:
        return told_now()
    except BUSY:
        session().rollback()
        return AWAY


def told_now() -> tuple[Told, ...]:
    """Look now."""
    now, is_read_only = clock.now(), dials(Site).is_read_only
    mail = mail_waiting().since
    is_mail_late = mail is not None and now - mail > MAIL_LATE
    late = {
        Part.MAIL: is_mail_late,
        Part.WORK: job_lag(now) > LATE.total_seconds() or _is_silent(now, is_read_only),
        Part.LOG: wait_for_log() > LATE,
    }
    voting = "well" if dials(Voting).is_open else "paused"
    return (
        Told(Part.SITE, "read_only" if is_read_only else "well"),
        Told(Part.VOTING, "paused" if is_read_only else voting),
        *(Told(part, "late" if is_late else "well") for part, is_late in late.items()),
    )


def _is_silent(now: datetime, is_read_only: bool) -> bool:
    """Was no worker heard for long? While the site is read only it rests."""
    heard = last_turn()
    return not is_read_only and heard is not None and now - heard > LATE


def standing_told() -> tuple[Told, ...]:
    """For the running application."""
    kept: Standing = current_app.extensions[KEY]
    return kept.told(current_app.extensions["ideas.config"])


def install(app: Flask) -> None:
    """Keep what was found for a few seconds."""
    app.extensions[KEY] = Standing()
