"""The door of the voting hall: a plain vote is answered before the site unfolds its pages.

Whatever is not plain goes on to the site's own view as it came: a refusal, a forged or missing
token, a session that is over, a part for htmx. So nothing is decided here that is not decided
there, and without this door votes are only slower.
"""

import hmac
import io
import re
from collections.abc import Iterable
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from flask import Flask
from flask.sessions import SessionMixin
from flask_wtf.csrf import same_origin
from itsdangerous import BadData, URLSafeTimedSerializer
from sqlalchemy.exc import SQLAlchemyError
from werkzeug import Request, Response

from ideas.accounts.door import SEEN, SEEN_SECONDS, TOKEN
from ideas.accounts.sessions.rules import hash_of
from ideas.voting.blueprint import VOTED
from ideas.voting.casting.queue import FOR_ALL
from ideas.voting.casting.together import Heard, Knock, knock
from ideas.voting.integrity.signals.gathering import notice_at_door
from ideas.web.errors import TROUBLE
from ideas.web.headers import headers_of

ADDRESS = re.compile(r"/ideas/([a-z0-9-]+)/vote")
MOST_BYTES = 2_000
FORM = "application/x-www-form-urlencoded"
FIELDS = frozenset({"csrf_token", "via"})


class Door:
    """WSGI before the site's own."""

    def __init__(self, app: Flask, inside: WSGIApplication) -> None:
        self.app = app
        self.inside = inside
        self.tokens = URLSafeTimedSerializer(app.secret_key or "", salt="wtf-csrf-token")
        self.cookies: Any = app.session_interface  # of a request it asks nothing but the cookie
        self.headers = {**headers_of(app), "Cache-Control": "no-store"}
        self.is_secure = app.config["SESSION_COOKIE_SECURE"]

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a plain vote; pass on everything else."""
        address = ADDRESS.fullmatch(environ["PATH_INFO"])
        if environ["REQUEST_METHOD"] == "POST" and address is not None and _is_small(environ):
            form = io.BytesIO(environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"])))
            environ["wsgi.input"] = form
            answer = self._answer(Request(environ), address[1])
            if answer is not None:
                return answer(environ, start_response)
            form.seek(0)
        return self.inside(environ, start_response)

    def _answer(self, request: Request, slug: str) -> Response | None:
        if not _is_plain(request):
            return None
        session = self.cookies.open_session(self.app, request)
        if session is None or TOKEN not in session or not self._is_meant(request, session):
            return None
        asked = Knock(slug, hash_of(session[TOKEN]), request.form.get("via", ""))
        try:
            heard = knock(self.app, asked)
        except FOR_ALL as trouble:
            request.environ[TROUBLE] = trouble  # who waited in vain does not wait once more
            return None
        except SQLAlchemyError:
            return None
        if heard is None:
            return None
        known = {"via": asked.via, "token": request.form["csrf_token"]}
        notice_at_door(self.app, request.environ, idea=slug, by=asked.token_hash, **known)
        return self._said(request, session, slug, heard)

    def _is_meant(self, request: Request, session: SessionMixin) -> bool:
        """As Flask-WTF asks: the session's own token, and over HTTPS from a page of ours."""
        try:
            token = self.tokens.loads(request.form.get("csrf_token", ""))
        except BadData:
            return False
        kept = session.get("csrf_token")
        if not isinstance(token, str) or not kept or not hmac.compare_digest(kept, token):
            return False
        return not self.is_secure or _is_ours(request.referrer or "", request.host)

    def _said(self, request: Request, session: SessionMixin, slug: str, heard: Heard) -> Response:
        """Back to the idea, as the site's own view answers."""
        now = int(heard.at.timestamp())
        if now - session.get(SEEN, 0) >= SEEN_SECONDS:
            session[SEEN] = now
        session["_flashes"] = [*session.get("_flashes", ()), (VOTED, heard.state.value)]
        response = Response(status=303, headers=self.headers)
        response.location = f"{request.root_path}/ideas/{slug}"
        self.cookies.save_session(self.app, session, response)
        return response


def _is_ours(page: str, host: str) -> bool:
    try:
        return bool(same_origin(page, f"https://{host}/"))
    except ValueError:  # no address at all
        return False


def _is_small(environ: WSGIEnvironment) -> bool:
    length = environ.get("CONTENT_LENGTH") or ""
    return length.isdecimal() and int(length) <= MOST_BYTES


def _is_plain(request: Request) -> bool:
    """A form of ours for a whole page: nothing in it but the token and the channel."""
    return (
        request.mimetype == FORM
        and "HX-Request" not in request.headers
        and not request.query_string
        and FIELDS.issuperset(request.form)
        and "\0" not in request.form.get("via", "")
    )


def install(app: Flask) -> None:
    """Put the door before the site."""
    app.wsgi_app = Door(app, app.wsgi_app)  # type: ignore[method-assign]
