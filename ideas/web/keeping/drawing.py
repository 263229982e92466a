"""Drawing a page for everybody who asks for it: the site is asked by nobody in particular."""

import io
import sys
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit
from wsgiref.types import WSGIApplication, WSGIEnvironment

from ideas.web.keeping.asking import Asked
from ideas.web.keeping.copies import Drawn, Sheet

SHEET = "ideas.sheet"


def sheet_of(environ: WSGIEnvironment) -> Sheet | None:
    """The sheet a view notes on when it draws for everybody; None when it answers one person."""
    return environ.get(SHEET)


def address_of(base_url: str) -> dict[str, Any]:
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
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }


def drawn_for(
    asked: Asked, hole: str, address: Mapping[str, Any], inside: WSGIApplication
) -> Drawn:
    """What the site answers to what is asked, knowing nothing else of who asks."""
    sheet, said = Sheet(hole, asked.for_members), list[Any]()
    clean = {
        **address,
        "PATH_INFO": asked.path,
        "QUERY_STRING": asked.query,
        "HTTP_ACCEPT_LANGUAGE": asked.language,
        "wsgi.input": io.BytesIO(),
        SHEET: sheet,
    }
    if asked.is_part:
        clean["HTTP_HX_REQUEST"] = "true"
    answer = inside(clean, lambda *told: said.extend(told))  # type: ignore[arg-type]
    try:
        body = b"".join(answer)
    finally:
        getattr(answer, "close", lambda: None)()
    status, headers = said[0], [*said[1]]
    return Drawn(status, headers, body, sheet)
