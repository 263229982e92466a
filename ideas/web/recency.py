"""Who may read the copy of the database: whoever only looks, and changed nothing just now.

The copy follows the first database by moments. A browser that sent a form carries a cookie for some
seconds, and reads the first meanwhile, so that it finds what it did.
"""

from collections.abc import Iterable
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from flask import Flask
from werkzeug.http import dump_cookie

from ideas.config import Config
from ideas.replica import read_copy
from ideas.web.answer import SAFE

SECONDS = 5
FIRST = frozenset({"/livez", "/readyz", "/healthz", "/metrics", "/status"})
"""These tell of the first database."""


class Recency:
    """WSGI close before the site, so that pages drawn for everybody come this way, too."""

    def __init__(self, inside: WSGIApplication, cookie: str, *, is_secure: bool) -> None:
        self.inside = inside
        self.mark = f"{cookie}="
        set_it = dump_cookie(
            cookie, "1", SECONDS, secure=is_secure, httponly=True, samesite="Lax", path="/"
        )
        self.header = ("Set-Cookie", set_it)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Read the copy, or the first database; after a form remember that it was sent."""
        if environ["REQUEST_METHOD"] not in SAFE:

            def start(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
                return start_response(status, [*headers, self.header], *rest)

            return self.inside(environ, start)
        if self.mark in environ.get("HTTP_COOKIE", "") or environ["PATH_INFO"] in FIRST:
            return self.inside(environ, start_response)
        with read_copy():
            return self.inside(environ, start_response)


def install(app: Flask, config: Config) -> None:
    """Only where there is a copy."""
    if config.replica_url:
        cookie = f"{app.config['SESSION_COOKIE_NAME']}-wrote"
        app.wsgi_app = Recency(  # type: ignore[method-assign]
            app.wsgi_app, cookie, is_secure=config.is_secure
        )
