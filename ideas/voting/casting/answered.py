"""The site's own answer to a vote, taken down so that it can be given to others."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from wsgiref.types import WSGIApplication, WSGIEnvironment

TOKEN = re.compile(rb'name="csrf_token" value="([^"]+)"')
OWN = frozenset({"set-cookie", "content-length"})


@dataclass(frozen=True)
class Answer:
    """An answer without what was for one alone, but for the ``token`` in its ``body``."""

    status: str
    headers: list[tuple[str, str]]
    body: bytes
    token: bytes


def shown_by(site: WSGIApplication, environ: WSGIEnvironment) -> Answer:
    """What the site answers to this request, as it is and not pressed small."""
    began: list[Any] = []

    def start_response(status: str, headers: list[tuple[str, str]], *_: Any) -> Any:
        began[:] = status, headers

    asked = {name: value for name, value in environ.items() if name != "HTTP_ACCEPT_ENCODING"}
    chunks: Iterable[bytes] = site(asked, start_response)
    try:
        body = b"".join(chunks)
    finally:
        getattr(chunks, "close", lambda: None)()
    status, headers = began
    token = TOKEN.search(body)
    shared = [header for header in headers if header[0].lower() not in OWN]
    return Answer(status, shared, body, token[1] if token else b"\0")
