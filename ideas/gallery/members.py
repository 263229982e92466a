"""Pages for people who are signed in: a copy drawn for all of them, and what is each one's own.

Whoever holds a role, has something to be told, or was last seen a minute ago is answered by the
site itself; what is given here is what the site would have said.
"""

import functools
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from flask import Flask, g, render_template
from sqlalchemy.exc import SQLAlchemyError
from werkzeug import Request

from ideas import clock
from ideas.accounts.actor import Actor
from ideas.accounts.door import MARK, SEEN, SEEN_SECONDS, TOKEN
from ideas.accounts.sessions.queries import Opened, opened_among
from ideas.accounts.sessions.rules import hash_of, is_over
from ideas.db import db
from ideas.notifications.queries import unread_count
from ideas.voting.queries import voted_among
from ideas.web.keeping.asking import LONGEST
from ideas.web.keeping.copies import OLD, Copy, Headers, seconds
from ideas.web.keeping.door import Door
from ideas.web.keeping.pieces import Pieces
from ideas.web.languages import COOKIE, LANGUAGES, language_among
from ideas.web.signed import tokens_of

USUAL = frozenset({TOKEN, SEEN, MARK, "_fresh", "_permanent", "csrf_token"})
NEEDED = frozenset({TOKEN, SEEN, "csrf_token"})
ASIDE = ("/static/", "/media/")
FRESH = 2.0
MOST, MOST_TOOLS = 2_000, 1_000


@dataclass(frozen=True)
class Member:
    """Somebody signed in, as known for a moment, with what their pages have of their own.

    ``seen_at`` is when the site noted last that this browser is used.
    """

    person_id: int
    language: str
    own: Mapping[str, bytes]
    seen_at: float
    asked_at: float
    asked: float

    def is_known(self, fresh: float) -> bool:
        """True while nothing must be asked anew, nor noted."""
        age = seconds() - self.asked
        return age < fresh and self.asked_at + age - self.seen_at < SEEN_SECONDS


class Members:
    """WSGI before the door of the visitors."""

    def __init__(self, app: Flask, door: Door) -> None:
        self.app, self.door = app, door
        self.inside: WSGIApplication = app.wsgi_app
        self.tokens = tokens_of(app)
        self.cookies: Any = app.session_interface  # of a request it asks nothing but the cookie
        self.cookie = app.config["SESSION_COOKIE_NAME"]
        self.known: OrderedDict[str, Member] = OrderedDict()
        self.fresh = 0.0 if app.config["TESTING"] else FRESH
        self.tools = functools.lru_cache(MOST_TOOLS)(self._tools)
        with app.app_context():
            self.engine = db.engine

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer somebody who is signed in; pass on everybody else."""
        if self.cookie in environ.get("HTTP_COOKIE", ""):
            try:
                answer = self._answer(environ)
            except SQLAlchemyError:
                answer = None
            if answer is not None:
                start_response("200 OK", answer[0])
                return [answer[1]]
        return self.inside(environ, start_response)

    def _answer(self, environ: WSGIEnvironment) -> tuple[Headers, bytes] | None:
        """The page of this reader; None when the site must draw it for them."""
        path, reader = environ["PATH_INFO"], self.door.reader
        if environ["REQUEST_METHOD"] != "GET" or not reader.is_for_members(path):
            if not path.startswith(ASIDE):
                self.known.pop(_name_of(environ), None)  # what they do there may change the bell
            return None
        member = self._member(environ)
        asked = reader.read_for_member(environ, member.language) if member else None
        copy = self.door.find(asked) if asked else None
        if member is None or not isinstance(copy, Copy) or copy.age >= OLD:
            return None
        copy.given += 1
        body = self._filled(copy, member)
        return _headers(copy, len(body)), body

    def _member(self, environ: WSGIEnvironment) -> Member | None:
        """Who it is, asked for every two seconds; None for whom the site itself must look at."""
        name = _name_of(environ)
        member = self.known.get(name)
        if member is None or not member.is_known(self.fresh):
            member = self._asked_for(Request(environ))
            if member is not None and len(name) < LONGEST:
                self.known[name] = member
                while len(self.known) > MOST:
                    self.known.popitem(last=False)
        return member

    def _asked_for(self, request: Request) -> Member | None:
        session = self.cookies.open_session(self.app, request)
        if session is None or not NEEDED <= set(session) <= USUAL:
            return None
        name = hash_of(session[TOKEN])
        with self.app.app_context():
            opened, moment = opened_among([name]).get(name), clock.now()
            if opened is None or not _is_plain(opened, moment):
                return None
            unread = unread_count(opened.person_id)
        if moment.timestamp() - session[SEEN] >= SEEN_SECONDS:
            return None
        chosen = request.cookies.get(COOKIE)
        known = chosen if chosen in LANGUAGES else opened.language
        language = language_among(known, request.headers.get("Accept-Language", ""))
        csrf = str(self.tokens.dumps(session["csrf_token"])).encode()
        own = {"csrf": csrf, "tools": self.tools(opened, unread, language).filled({"csrf": csrf})}
        times = session[SEEN], moment.timestamp(), seconds()
        return Member(opened.person_id, language, own, *times)

    def _tools(self, opened: Opened, unread: int, language: str) -> Pieces:
        """The bell and the account of somebody, with a hole for the token of their forms."""
        with self.app.test_request_context(headers={"Cookie": f"{COOKIE}={language}"}):
            g._login_user, g.unread_notices = Actor(opened), unread
            g.csrf_token = f"{self.door.hole}[csrf]"
            return Pieces(render_template("parts/tools.html").encode(), self.door.hole)

    def _filled(self, copy: Copy, member: Member) -> bytes:
        if copy.pieces is None:
            copy.pieces = Pieces(copy.text(copy.sheet.hole), copy.sheet.hole)
        with self.engine.connect() as connection:
            voted = voted_among(connection, member.person_id, copy.pieces.ideas)
        return copy.pieces.filled({**member.own, **{f"v{idea_id}": b"" for idea_id in voted}})


def _name_of(environ: WSGIEnvironment) -> str:
    return f"{environ['HTTP_COOKIE']} {environ.get('HTTP_ACCEPT_LANGUAGE', '')}"


def _is_plain(opened: Opened, moment: datetime) -> bool:
    """True for whom a page is like any other member's."""
    is_good = opened.is_active and opened.is_confirmed and not opened.roles
    return is_good and not is_over(opened.opened_at, moment, idle=timedelta(0), is_staff=False)


def _headers(copy: Copy, length: int) -> Headers:
    kept = [each for each in copy.headers if each[0] not in {"Cache-Control", "Vary"}]
    vary = next(value for name, value in copy.headers if name == "Vary")
    own = ("Cache-Control", "no-store"), ("Vary", vary.replace(", Accept-Encoding", ""))
    return [*kept, *own, ("Content-Length", str(length))]


def install(app: Flask) -> None:
    """Put this door before the one of the visitors."""
    app.wsgi_app = Members(app, app.extensions["ideas.keeping"])  # type: ignore[method-assign]
