"""What is noticed at votes: written with those of the door, and with others a second later.

Then noticing is one append to a queue. The raw address ends with the request.
"""

import atexit
import logging
import threading
import time
from collections import deque
from collections.abc import Mapping, Sequence
from typing import cast

from flask import Flask, current_app, has_request_context, request

from ideas.db import BUSY, db
from ideas.voting.integrity.signals.actions import Seen, write_seen, write_signals
from ideas.voting.integrity.signals.rules import Came, Noticed, noticed_of

log = logging.getLogger(__name__)
KEY = "ideas.signals"
PAUSE = 1.0
MOST = 50_000
PORTION = 100
"""So few are written at a time, so that a vote waits for none of them for long."""


class Gathered:
    """What waits to be written down; what would be one more than MOST is let go."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.waiting: deque[Came] = deque(maxlen=MOST)
        self.is_due = False
        self.turn = threading.Lock()

    def note(self, came: Came) -> None:
        """Remember this for a moment."""
        self.waiting.append(came)
        if not self.is_due and not self.app.config["TESTING"]:
            self.is_due = True
            timer = threading.Timer(PAUSE, self.flush)
            timer.daemon = True
            timer.start()

    def flush(self) -> None:
        """Write down what waits; when that fails it waits on, until the next is noted."""
        self.is_due = False
        with self.turn:
            while self.waiting:
                taken = [self.waiting.popleft() for _ in range(min(PORTION, len(self.waiting)))]
                if not self._written(taken):
                    self.waiting.extendleft(reversed(taken))
                    return

    def _written(self, taken: list[Came]) -> bool:
        try:
            with self.app.app_context():
                write_signals(taken, self.app.config["SECRET_KEY"])
                db.session.commit()
        except BUSY:
            log.warning("signals wait on: the database is busy")
            return False
        except Exception:
            log.exception("signals wait on")
            return False
        return True


def noticed_at_door(environ: Mapping[str, str], **form: str) -> Noticed:
    """A vote comes to the door."""
    return noticed_of(
        time.time(),
        address=environ.get("REMOTE_ADDR", ""),
        agent=environ.get("HTTP_USER_AGENT", ""),
        language=environ.get("HTTP_ACCEPT_LANGUAGE", ""),
        **form,
    )


def notice_vote(idea: int | str, person_id: int, via: str) -> None:
    """A vote was cast in this request; without a request, as in an import, nothing is noticed."""
    if not has_request_context():
        return
    headers = request.headers
    noticed = noticed_of(
        time.time(),
        address=request.remote_addr or "",
        agent=headers.get("User-Agent", ""),
        language=headers.get("Accept-Language", ""),
        via=via,
        token=request.form.get("csrf_token", "") or headers.get("X-CSRFToken", ""),
    )
    gathered_by(current_app).note((idea, person_id, noticed))


def write_with_votes(seen: Sequence[Seen]) -> None:
    """What was noticed at votes that this transaction casts."""
    write_seen(seen, current_app.config["SECRET_KEY"])


def gathered_by(app: Flask) -> Gathered:
    """What an application gathers."""
    return cast(Gathered, app.extensions[KEY])


def install(app: Flask) -> None:
    """Gather for this application, and write down what is left when the process ends."""
    app.extensions[KEY] = gathered = Gathered(app)
    if not app.config["TESTING"]:
        atexit.register(gathered.flush)
