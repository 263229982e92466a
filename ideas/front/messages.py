"""From what a server for ASGI hands over to what the site takes (PEP 3333), and back."""

import re
import sys
from collections.abc import Awaitable, Callable, MutableMapping, Sequence
from typing import Any
from urllib.parse import unquote_to_bytes
from wsgiref.types import WSGIEnvironment

Message = MutableMapping[str, Any]
Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Headers = Sequence[tuple[str, str]]

AUTHORITY = re.compile(rb"\Ahttps?://[^/]*", re.IGNORECASE)
"""What stands before the path where a request is sent as to a proxy (RFC 9112, 3.2.2)."""
OWN_NAMES = {b"content-type": "CONTENT_TYPE", b"content-length": "CONTENT_LENGTH"}


class Gone(Exception):
    """Whoever asked left before all of it had come."""


def environ_of(scope: Scope) -> WSGIEnvironment:
    """A request whose body is not read yet. An address is told byte by byte, as it was sent."""
    path = _path_in(scope)
    root = scope.get("root_path", "").encode().decode("latin-1")
    host, port = scope.get("server") or ("", None)
    client = scope.get("client")
    environ: WSGIEnvironment = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": root,
        "PATH_INFO": path.decode("latin-1").removeprefix(root),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_NAME": host,
        "SERVER_PORT": str(port or ""),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "REMOTE_ADDR": client[0] if client else "",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope["scheme"],
        "wsgi.errors": sys.stderr,
        "wsgi.input_terminated": True,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for name, value in scope["headers"]:
        key = OWN_NAMES.get(name) or f"HTTP_{name.decode('latin-1').upper().replace('-', '_')}"
        said = value.decode("latin-1")
        if key in environ:
            said = environ[key] + ("; " if key == "HTTP_COOKIE" else ",") + said
        environ[key] = said
    return environ


def _path_in(scope: Scope) -> bytes:
    raw: bytes = (scope.get("raw_path") or b"").partition(b"?")[0]
    return unquote_to_bytes(AUTHORITY.sub(b"", raw)) or b"/" if raw else scope["path"].encode()


async def send_answer(
    send: Send, status: str, headers: Headers, body: bytes, *, more: bool = False
) -> None:
    """The beginning of an answer, or all of it."""
    told = [(name.lower().encode("latin-1"), said.encode("latin-1")) for name, said in headers]
    await send({"type": "http.response.start", "status": int(status[:3]), "headers": told})
    await send({"type": "http.response.body", "body": body, "more_body": more})
