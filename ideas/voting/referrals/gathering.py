"""Visits and votes by channel, gathered in this process until they are written down."""

import logging
import threading
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import cast

from flask import Flask, current_app

from ideas.db import BUSY, db
from ideas.limits.actions import is_within
from ideas.voting.referrals.actions import add_referrals
from ideas.voting.referrals.rules import Channel, channel_known

log = logging.getLogger(__name__)
KEY = "ideas.referrals"
PAUSE = 3.0
MOST = 10_000


@dataclass(frozen=True, order=True)
class Row:
    """Whose numbers: an idea's, on a day, by a channel."""

    idea_id: int
    seen_on: date
    channel: Channel


class Gathered:
    """Numbers that wait; at most MOST rows, and what would be one more is not counted."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.seen: set[tuple[Row, str]] = set()
        self.visits: Counter[Row] = Counter()
        self.votes: Counter[Row] = Counter()
        self.look = threading.Lock()
        self.is_due = False

    def note(self, row: Row, *, network: str | None = None, votes: int = 1) -> None:
        """A visit from a network, or else votes; a moment later all that waits is written down."""
        with self.look:
            is_full = len(self.seen) + len(self.visits) + len(self.votes) >= MOST
            if is_full and row not in self.votes:
                return
            if network is None:
                self.votes[row] += votes
            else:
                self.seen.add((row, network))
            starts, self.is_due = not self.is_due, True
        if starts and not self.app.config["TESTING"]:
            _later(self.flush)

    def flush(self) -> None:
        """Write down what waits; when that fails it waits on, until the next is noted."""
        seen, visits, votes = self._taken()
        try:
            with self.app.app_context():
                _count_first(seen, visits)
                add_referrals(_rows(visits, votes))
                db.session.commit()
        except BUSY:
            log.warning("referrals wait on: the database is busy")
            self._put_back(seen, visits, votes)
        except Exception:
            log.exception("referrals wait on")
            self._put_back(seen, visits, votes)

    def _taken(self) -> tuple[set[tuple[Row, str]], Counter[Row], Counter[Row]]:
        with self.look:
            taken = self.seen, self.visits, self.votes
            self.seen, self.visits, self.votes, self.is_due = set(), Counter(), Counter(), False
        return taken

    def _put_back(
        self, seen: set[tuple[Row, str]], visits: Counter[Row], votes: Counter[Row]
    ) -> None:
        with self.look:
            self.seen.update(seen)
            self.visits.update(visits)
            self.votes.update(votes)


def _later(flush: object) -> None:
    timer = threading.Timer(PAUSE, flush)  # type: ignore[arg-type]
    timer.daemon = True
    timer.start()


def _count_first(seen: set[tuple[Row, str]], visits: Counter[Row]) -> None:
    """Move what was seen into the visits: a network's first to an idea by a channel on a day."""
    while seen:
        row, network = seen.pop()
        if is_within("visit", f"{network} {row.idea_id} {row.channel}"):
            visits[row] += 1


def _rows(visits: Mapping[Row, int], votes: Mapping[Row, int]) -> list[dict[str, object]]:
    """One row each, in one order everywhere, so that two processes never wait for each other."""
    return [
        {
            "idea_id": row.idea_id,
            "seen_on": row.seen_on,
            "channel": row.channel,
            "visits": visits.get(row, 0),
            "votes": votes.get(row, 0),
        }
        for row in sorted({*visits, *votes})
    ]


def note_vote(idea_id: int, via: str, *, on: date, votes: int = 1) -> None:
    """Somebody votes for an idea; without the word of a channel they came of themselves."""
    row = Row(idea_id, on, channel_known(via) or Channel.DIRECT)
    gathered_by(current_app).note(row, votes=votes)


def gathered_by(app: Flask) -> Gathered:
    """What an application gathers."""
    return cast(Gathered, app.extensions[KEY])


def install(app: Flask) -> None:
    """Gather for this application."""
    app.extensions[KEY] = Gathered(app)
