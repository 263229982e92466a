"""The door of the voting hall: a plain vote is answered before the site unfolds its pages.

Whatever is not plain goes on to the site's own view as it came: a refusal, a forged or missing
token, a session that is over, a part for htmx. So nothing is decided here that is not decided
there, and without this door votes are only slower.
"""

import hmac
import io
import re
from collections.abc import Iterable, Mapping
from typing import Any, cast
from urllib.parse import parse_qsl
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from flask import Flask, Response
from flask.sessions import SecureCookieSessionInterface
from flask_wtf.csrf import same_origin
from itsdangerous import BadData, URLSafeTimedSerializer
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.http import parse_cookie
from werkzeug.wsgi import get_host

from ideas.accounts.door import SEEN, SEEN_SECONDS, TOKEN
from ideas.accounts.sessions.rules import hash_of
from ideas.voting.casting.queue import FOR_ALL
from ideas.voting.casting.together import Heard, Knock, knock
from ideas.voting.integrity.signals.gathering import notice_at_door
from ideas.web.errors import TROUBLE
from ideas.web.headers import headers_of

ADDRESS = re.compile(r"/ideas/([a-z0-9-]+)/vote")
MOST_BYTES = 2_000
FORM = "application/x-www-form-urlencoded"
FIELDS = frozenset({"csrf_token", "via"})
Kept = Mapping[str, Any]
"""What the browser's session cookie says."""


class Door:
    """WSGI before the site's own."""

    def __init__(self, app: Flask, inside: WSGIApplication) -> None:
        self.app = app
        self.inside = inside
        self.interface = cast(SecureCookieSessionInterface, app.session_interface)
        self.cookie = app.config["SESSION_COOKIE_NAME"]
        self.cookies = cast(URLSafeTimedSerializer, self.interface.get_signing_serializer(app))
        self.longest = int(app.permanent_session_lifetime.total_seconds())
        self.tokens = URLSafeTimedSerializer(app.secret_key or "", salt="wtf-csrf-token")
        self.headers = [*headers_of(app).items(), ("Cache-Control", "no-store")]
        self.headers += [("Vary", "Cookie"), ("Content-Length", "0")]
        self.is_secure = app.config["SESSION_COOKIE_SECURE"]

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a plain vote; pass on everything else."""
        address = ADDRESS.fullmatch(environ["PATH_INFO"])
        if address is not None and _is_plain(environ):
            body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
            environ["wsgi.input"] = io.BytesIO(body)
            kept, heard = self._hear(environ, address[1], _form_in(body))
            if heard is not None:
                start_response("303 SEE OTHER", self._headers(environ, address[1], kept, heard))
                return ()
        return self.inside(environ, start_response)

    def _hear(
        self, environ: WSGIEnvironment, slug: str, form: Kept | None
    ) -> tuple[Kept, Heard | None]:
        kept = self._read(parse_cookie(environ).get(self.cookie, ""))
        if form is None or not kept or not self._is_meant(environ, form, kept):
            return kept, None
        by, via = hash_of(kept[TOKEN]), form.get("via", "")
        try:
            heard = knock(self.app, Knock(slug, by, via))
        except FOR_ALL as trouble:
            environ[TROUBLE] = trouble  # who waited in vain does not wait once more
            return kept, None
        except SQLAlchemyError:
            return kept, None
        if heard is not None:
            known = {"via": via, "token": form["csrf_token"]}
            notice_at_door(self.app, environ, idea=slug, by=by, **known)
        return kept, heard

    def _read(self, cookie: str) -> Kept:
        """The session of somebody who is signed in, as Flask reads it; else nothing."""
        try:
            kept: Kept = self.cookies.loads(cookie, max_age=self.longest)
        except BadData:
            return {}
        return kept if TOKEN in kept else {}

    def _is_meant(self, environ: WSGIEnvironment, form: Kept, kept: Kept) -> bool:
        """As Flask-WTF asks: the session's own token, and over HTTPS from a page of ours."""
        try:
            token = self.tokens.loads(form.get("csrf_token", ""))
        except BadData:
            return False
        own = kept.get("csrf_token")
        if not isinstance(token, str) or not own or not hmac.compare_digest(own, token):
            return False
        return not self.is_secure or _is_ours(environ)

    def _headers(
        self, environ: WSGIEnvironment, slug: str, kept: Kept, heard: Heard
    ) -> list[tuple[str, str]]:
        """Back to the ballot, as the site's own view answers; the cookie says when it was."""
        back = ("Location", f"{environ.get('SCRIPT_NAME', '')}/ideas/{slug}#ballot")
        now = int(heard.at.timestamp())
        if now - kept.get(SEEN, 0) < SEEN_SECONDS:
            return [*self.headers, back]
        response, session = Response(), self.interface.session_class(kept)
        session[SEEN] = now
        self.interface.save_session(self.app, session, response)
        return [*self.headers, back, ("Set-Cookie", response.headers["Set-Cookie"])]


def _is_ours(environ: WSGIEnvironment) -> bool:
    try:
        own = f"https://{get_host(environ)}/"
        return bool(same_origin(environ.get("HTTP_REFERER", ""), own))
    except ValueError:  # no address at all
        return False


def _is_plain(environ: WSGIEnvironment) -> bool:
    """A small form of ours for a whole page."""
    length = environ.get("CONTENT_LENGTH") or ""
    return (
        environ["REQUEST_METHOD"] == "POST"
        and environ.get("CONTENT_TYPE") == FORM
        and "HTTP_HX_REQUEST" not in environ
        and "json" not in environ.get("HTTP_ACCEPT", "")
        and not environ.get("QUERY_STRING")
        and length.isdecimal()
        and int(length) <= MOST_BYTES
    )


def _form_in(body: bytes) -> Kept | None:
    """The fields of a form with nothing in it but the token and the channel, each once."""
    try:
        fields = parse_qsl(body.decode(), keep_blank_values=True, errors="strict")
    except ValueError:
        return None
    form = dict(fields)
    is_plain = (
        len(form) == len(fields) and FIELDS.issuperset(form) and "\0" not in form.get("via", "")
    )
    return form if is_plain else None


def install(app: Flask) -> None:
    """Put the door before the site."""
    app.wsgi_app = Door(app, app.wsgi_app)  # type: ignore[method-assign]
