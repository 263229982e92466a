"""A browser whose requests go through the front, as a server for ASGI hands them over."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from ideas.front.messages import Message, Scope
from tests.waiting import Waiting

Application = Callable[..., Any]


def scope_of(**more: Any) -> Scope:
    """A request as servers tell of it."""
    return {
        "type": "http",
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": "/",
        "raw_path": b"/",
        "query_string": b"",
        "headers": [],
        "server": ("localhost", 80),
        "client": ("192.0.2.7", 4_711),
        **more,
    }


async def said_to(front: Application, scope: Scope, *parts: bytes, gone: bool = False) -> list[Any]:
    """What a front says to a body in these parts; ``gone``: whoever sends leaves before its end."""
    last = len(parts) - 1
    messages: list[Message] = [
        {"type": "http.request", "body": part, "more_body": gone or at < last}
        for at, part in enumerate(parts or (b"",))
    ]
    said: list[Any] = []

    async def receive() -> Message:
        return messages.pop(0) if messages else {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        said.append(message)

    await front(scope, receive, send)
    return said


class Through:
    """WSGI before a front, for the test client; what it says comes at once."""

    def __init__(self, front: Application, waiting: Waiting) -> None:
        self.front, self.waiting = front, waiting

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """Ask as a server would."""
        length = int(environ.get("CONTENT_LENGTH") or 0)
        scope = scope_of(
            method=environ["REQUEST_METHOD"],
            path=environ["PATH_INFO"].encode("latin-1").decode(),
            raw_path=None,
            query_string=environ["QUERY_STRING"].encode("latin-1"),
            headers=_headers_in(environ),
            server=(environ["SERVER_NAME"], int(environ["SERVER_PORT"])),
            client=(environ.get("REMOTE_ADDR", "127.0.0.1"), 4_711),
        )
        body = environ["wsgi.input"].read(length)
        begun, *rest = self.waiting.run(said_to(self.front, scope, body))
        told = [(name.decode("latin-1"), said.decode("latin-1")) for name, said in begun["headers"]]
        start_response(f"{begun['status']} -", told)
        return [each["body"] for each in rest]


def _headers_in(environ: dict[str, Any]) -> Sequence[tuple[bytes, bytes]]:
    names = {"CONTENT_TYPE": "content-type", "CONTENT_LENGTH": "content-length"}
    names |= {
        key: key.removeprefix("HTTP_").lower().replace("_", "-")
        for key in environ
        if key.startswith("HTTP_")
    }
    return [
        (name.encode(), str(environ[key]).encode("latin-1"))
        for key, name in names.items()
        if environ.get(key)
    ]
