"""The door of the reading room: a page that is kept is given before the site is asked."""

import io
import secrets
from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import urlsplit
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from flask import Flask, Response, request
from flask_babel import gettext as _

from ideas import clock
from ideas.config import Config
from ideas.web.format import datetime as moment_words
from ideas.web.keeping.asking import Asked, Page, Reader
from ideas.web.keeping.copies import OLD, Copy, Drawn, Sheet, copy_of, seconds
from ideas.web.keeping.shelf import Shelf
from ideas.web.keeping.store import Flight, Store

SHEET = "ideas.sheet"
FRESH = 1.0
STALE = 2.0
PATIENCE = 6.0
REST = 1.0
OK, AWAY, GONE = "200 OK", 503, frozenset(range(300, 500)) - {429}


def sheet_of(environ: WSGIEnvironment) -> Sheet | None:
    """The sheet a view notes on when it draws for everybody; None when it answers one person."""
    return environ.get(SHEET)


class Door:
    """WSGI before the site's own."""

    def __init__(self, app: Flask, pages: Sequence[Page]) -> None:
        config: Config = app.extensions["ideas.config"]
        self.inside: WSGIApplication = app.wsgi_app
        self.reader = Reader(pages, app.config["SESSION_COOKIE_NAME"])
        self.store = Store()
        self.shelf = None if config.testing else Shelf(config.home / "kept")
        self.address = _address_of(config.base_url)
        self.fresh = 0.0 if config.testing else FRESH
        self.stale = 0.0 if config.testing else STALE
        self.rests_until = 0.0
        self.hole = f"hole{secrets.token_hex(8)}"

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer with a copy; pass on what is not kept."""
        asked = self.reader.read(environ)
        if asked is None:
            return self.inside(environ, start_response)
        found = self.find(asked)
        if isinstance(found, Copy):
            return self._give(found, asked, environ, start_response)
        if found is None:
            return self.inside(environ, start_response)
        start_response(found.status, found.headers)
        return [found.body] if environ["REQUEST_METHOD"] == "GET" else []

    def find(self, asked: Asked) -> Copy | Drawn | None:
        """A copy; or an answer for nobody else; or None, when the site itself must answer."""
        kept = self.store.get(asked.key)
        is_fresh = kept is not None and kept.age < self.fresh
        return kept if is_fresh else self._anew(asked, kept)

    def _anew(self, asked: Asked, kept: Copy | None) -> Copy | Drawn | None:
        """Drawn now by us, or by somebody else at this moment; else what is kept."""
        if kept is not None and (seconds() < self.rests_until or self.store.is_stuck()):
            return kept
        flight, is_ours = self.store.board(asked.key)
        if not is_ours:
            if kept is not None and kept.age < self.stale:
                return kept
            flight.landed.wait(PATIENCE)
            return flight.copy or kept
        try:
            return self._draw(asked, flight, kept)
        finally:
            self.store.land(asked.key, flight)

    def _draw(self, asked: Asked, flight: Flight, kept: Copy | None) -> Copy | Drawn:
        """A new copy, or an answer nobody else may have; while we are in trouble an older copy."""
        drawn = self._drawn(asked)
        if drawn.is_for_everybody():
            flight.copy = copy_of(drawn)
            self.store.put(asked.key, flight.copy)
            if not asked.for_members and self.shelf:
                self.shelf.put(asked.key, flight.copy, kept)
            return flight.copy
        if drawn.code == AWAY:
            self.rests_until = seconds() + REST
            return kept or self._from_shelf(asked) or drawn
        if drawn.code in GONE:
            self._forget(asked)
        return drawn

    def _from_shelf(self, asked: Asked) -> Copy | None:
        """The copy that another process laid down, kept here too from now on."""
        copy = self.shelf.get(asked.key) if self.shelf else None
        if copy is not None:
            self.store.put(asked.key, copy)
        return copy

    def _forget(self, asked: Asked) -> None:
        self.store.drop(asked.key)
        if self.shelf:
            self.shelf.drop(asked.key)

    def _drawn(self, asked: Asked) -> Drawn:
        """What the site answers to what is asked, knowing nothing else of who asks."""
        sheet, said = Sheet(self.hole, asked.for_members), list[Any]()
        clean = self.address | {
            "PATH_INFO": asked.path,
            "QUERY_STRING": asked.query,
            "HTTP_ACCEPT_LANGUAGE": asked.language,
            "wsgi.input": io.BytesIO(),
            SHEET: sheet,
        }
        if asked.is_part:
            clean["HTTP_HX_REQUEST"] = "true"
        answer = self.inside(clean, lambda *told: said.extend(told))  # type: ignore[arg-type]
        try:
            body = b"".join(answer)
        finally:
            getattr(answer, "close", lambda: None)()
        status, headers = said[0], [*said[1]]
        return Drawn(status, headers, body, sheet)

    def _give(
        self, copy: Copy, asked: Asked, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        greet = asked.page.greet
        word = greet(environ, asked, copy) if greet and copy.sheet.about is not None else ""
        if copy.age > OLD:
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


def _address_of(base_url: str) -> dict[str, Any]:
    """A request to the site's own address from nowhere."""
    place = urlsplit(base_url)
    port = place.port or (443 if place.scheme == "https" else 80)
    return {
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        "SERVER_NAME": place.hostname or "localhost",
        "SERVER_PORT": str(port),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": place.netloc,
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": place.scheme,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }


def install(app: Flask, pages: Sequence[Page]) -> None:
    """Put the door before the site, behind nothing but what tells who asks."""

    @app.after_request
    def date(response: Response) -> Response:
        sheet = sheet_of(request.environ)
        if sheet is not None and response.status_code < 300:
            sheet.drawn_at = clock.now()
            sheet.notice = _(
                "We cannot reach our records just now. You see this page as it was on %(moment)s.",
                moment=moment_words(sheet.drawn_at),
            )
        return response

    door = Door(app, pages)
    app.extensions["ideas.keeping"] = door
    app.wsgi_app = door  # type: ignore[method-assign]
