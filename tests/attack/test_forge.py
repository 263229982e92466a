"""What is forged, and that a page on which it would run is told of."""

import threading
from collections.abc import Iterator
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

import pytest

from tests.attack.crawl import Ask
from tests.attack.forge import forge, forged
from tests.journeys.test_eve_writes_scripts import ATTACK

pytestmark = pytest.mark.once
ASK = Ask("GET", "/", (("sort", "new"), ("csrf_token", "t"), ("page", "2")))


class Page(BaseHTTPRequestHandler):
    """Escapes all that it says again, but for one name; breaks at another."""

    def do_GET(self) -> None:
        """Say what was asked."""
        self._say(urlsplit(self.path).query)

    def do_POST(self) -> None:
        """Say what was sent."""
        self._say(self.rfile.read(int(self.headers["Content-Length"])).decode())

    def _say(self, query: str) -> None:
        told = dict(parse_qsl(query))
        self.send_response(500 if ATTACK in told.get("breaks", "") else 200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        said = [text if name == "raw" else escape(text) for name, text in told.items()]
        self.wfile.write("".join(said).encode())

    def log_message(self, *told: object) -> None:
        """Say nothing."""


@pytest.fixture
def address() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Page)
    threading.Thread(target=server.serve_forever, args=(0.01,)).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_each_value_is_forged_alone_and_the_token_never() -> None:
    sent = [each.sent for each in forged(ASK)]
    assert sent == [
        (("sort", f"new{ATTACK}"), *ASK.sent[1:]),
        (*ASK.sent[:2], ("page", f"2{ATTACK}")),
    ]


def test_what_would_run_or_breaks_is_told(address: str) -> None:
    asks = [ASK, *(Ask("POST", "/", ((name, "x"),)) for name in ("fine", "raw", "breaks"))]
    (sort, page, fine, raw, breaks) = forge(address, "", asks)
    assert sort is page is fine is None
    assert raw is not None
    assert raw.startswith("<img src=x in POST /")
    assert breaks is not None
    assert breaks.startswith("500: POST /")
