"""Slow clients under gunicorn as the site sets it up: others are answered meanwhile."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from socket import create_server

import pytest

from tests.bench.serving import wait_for

pytestmark = [pytest.mark.once, pytest.mark.slow]
HOST, MANY = "127.0.0.1", 60
ECHO = """
from ideas.front.bridge import Bridge

def app(environ, start_response):
    length = int(environ.get("CONTENT_LENGTH") or 0)
    said = environ["wsgi.input"].read(length) if length else b""
    start_response("200 OK", [("Content-Length", str(len(said)))])
    return [said]

def served():
    return Bridge(app, 4)
"""


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """A server of one process and four threads that says what it was told."""
    with echoing(tmp_path_factory.mktemp("echo")) as (found, _):
        yield found


@contextmanager
def echoing(folder: Path) -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    """The server's port and process; it has to end in peace."""
    (folder / "echo.py").write_text(ECHO)
    settings = "worker_class = 'ideas.patient.PatientWorker'\nworker_connections = 200\n"
    (folder / "conf.py").write_text(f"{settings}asgi_lifespan = 'off'\nkeepalive = 75\n")
    with closing(create_server((HOST, 0))) as free:
        found = int(free.getsockname()[1])
    words = [
        "-m",
        "gunicorn",
        "-c",
        str(folder / "conf.py"),
        "-b",
        f"{HOST}:{found}",
        "echo:served()",
    ]
    env = os.environ | {"PYTHONPATH": f"{os.getcwd()}:{folder}"}
    server = subprocess.Popen([sys.executable, *words, "--log-level", "warning"], env=env)
    try:
        wait_for(f"http://{HOST}:{found}/")
        yield found, server
    finally:
        server.terminate()
        assert server.wait(15) == 0


def ask(port: int, body: bytes = b"") -> float:
    """Seconds until an honest client is answered."""
    begun, line = time.monotonic(), http.client.HTTPConnection(HOST, port, timeout=5)
    line.request("POST", "/", body)
    assert line.getresponse().read() == body
    line.close()
    return time.monotonic() - begun


@contextmanager
def held(port: int, first: bytes, many: int = MANY) -> Iterator[list[socket.socket]]:
    """So many connections that sent this and no more."""
    with ExitStack() as open_:
        lines = [
            open_.enter_context(socket.create_connection((HOST, port), timeout=5))
            for _ in range(many)
        ]
        for line in lines:
            line.sendall(first)
        yield lines


SHORT_BODY = b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 500\r\n\r\nabc"
LONG_BODY = b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 900000\r\n\r\nabc"
PIECES = b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab"


@pytest.mark.parametrize(
    "first", [b"", b"GET / HT", SHORT_BODY, LONG_BODY, PIECES], ids=lambda text: str(len(text))
)
def test_who_dribbles_holds_nobody_up(port: int, first: bytes) -> None:
    with held(port, first) as lines:
        for line in lines[:20] if first else ():
            line.sendall(b"a")
        assert ask(port) < 2
        assert ask(port, b"a" * 20_000) < 2


@pytest.mark.parametrize("first", [b"GET / HTTP/1.1\r\nHost", SHORT_BODY, LONG_BODY])
def test_more_than_the_table_holds_give_way(port: int, first: bytes) -> None:
    with held(port, first, many=400) as lines:
        assert ask(port) < 3
        lines[0].settimeout(3)
        assert lines[0].recv(4_096) == b""
    assert ask(port) < 3


def test_who_was_answered_gives_way_before_who_is_being_answered(tmp_path: Path) -> None:
    whole = b"GET / HTTP/1.1\r\nHost: a\r\n\r\n"
    with (
        echoing(tmp_path) as (port, _),
        held(port, SHORT_BODY, many=1) as (asking,),
        held(port, b"", many=150) as idle,
    ):
        for line in idle:
            line.sendall(whole)
            assert line.recv(4_096).startswith(b"HTTP/1.1 200")
        with held(port, b"", many=100):
            assert ask(port) < 3
        assert idle[0].recv(4_096) == b""
        asking.sendall(b"a" * 497)
        assert asking.recv(4_096).startswith(b"HTTP/1.1 200")


def test_a_stop_waits_for_nobody_who_was_answered(tmp_path: Path) -> None:
    whole = b"GET / HTTP/1.1\r\nHost: a\r\n\r\n"
    with echoing(tmp_path) as (port, server), held(port, whole, many=20) as idle:
        for line in idle:
            assert line.recv(4_096).startswith(b"HTTP/1.1 200")
        begun = time.monotonic()
        server.terminate()
        assert server.wait(15) == 0
        assert time.monotonic() - begun < 10  # gunicorn alone: its graceful_timeout, 30 s


@pytest.mark.parametrize("size", [10, 32_000, 40_000, 3_000_000])
def test_an_honest_client_that_sends_in_pieces_is_heard(port: int, size: int) -> None:
    request = f"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: {size}\r\n\r\n".encode() + b"x" * size
    line = socket.create_connection((HOST, port), timeout=10)
    line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    for piece in (request[:20], request[20:70], request[70:]):
        line.sendall(piece)
        time.sleep(0.05)
    answer = http.client.HTTPResponse(line)
    answer.begin()
    assert len(answer.read()) == size
    line.close()


def test_a_connection_is_used_again_and_requests_may_come_together(port: int) -> None:
    line = http.client.HTTPConnection(HOST, port, timeout=5)
    for body in (b"one", b"x" * 50_000, b"", b"three"):
        line.request("POST", "/", body)
        assert line.getresponse().read() == body
    line.close()
    with held(port, b"GET / HTTP/1.1\r\nHost: a\r\n\r\n" * 3, many=1) as (both,):
        heard = b""
        while heard.count(b"200 OK") < 3:
            heard += both.recv(4_096) or pytest.fail("closed")


def test_a_body_that_waits_to_be_asked_for_is_asked_for(port: int) -> None:
    head = b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n"
    with held(port, head, many=1) as (line,):
        assert line.recv(4_096).startswith(b"HTTP/1.1 100")
        line.sendall(b"abc")
        assert b"200 OK" in line.recv(4_096)


@pytest.mark.parametrize(("each", "code"), [(7_000, b"200"), (8_100, b"431")])
def test_heads_are_as_long_as_behind_nginx_and_no_longer(port: int, each: int, code: bytes) -> None:
    heads = b"".join(b"X-%d: %s\r\n" % (number, b"a" * each) for number in range(4))
    spare = b"X: %s\r\n" % (b"a" * 600)
    with held(port, b"GET / HTTP/1.1\r\nHost: a\r\n" + heads + spare + b"\r\n", many=1) as (line,):
        assert line.recv(4_096).split()[1] == code
