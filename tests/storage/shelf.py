"""A server on loopback that keeps objects as S3 does, in memory: what it is asked, it remembers."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs, urlsplit

PART = r"bytes=(\d+)-(\d+)"
MISSING = b"<Error><Code>NoSuchKey</Code><Message>There is no such key.</Message></Error>"


class Shelf(ThreadingHTTPServer):
    """Objects by path; ``fails`` is how many of the next requests are answered with 503,
    ``pieces`` how many parts of objects were given."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.kept: dict[str, bytes] = {}
        self.signed: list[str] = []
        self.fails = 0
        self.pieces = 0

    @property
    def url(self) -> str:
        """How a setting names it."""
        return f"s3://own-key:own-secret@127.0.0.1:{self.server_address[1]}/brand?tls=0"


class Handler(BaseHTTPRequestHandler):
    """One request of a client."""

    server: Shelf
    protocol_version = "HTTP/1.1"

    def do_PUT(self) -> None:
        """Keep what is sent."""
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self._is_well():
            self.server.kept[self.path] = body
            self._say(200)

    def do_GET(self) -> None:
        """Give what is kept."""
        if self._is_well():
            asked = urlsplit(self.path)
            if asked.query:
                self._say(200, self._listed(parse_qs(asked.query)["prefix"][0]))
                return
            body = self.server.kept.get(self.path)
            if body is not None and (part := re.fullmatch(PART, self.headers["Range"] or "")):
                self.server.pieces += 1
                self._say(206, body[int(part[1]) : int(part[2]) + 1])
                return
            self._say(404 if body is None else 200, MISSING if body is None else body)

    def _listed(self, prefix: str) -> bytes:
        found = [
            f"<Contents><Key>{path.removeprefix('/brand/')}</Key>"
            "<LastModified>2026-03-02T12:00:00.000Z</LastModified></Contents>"
            for path in sorted(self.server.kept)
            if path.startswith(f"/brand/{prefix}")
        ]
        return f"<ListBucketResult>{''.join(found)}</ListBucketResult>".encode()

    def do_HEAD(self) -> None:
        """The bucket itself is always there."""
        if self._is_well():
            body = self.server.kept.get(self.path)
            if body is not None:
                self.send_response(200)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                return
            self._say(200 if self.path == "/brand" else 404)

    def do_DELETE(self) -> None:
        """Forget it; what is not there is no error."""
        if self._is_well():
            self.server.kept.pop(self.path, None)
            self._say(204)

    def log_message(self, *args: object) -> None:
        """Say nothing."""

    def _is_well(self) -> bool:
        self.server.signed.append(self.headers["Authorization"].partition("/")[0])
        if self.server.fails:
            self.server.fails -= 1
            self._say(503)
            return False
        return True

    def _say(self, status: int, body: bytes = b"") -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def a_shelf() -> Iterator[Shelf]:
    """Such a server, until it is no longer needed."""
    with Shelf() as server:
        thread = Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
