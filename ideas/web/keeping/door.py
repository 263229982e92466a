"""The door of the reading room: a page that is kept is given before the site is asked.

Whoever comes when a copy is due to be drawn anew gets it as it is; it is drawn beside them.
"""

import logging
import secrets
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from flask import Flask, Response, request
from flask_babel import gettext as _

from ideas import clock
from ideas.config import Config
from ideas.web.errors import TROUBLE
from ideas.web.format import datetime as words_of
from ideas.web.keeping.asking import Asked, Page, Reader
from ideas.web.keeping.copies import EPOCH, OFTEN, OLD, Copy, Drawn, copy_of, seconds
from ideas.web.keeping.drawing import address_of, drawn_for, sheet_of
from ideas.web.keeping.shelf import Shelf
from ideas.web.keeping.store import Flight, Store

log = logging.getLogger(__name__)
FRESH = 1.0
STALE = 2.0
HANDS = 2
PATIENCE = 6.0
REST = 1.0
PAUSE = 3.0
MARGIN = timedelta(seconds=10)
INFINITE = float("inf")
OK, AWAY, GONE = "200 OK", 503, frozenset(range(300, 500)) - {429}

Listening = Callable[[], datetime | None]


class Door:
    """WSGI before the site's own."""

    def __init__(self, app: Flask, pages: Sequence[Page], listen: Listening) -> None:
        config: Config = app.extensions["ideas.config"]
        self.inside: WSGIApplication = app.wsgi_app
        self.reader = Reader(pages, app.config["SESSION_COOKIE_NAME"])
        self.store = Store()
        self.hands = ThreadPoolExecutor(HANDS, "draws-pages")
        self.shelf = None if config.testing else Shelf(config.home / "kept")
        self.address = address_of(config.base_url)
        self.fresh = 0.0 if config.testing else FRESH
        self.stale = 0.0 if config.testing else STALE
        self.rests_until = 0.0
        self.listen = listen
        self.listens_at = INFINITE if config.testing else 0.0
        self.not_before = EPOCH
        self.hole = f"hole{secrets.token_hex(8)}"

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer with a copy; pass on what is not kept."""
        asked = self.reader.read(environ)
        if asked is None:
            return self.inside(environ, start_response)
        found = self._kept(asked) if TROUBLE in environ else self.find(asked)
        if isinstance(found, Copy) and not self._may_show(found):
            found = None
        if isinstance(found, Copy):
            return self._give(found, asked, environ, start_response)
        if found is None:
            return self.inside(environ, start_response)
        start_response(found.status, found.headers)
        return [found.body] if environ["REQUEST_METHOD"] == "GET" else []

    def is_at_hand(self, environ: WSGIEnvironment) -> bool:
        """Is there a copy that can be given without waiting, whoever draws the next one?"""
        asked = self.reader.read(environ)
        copy = self.store.get(asked.key) if asked else None
        if asked is None or copy is None or copy.age >= self.stale:
            return False
        return any(encoding == asked.encoding for _, encoding in copy.sendings)

    def has_any(self, environ: WSGIEnvironment) -> bool:
        """Is there a copy of whatever age? When that is due, the next is drawn beside us."""
        asked = self.reader.read(environ)
        copy = self._kept(asked) if asked else None
        if asked is None or copy is None or not self._may_show(copy):
            return False
        if copy.age >= self.fresh and not self._is_in_trouble():
            flight, is_ours = self.store.board(asked.key)
            if is_ours:
                self.hands.submit(self._fly_beside, asked, flight, copy)
        return True

    def _kept(self, asked: Asked) -> Copy | None:
        return self.store.get(asked.key) or self._from_shelf(asked)

    def find(self, asked: Asked) -> Copy | Drawn | None:
        """A copy; or an answer for nobody else; or None, when the site itself must answer."""
        kept = self.store.get(asked.key)
        is_fresh = kept is not None and kept.age < self.fresh
        return kept if is_fresh else self._anew(asked, kept)

    def _anew(self, asked: Asked, kept: Copy | None) -> Copy | Drawn | None:
        """What is kept, while it is drawn beside us; too old, it is drawn or waited for."""
        if kept is not None and (self._is_in_trouble() or self._can_wait(kept)):
            return kept
        flight, is_ours = self.store.board(asked.key)
        if kept is not None and kept.age < self.stale:
            if is_ours:
                self.hands.submit(self._fly_beside, asked, flight, kept)
            return kept
        if is_ours:
            return self._fly(asked, flight, kept)
        flight.landed.wait(PATIENCE)
        return flight.copy or kept

    def _fly_beside(self, asked: Asked, flight: Flight, kept: Copy) -> None:
        try:
            self._draw(asked, flight, kept)
        except Exception:
            log.exception("a page was not drawn")
        finally:
            self.store.land(asked.key, flight)

    def _fly(self, asked: Asked, flight: Flight, kept: Copy | None) -> Copy | Drawn | None:
        try:
            return self._draw(asked, flight, kept)
        finally:
            self.store.land(asked.key, flight)

    def _is_in_trouble(self) -> bool:
        return seconds() < self.rests_until or self.store.is_stuck()

    def _can_wait(self, copy: Copy) -> bool:
        """While others are drawn, a page that few ask for may be up to a minute old."""
        return self.store.is_busy() and copy.age < OLD and copy.given < OFTEN

    def _draw(self, asked: Asked, flight: Flight, kept: Copy | None) -> Copy | Drawn:
        """As ``_drawn``; or what another process drew, if that is new."""
        if asked.for_members or self.shelf is None:
            return self._drawn(asked, flight, kept)
        with self.shelf.turn(asked.key):
            theirs = self.shelf.get(asked.key)
            if theirs is None or theirs.age >= self.fresh:
                return self._drawn(asked, flight, kept)
        flight.copy = self._keep(asked, theirs)
        return theirs

    def _drawn(self, asked: Asked, flight: Flight, kept: Copy | None) -> Copy | Drawn:
        """A new copy, or an answer nobody else may have; while we are in trouble an older copy."""
        drawn = drawn_for(asked, self.hole, self.address, self.inside)
        if drawn.is_for_everybody():
            flight.copy = copy_of(drawn)
            self.store.put(asked.key, flight.copy)
            if not asked.for_members and self.shelf:
                self.shelf.put(asked.key, flight.copy, kept)
            return flight.copy
        if drawn.code == AWAY:
            self.rests_until = seconds() + REST
            return self._kept(asked) or drawn
        if drawn.code in GONE:
            self._forget(asked)
        return drawn

    def _from_shelf(self, asked: Asked) -> Copy | None:
        """The copy that another process laid down, kept here too from now on."""
        copy = self.shelf.get(asked.key) if self.shelf else None
        return self._keep(asked, copy) if copy is not None else None

    def _keep(self, asked: Asked, copy: Copy) -> Copy:
        """Of what was taken out of sight we know at least as much as who drew it."""
        self.not_before = max(self.not_before, copy.sheet.heard)
        self.store.put(asked.key, copy)
        return copy

    def hear(self) -> None:
        """Every few seconds: when was anything taken out of sight? Within a request that draws."""
        if seconds() >= self.listens_at:
            self.listens_at = seconds() + PAUSE
            self.not_before = max(self.not_before, self.listen() or EPOCH)

    def _may_show(self, copy: Copy) -> bool:
        """False for an older page that may hold what was taken out of sight since."""
        return copy.age <= self.stale or copy.sheet.drawn_at - self.not_before > MARGIN

    def _forget(self, asked: Asked) -> None:
        self.store.drop(asked.key)
        if self.shelf:
            self.shelf.drop(asked.key)

    def _give(
        self, copy: Copy, asked: Asked, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        copy.given += 1
        greet = asked.page.greet
        word = greet(environ, asked, copy) if greet and copy.sheet.about is not None else ""
        if copy.age >= OLD:
            sending = copy.old_sending(word, asked.encoding)
        elif (word, asked.encoding) in copy.sendings:
            sending = copy.sendings[word, asked.encoding]
        else:
            sending = copy.sending(word, asked.encoding)
            self.store.put(asked.key, copy)
        if sending.is_known_to(environ.get("HTTP_IF_NONE_MATCH", "")):
            start_response("304 NOT MODIFIED", sending.unchanged)
            return []
        start_response(OK, [*sending.headers])
        return [sending.body] if environ["REQUEST_METHOD"] == "GET" else []


def install(app: Flask, pages: Sequence[Page], listen: Listening) -> None:
    """Put the door before the site; ``listen`` answers when anything was taken out of sight last.

    It is asked now and then, and may answer None when it knows of nothing new.
    """

    @app.after_request
    def date(response: Response) -> Response:
        sheet = sheet_of(request.environ)
        if sheet is not None and response.status_code < 300:
            sheet.drawn_at = clock.now()
            door.hear()
            sheet.heard = door.not_before
            sheet.notice = _(
                "We cannot reach our records just now. You see this page as it was on %(moment)s.",
                moment=words_of(sheet.drawn_at),
            )
        return response

    door = Door(app, pages, listen)
    app.extensions["ideas.keeping"] = door
    app.wsgi_app = door  # type: ignore[method-assign]
