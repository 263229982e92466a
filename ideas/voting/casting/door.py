"""The door of the voting hall: a plain vote is answered before the site unfolds its pages.

Whatever is not plain goes on to the site's own view as it came: a refusal, a forged or missing
token, a session that is over. So nothing is decided here that is not decided there, and without
this door votes are only slower. What htmx shows after a first vote is drawn by the view, once for
all who voted meanwhile.
"""

import hmac
import io
import logging
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, cast
from urllib.parse import parse_qsl
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from flask import Flask, Response
from flask.sessions import SecureCookieSessionInterface
from flask_wtf.csrf import same_origin
from itsdangerous import BadData
from werkzeug.sansio.http import parse_cookie
from werkzeug.wsgi import get_host

from ideas.accounts.door import SEEN, SEEN_SECONDS, TOKEN
from ideas.accounts.sessions.rules import hash_of
from ideas.db import BUSY
from ideas.voting.casting.answered import Answer, shown_by
from ideas.voting.casting.shared import Shared
from ideas.voting.casting.spoken import Heard, Knock
from ideas.voting.casting.together import HEARD, Failed, demand_sound, knock
from ideas.voting.integrity.signals.gathering import noticed_at_door
from ideas.web.answer import asks_for_part
from ideas.web.errors import TROUBLE
from ideas.web.headers import headers_of
from ideas.web.languages import COOKIE, LANGUAGES, language_among
from ideas.web.signed import cookies_of, tokens_of

log = logging.getLogger(__name__)
ADDRESS = re.compile(r"/ideas/([a-z0-9-]+)/vote")
MOST_BYTES = 2_000
KEY = "ideas.voting.door"
FORM = "application/x-www-form-urlencoded"
FIELDS = frozenset({"csrf_token", "via"})
Kept = Mapping[str, Any]
"""What the browser's session cookie says, or a form."""
Headers = list[tuple[str, str]]


SPOKEN, ANSWERED, SHOWN = "ideas.voting.spoken", "ideas.voting.answered", "ideas.voting.shown"
"""Where a request keeps what it asks for; what the teller answered, and what is shown after such a
vote, if either was asked already."""


@dataclass(frozen=True)
class Spoken:
    """A plain vote that is asked for, the token of its form, and the session it came with."""

    knock: Knock
    token: str
    kept: Kept


@dataclass(frozen=True)
class Drawing:
    """What htmx shows after a first vote: the same for all who ask by ``key``."""

    key: tuple[str, str]
    draw: Callable[[], Answer]


@dataclass(frozen=True)
class Voted:
    """A vote heard at the door, the token of the form it came with, and the cookies to set."""

    heard: Heard
    token: str
    cookies: Headers


