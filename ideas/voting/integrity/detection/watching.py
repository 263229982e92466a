"""The site's own detector: fed with what has come to count, and what it suspects is held.

It lives in the process whose turn it is. One that begins, or has failed, reads the last votes anew,
so nothing needs to be kept of it.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import takewhile
from typing import Any

from flask import Flask, current_app

from ideas import clock
from ideas.db import db
from ideas.settings.queries import dials
from ideas.voting.integrity.cases.queries import keys_of, released_since
from ideas.voting.integrity.detection.actions import hold_suspected
from ideas.voting.integrity.detection.detector import Detector
from ideas.voting.integrity.detection.rules import Sighting, Suspicion, Thresholds
from ideas.voting.integrity.detection.trail import MOST_MISSING, Trail
from ideas.voting.integrity.rules import Suspected
from ideas.voting.integrity.signals.queries import changes_after, changes_among, newest_event_id
from ideas.voting.settings import Voting

KEY = "ideas.watch"
LOOKED_BACK = timedelta(days=7)
MOST_LOOKED_BACK = 100_000
MOST_AT_ONCE = 20_000
PORTION = 100
SETTLING = timedelta(seconds=2)
SIGNALS_WRITTEN = timedelta(seconds=30)
"""A vote of which nothing was noticed by then is taken as it is."""


class Watch:
    """A detector, and how far it has read."""

    def __init__(self, moment: datetime) -> None:
        self.detector = Detector()
        self.trail = Trail(max(0, newest_event_id() - MOST_LOOKED_BACK))
        self.told_at = moment - LOOKED_BACK

    def look(self, moment: datetime) -> list[Suspicion]:
        """Take in what came to count and what people decided; answers what is suspect."""
        turned = dials(Voting)
        self.detector.limits = Thresholds(
            least=turned.least_alike,
            times=float(turned.times_usual),
            false_share=1 / turned.false_in,
        )
        self._read_late(moment)
        while self._read(moment):
            pass
        self.trail.give_up(moment)
        self._hear(moment)
        return self.detector.suspicions(moment.timestamp())

    def _read_late(self, moment: datetime) -> None:
        """What was not there yet when later changes were read."""
        if self.trail.missing:
            self._see(changes_among(self.trail.missing), moment)

    def _read(self, moment: datetime) -> bool:
        """The next changes; False when there are no more that have settled."""
        rows = changes_after(self.trail.last, limit=MOST_AT_ONCE)
        settled = list(takewhile(lambda row: row.at <= moment - SETTLING, rows))
        self.trail.reach((row.id for row in settled), moment)
        self._see(settled, moment)
        return len(settled) == MOST_AT_ONCE

    def _see(self, rows: Sequence[Any], moment: datetime) -> None:
        """Take in votes; those whose signals are still to be written are asked for again."""
        for row in rows:
            is_early = row.at > moment - (SETTLING if row.seen_at else SIGNALS_WRITTEN)
            if row.is_cast and is_early and len(self.trail.missing) < MOST_MISSING:
                self.trail.await_([row.id], moment)
                continue
            self.trail.found([row.id])
            if row.is_cast:
                self.detector.see(sighting(row))

    def _hear(self, moment: datetime) -> None:
        """What people released is trusted from now on."""
        for row in released_since(self.told_at):
            self.detector.forgive(row.idea_id, [row.person_id], keys_of(row.key))
        self.told_at = moment - SETTLING


def sighting(row: Any) -> Sighting:
    """A vote as a detector wants it."""
    at = row.at.timestamp()
    age = at - row.created_at.timestamp()
    confirmed = row.email_confirmed_at
    latency = confirmed.timestamp() - row.created_at.timestamp() if confirmed else None
    return Sighting(
        idea=row.idea_id,
        person=row.person_id,
        at=at,
        network=row.network or "",
        domain=row.domain or "",
        is_disposable=bool(row.is_disposable),
        device=row.device or "",
        age=max(0.0, age),
        latency=latency,
        dwell=row.dwell,
        referrer=row.referrer or "",
    )


def watch_votes() -> None:
    """Look at the votes that came to count since the last time, and hold what is suspect."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    watch = app.extensions.pop(KEY, None) or Watch(clock.now())
    suspicions = watch.look(clock.now())
    is_holding = dials(Voting).holds
    for suspicion in suspicions:
        for people in _portions(suspicion.people if is_holding else ()):
            hold(suspicion, people)
            db.session.commit()
    app.extensions[KEY] = watch


def _portions(people: Sequence[int]) -> Iterator[Sequence[int]]:
    """So many at once that votes need not wait for long; one empty portion of nobody."""
    for start in range(0, len(people) or 1, PORTION):
        yield people[start : start + PORTION]


def hold(suspicion: Suspicion, people: Sequence[int]) -> int:
    """Hold the votes of these people for what is suspect in them; answers how many were held."""
    return hold_suspected(
        suspicion.idea,
        Suspected(suspicion.ground.value),
        [(kind.value, value) for kind, value in suspicion.key],
        people,
        tenths=min(9_999, round(-10 * max(-999.0, suspicion.log10_p))),
        found=suspicion.found,
        expected=round(suspicion.expected),
    )
