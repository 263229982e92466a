"""Requests as nobody's browser sends them, under each server: refused, or understood alike."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from http.client import HTTPException, HTTPResponse
from pathlib import Path
from socket import create_server
from typing import Any

import pytest

pytestmark = pytest.mark.once
HOST = "127.0.0.1"
ECHO = """
import json
from ideas.front.bridge import Bridge

TOLD = ("REQUEST_METHOD", "PATH_INFO", "QUERY_STRING", "HTTP_HOST", "HTTP_X_FORWARDED_FOR")

def app(environ, start_response):
    told = {name: environ[name] for name in TOLD if name in environ}
    told["body"] = environ["wsgi.input"].read().decode("latin-1")
    said = json.dumps(told).encode()
    start_response("200 OK", [("Content-Length", str(len(said)))])
    return [said]

def served():
    return Bridge(app, 4)
"""
GRANIAN = """
import sys
from granian import Granian

if __name__ == "__main__":
    Granian("echo:app", address="127.0.0.1", port=int(sys.argv[1]), interface="wsgi",
            websockets=False, log_enabled=False, workers_kill_timeout=5).serve()
"""


@pytest.fixture(
    scope="module", params=["gunicorn", pytest.param("granian", marks=pytest.mark.slow)]
)
def server(request: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, int]]:
    """Its name, and the port where it says what it understood."""
    folder: Path = tmp_path_factory.mktemp("raw")
    (folder / "echo.py").write_text(ECHO)
    (folder / "granian_.py").write_text(GRANIAN)
    (folder / "conf.py").write_text("worker_class = 'ideas.patient.PatientWorker'\n")
    with closing(create_server((HOST, 0))) as free:
        port = int(free.getsockname()[1])
    words = {
        "gunicorn": ["-m", "gunicorn", "-c", str(folder / "conf.py"), "-b", f"{HOST}:{port}"],
        "granian": [str(folder / "granian_.py"), str(port)],
    }[request.param]
    words += ["echo:served()", "--log-level", "warning"] if request.param == "gunicorn" else []
    env = os.environ | {"PYTHONPATH": f"{os.getcwd()}:{folder}"}
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen([sys.executable, *words], env=env, stdout=log, stderr=log)
    try:
        _wait_for(port)
        yield request.param, port
    finally:
        process.terminate()
        process.wait(15)
    assert b"Traceback" not in (folder / "log").read_bytes()


def _wait_for(port: int) -> None:
    """Until it answers: one that begins may close what it accepted."""
    for _ in range(100):
        with suppress(OSError, HTTPException):
            if said(port, get(b"/"))[0] == 200:
                return
        time.sleep(0.1)
    raise AssertionError("it does not begin")


def said(port: int, request: bytes) -> tuple[int, dict[str, str], bytes]:
    """The first answer: its number and what was understood; and what came after it."""
    with socket.create_connection((HOST, port), timeout=5) as line:
        line.sendall(request)
        answer = HTTPResponse(line)
        answer.begin()
        body = answer.read()
        answer.close()
        line.settimeout(0.1)
        try:
            after = line.recv(65_536)
        except OSError:
            after = b""
    return answer.status, json.loads(body) if answer.status == 200 else {}, after


def post(heads: bytes, body: bytes = b"") -> bytes:
    """A form."""
    return b"POST / HTTP/1.1\r\nHost: a\r\n" + heads + b"\r\n" + body


def get(target: bytes, heads: bytes = b"") -> bytes:
    """A page."""
    return b"GET " + target + b" HTTP/1.1\r\nHost: a\r\n" + heads + b"\r\n"


CHUNKED, SMUGGLED = b"Transfer-Encoding: chunked\r\n", get(b"/smuggled")
REFUSED = {
    "two lengths": post(b"Content-Length: 3\r\nContent-Length: 5\r\n", b"a=b" + SMUGGLED),
    "a list of lengths": post(b"Content-Length: 3, 3\r\n", b"a=b" + SMUGGLED),
    "a signed length": post(b"Content-Length: +3\r\n", b"a=b" + SMUGGLED),
    "a negative length": post(b"Content-Length: -1\r\n", SMUGGLED),
    "a length of 5000 digits": post(b"Content-Length: " + b"9" * 5_000 + b"\r\n"),
    "a length of 2^64 + 3, which HAProxy takes for 3": post(
        b"Content-Length: 18446744073709551619\r\n", b"a=b" + SMUGGLED
    ),
    "an unknown coding": post(b"Transfer-Encoding: xchunked\r\n", b"0\r\n\r\n" + SMUGGLED),
    "identity after chunked": post(b"Transfer-Encoding: chunked, identity\r\n", SMUGGLED),
    "a blank before the colon": post(b"Transfer-Encoding : chunked\r\n", SMUGGLED),
    "a folded line": get(b"/", b"X-A: b\r\n c\r\n"),
    "a bare CR": get(b"/", b"X-A: b\rX-B: c\r\n"),
    "NUL in a head": get(b"/", b"X-A: b\0c\r\n"),
    "another HTTP": b"GET / HTTP/2.0\r\nHost: a\r\n\r\n",
    "no HTTP": b"GET /\r\n\r\n",
    "an odd method": b"G@T / HTTP/1.1\r\nHost: a\r\n\r\n",
    "a relative address": get(b"%2Fabout"),
    "the address of a proxy": b"PROXY TCP4 192.0.2.1 192.0.2.2 1 2\r\n" + get(b"/"),
    "150 heads": get(b"/", b"".join(b"X-%d: a\r\n" % number for number in range(150))),
}


@pytest.mark.parametrize("request_", REFUSED.values(), ids=[*REFUSED])
def test_what_two_servers_could_read_in_two_ways_is_refused(
    server: tuple[str, int], request_: bytes
) -> None:
    code, _, after = said(server[1], request_)
    assert code in {400, 431, 501}
    assert b"HTTP/1.1 200" not in after


UNDERSTOOD: dict[str, tuple[bytes, dict[str, str]]] = {
    "as it was sent": (get(b"/a%2Fb//c/../%ff?q=%ff&q"), {"PATH_INFO": "/a/b//c/../\xff"}),
    "an address with a host": (get(b"http://a/about?b"), {"PATH_INFO": "/about"}),
    "nothing but a host": (get(b"http://a"), {"PATH_INFO": "/"}),
    "two slashes": (get(b"//evil.example/about"), {"PATH_INFO": "//evil.example/about"}),
    "chunks": (post(CHUNKED, b"3;x=y\r\na=b\r\n0\r\n\r\n"), {"body": "a=b"}),
    "a page with a body": (get(b"/", b"Content-Length: 3\r\n") + b"a=b", {"body": "a=b"}),
    "HTTP 1.0": (b"GET / HTTP/1.0\r\n\r\n", {"REQUEST_METHOD": "GET"}),
}


@pytest.mark.parametrize(("request_", "told"), UNDERSTOOD.values(), ids=[*UNDERSTOOD])
def test_what_is_odd_is_understood_alike(
    server: tuple[str, int], request_: bytes, told: dict[str, str]
) -> None:
    code, understood, _ = said(server[1], request_)
    assert (code, understood | told) == (200, understood)


def test_of_a_length_and_chunks_nothing_is_smuggled(server: tuple[str, int]) -> None:
    """granian reads the chunks, as it may, and closes; gunicorn refuses."""
    both = post(b"Content-Length: 4\r\n" + CHUNKED, b"0\r\n\r\n" + SMUGGLED)
    code, _, after = said(server[1], both)
    assert (code, after) == ({"gunicorn": 400, "granian": 200}[server[0]], b"")


def test_an_underscore_makes_no_other_name(server: tuple[str, int]) -> None:
    """granian cannot be told so: what stands before it leaves such names out (deploy/)."""
    name, port = server
    _, told, _ = said(port, get(b"/", b"X_Forwarded_For: 192.0.2.66\r\n"))
    assert ("HTTP_X_FORWARDED_FOR" in told) == (name == "granian")


@pytest.mark.parametrize("first", [post(b"Content-Length: 3\r\n", b"a=b"), get(b"/")])
def test_the_next_request_begins_where_the_first_ends(
    server: tuple[str, int], first: bytes
) -> None:
    _, told, after = said(server[1], first + get(b"/next"))
    assert told["PATH_INFO"] == "/"
    assert b'"PATH_INFO": "/next"' in after or after == b""
