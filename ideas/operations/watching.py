"""Around everything the site answers: each request has an id, is counted and timed.

An id that a proxy gave is kept when the site stands behind one; else it is ours. Kept pages, static
files and votes at the door are answered before Flask, so this stands before all of them.
"""

import logging
import os
import re
import time
from collections.abc import Iterable
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from flask import Flask, request

from ideas.config import Config
from ideas.operations.logs import request_id
from ideas.tallies import tallies

log = logging.getLogger("ideas.requests")
GIVEN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{7,63}")
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"})
ROUTE = "ideas.route"
"""Where the site notes, of a request that reaches it, where that led."""
BEGUN = "ideas.begun"
REQUESTS, SECONDS = "ideas_requests_total", "ideas_request_seconds"


class Watch:
    """WSGI before all doors."""

    def __init__(self, inside: WSGIApplication, *, believes: bool) -> None:
        self.inside = inside
        self.believes = believes

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Let the site answer, with the id among its headers."""
        begun, name, status = begin_to_watch(environ), self._id_of(environ), "500"
        request_id.set(name)

        def start(said: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            nonlocal status
            status = said[:3]
            return start_response(said, [*headers, ("X-Request-ID", name)], *rest)

        try:
            return self.inside(environ, start)
        finally:
            _note(environ, status, time.perf_counter() - begun)

    def _id_of(self, environ: WSGIEnvironment) -> str:
        given = environ.get("HTTP_X_REQUEST_ID", "") if self.believes else ""
        return given if GIVEN.fullmatch(given) else os.urandom(8).hex()


def begin_to_watch(environ: WSGIEnvironment) -> float:
    """The moment from which this request is timed: when it was seen first."""
    begun: float = environ.setdefault(BEGUN, time.perf_counter())
    return begun


def _note(environ: WSGIEnvironment, status: str, seconds: float) -> None:
    by, route = _answered_by(environ)
    said = environ["REQUEST_METHOD"]
    method = said if said in METHODS else "other"
    tallies.add(REQUESTS, route=route, method=method, status=status)
    tallies.took(SECONDS, seconds, by=by)
    tallies.settle()
    if by == "site" and log.isEnabledFor(logging.INFO):
        fields = {"route": route, "method": method, "status": int(status)}
        log.info("answered", extra={"told": {**fields, "ms": round(seconds * 1_000)}})


def _answered_by(environ: WSGIEnvironment) -> tuple[str, str]:
    """Who answered, and the route: never the address, which may hold somebody's secret."""
    if ROUTE in environ:
        return "site", environ[ROUTE] or "nowhere"
    if environ["REQUEST_METHOD"] == "POST":
        return "door", "voting.cast"
    by = "static" if environ.get("PATH_INFO", "").startswith("/static/") else "kept"
    return by, by


def _note_route() -> None:
    request.environ[ROUTE] = request.endpoint


def install(app: Flask, config: Config) -> None:
    """Stand before everything that was installed until now."""
    tallies.keep_in(config.home / "metrics")
    app.before_request_funcs.setdefault(None, []).insert(0, _note_route)
    app.wsgi_app = Watch(app.wsgi_app, believes=config.proxies > 0)  # type: ignore[method-assign]