class Door:
    """WSGI before the site's own."""

    def __init__(self, app: Flask, inside: WSGIApplication) -> None:
        self.app = app
        self.inside = inside
        self.interface = cast(SecureCookieSessionInterface, app.session_interface)
        self.cookie = app.config["SESSION_COOKIE_NAME"]
        self.cookies = cookies_of(app)
        self.longest = int(app.permanent_session_lifetime.total_seconds())
        self.tokens = tokens_of(app)
        self.headers = [*headers_of(app).items(), ("Cache-Control", "no-store")]
        self.headers += [("Vary", "Cookie"), ("Content-Length", "0")]
        self.shown = Shared[Answer]()
        self.is_secure = app.config["SESSION_COOKIE_SECURE"]

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a plain vote; pass on everything else."""
        spoken = self.listen(environ)
        voted = self._hear(environ, spoken) if spoken else None
        if spoken is None or voted is None:
            return self.inside(environ, start_response)
        if _is_for_htmx(environ):
            return self._show(environ, start_response, voted)
        back = f"{environ.get('SCRIPT_NAME', '')}/ideas/{spoken.knock.slug}#ballot"
        start_response("303 SEE OTHER", [*self.headers, ("Location", back), *voted.cookies])
        return ()

    def listen(self, environ: WSGIEnvironment) -> Spoken | None:
        """The plain vote that is asked for, if it is one; asks nobody, and listens once."""
        if SPOKEN not in environ:
            environ[SPOKEN] = self._listen(environ)
        spoken: Spoken | None = environ[SPOKEN]
        return spoken

    def _listen(self, environ: WSGIEnvironment) -> Spoken | None:
        address = ADDRESS.fullmatch(environ["PATH_INFO"])
        if address is None or not _is_plain(environ):
            return None
        body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
        environ["wsgi.input"] = io.BytesIO(body)
        cookies = parse_cookie(environ.get("HTTP_COOKIE", ""))
        form, kept = _form_in(body), self._read(cookies.get(self.cookie, ""))
        if form is None or not kept or not self._is_meant(environ, form, kept):
            return None
        by, via, token = hash_of(kept[TOKEN]), form.get("via", ""), form["csrf_token"]
        noticed = noticed_at_door(environ, via=via, token=token)
        return Spoken(Knock(address[1], by, via, noticed), token, kept)

    def is_plainly_answered(self, environ: WSGIEnvironment) -> bool:
        """True when the teller heard the vote, and all that is left to say is where to go."""
        return isinstance(environ.get(ANSWERED), Heard) and not _is_for_htmx(environ)

    def drawing_after(self, environ: WSGIEnvironment) -> Drawing | None:
        """What is to be shown when the teller heard a first vote for htmx, and nothing else."""
        heard = environ.get(ANSWERED)
        if not isinstance(heard, Heard) or not heard.is_first or not _is_for_htmx(environ):
            return None
        return self._drawing(environ, heard)

    def _hear(self, environ: WSGIEnvironment, spoken: Spoken) -> Voted | None:
        try:
            if ANSWERED in environ:
                heard = cast(Heard | None, demand_sound(environ[ANSWERED]))
            else:
                heard = knock(self.app, spoken.knock)
        except BUSY as trouble:
            environ[TROUBLE] = trouble  # who waited in vain does not wait once more
            return None
        except Failed:
            return None
        except Exception:
            log.exception("a vote failed at the door")
            return None
        if heard is None:
            return None
        return Voted(heard, spoken.token, self._cookies_after(spoken.kept, heard))

    def _show(
        self, environ: WSGIEnvironment, start_response: StartResponse, voted: Voted
    ) -> Iterable[bytes]:
        """The ballot for htmx. After a first vote it says the same to all, but for the token."""
        if not voted.heard.is_first:
            environ[HEARD] = voted.heard
            return self.inside(environ, start_response)
        drawing = self._drawing(environ, voted.heard)
        shown = environ.get(SHOWN) or self.shown.get(drawing.key, drawing.draw)
        if not shown.status.startswith("200"):
            return self.inside(environ, start_response)
        body = shown.body.replace(shown.token, voted.token.encode())
        length = ("Content-Length", str(len(body)))
        start_response(shown.status, [*shown.headers, *voted.cookies, length])
        return (body,)

    def _drawing(self, environ: WSGIEnvironment, heard: Heard) -> Drawing:
        environ[HEARD] = heard
        chosen = parse_cookie(environ.get("HTTP_COOKIE", "")).get(COOKIE)
        chosen = chosen if chosen in LANGUAGES else heard.language
        language = language_among(chosen, environ.get("HTTP_ACCEPT_LANGUAGE", ""))
        return Drawing((environ["PATH_INFO"], language), partial(shown_by, self.inside, environ))

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

    def _cookies_after(self, kept: Kept, heard: Heard) -> Headers:
        """The cookie says when its browser was seen, as after the site's own view."""
        now = int(heard.at.timestamp())
        if now - kept.get(SEEN, 0) < SEEN_SECONDS:
            return []
        response, session = Response(), self.interface.session_class(kept)
        session[SEEN] = now
        self.interface.save_session(self.app, session, response)
        return [("Set-Cookie", response.headers["Set-Cookie"])]


def _is_ours(environ: WSGIEnvironment) -> bool:
    try:
        own = f"https://{get_host(environ)}/"
        return bool(same_origin(environ.get("HTTP_REFERER", ""), own))
    except ValueError:  # no address at all
        return False


def _is_plain(environ: WSGIEnvironment) -> bool:
    """A small form of ours."""
    length = environ.get("CONTENT_LENGTH") or ""
    return (
        environ["REQUEST_METHOD"] == "POST"
        and environ.get("CONTENT_TYPE", "").partition(";")[0] == FORM
        and (not _is_for_htmx(environ) or _is_part(environ))
        and "json" not in environ.get("HTTP_ACCEPT", "")
        and not environ.get("QUERY_STRING")
        and length.isdecimal()
        and int(length) <= MOST_BYTES
    )


def _is_for_htmx(environ: WSGIEnvironment) -> bool:
    return "HTTP_HX_REQUEST" in environ


def _is_part(environ: WSGIEnvironment) -> bool:
    return asks_for_part(environ.get("HTTP_HX_REQUEST"), environ.get("HTTP_HX_REQUEST_TYPE"))


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
    app.extensions[KEY] = door = Door(app, app.wsgi_app)
    app.wsgi_app = door  # type: ignore[method-assign]
