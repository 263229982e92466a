"""Requests as Eve words them: the parser in C and the one in Python hear the same, or refuse.

The worker takes the quick one where it is installed (``gunicorn_h1c``), so both have to hold.
"""

from collections.abc import Mapping, Sequence
from types import SimpleNamespace
from typing import Any

import gunicorn_h1c
import pytest
from gunicorn.asgi.parser import ParseError, PythonProtocol
from gunicorn.asgi.protocol import ASGIProtocol
from gunicorn.config import Config
from gunicorn.http.errors import ParseException, UnsupportedTransferCoding
from gunicorn_h1c import H1CProtocol

from ideas.patient import Connection, demand_plain_head

pytestmark = pytest.mark.once
LIMITS = {
    "limit_request_line": 4_094,
    "limit_request_fields": 100,
    "limit_request_field_size": 8_190,
    "permit_unconventional_http_method": False,
    "permit_unconventional_http_version": False,
}
REFUSALS = (
    ParseError,
    ParseException,
    gunicorn_h1c.ParseError,
    gunicorn_h1c._protocol.ParseError,
)
GET, POST = b"GET / HTTP/1.1\r\nHost: a\r\n", b"POST /x HTTP/1.1\r\nHost: a\r\n"
CHUNKED = POST + b"Transfer-Encoding: chunked\r\n\r\n"
SAID: Mapping[str, bytes] = {
    "plain": GET + b"\r\n",
    "two at once": (GET + b"\r\n") * 2,
    "more than its length": POST + b"Content-Length: 3\r\n\r\nabc" + GET + b"\r\n",
    "chunks": CHUNKED + b"3\r\nabc\r\n0\r\n\r\n",
    "a chunk with an extension": CHUNKED + b"3;a=b\r\nabc\r\n0\r\n\r\n",
    "a trailer": CHUNKED + b"0\r\nX: y\r\n\r\n",
    "CHUNKED": POST + b"Transfer-Encoding: CHUNKED\r\n\r\n0\r\n\r\n",
    "an empty line first": b"\r\n" + GET + b"\r\n",
    "HTTP/1.0": b"GET / HTTP/1.0\r\n\r\n",
    "an absolute address": b"GET http://b/c HTTP/1.1\r\nHost: a\r\n\r\n",
}
REFUSED: Mapping[str, bytes] = {
    "both lengths": POST + b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "two lengths": POST + b"Content-Length: 4\r\nContent-Length: 5\r\n\r\nabcde",
    "a list of lengths": POST + b"Content-Length: 4, 4\r\n\r\nabcd",
    "+4": POST + b"Content-Length: +4\r\n\r\nabcd",
    "-4": POST + b"Content-Length: -4\r\n\r\nabcd",
    "0x4": POST + b"Content-Length: 0x4\r\n\r\nabcd",
    "1_0": POST + b"Content-Length: 1_0\r\n\r\nabcdefghij",
    "4 in other digits": POST + "Content-Length: ٤\r\n\r\nabcd".encode(),
    "a length beyond 64 bits": POST + b"Content-Length: 18446744073709551619\r\n\r\nabc",
    "gzip before chunked": POST + b"Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
    "identity on a line before chunked": POST
    + b"Transfer-Encoding: identity\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "identity": POST + b"Transfer-Encoding: identity\r\n\r\n",
    "gzip": POST + b"Transfer-Encoding: gzip\r\n\r\n",
    "chunked, gzip": POST + b"Transfer-Encoding: chunked, gzip\r\n\r\n0\r\n\r\n",
    "chunked twice": POST + b"Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n",
    "xchunked": POST + b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
    "chunked behind a tab": POST + b"Transfer-Encoding: \x0bchunked\r\n\r\n0\r\n\r\n",
    "chunked in HTTP/1.0": b"POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "a space before the colon": POST + b"Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
    "a chunk of 0x3": CHUNKED + b"0x3\r\nabc\r\n0\r\n\r\n",
    "a chunk of -3": CHUNKED + b"-3\r\nabc\r\n0\r\n\r\n",
    "a chunk of 1_0": CHUNKED + b"1_0\r\nabcdefghijklmnop\r\n0\r\n\r\n",
    "a chunk of no size": CHUNKED + b"\r\nabc\r\n0\r\n\r\n",
    "a chunk longer than it says": CHUNKED + b"3\r\nabcd\r\n0\r\n\r\n",
    "a line feed alone after a chunk": CHUNKED + b"3\nabc\n0\n\n",
    "a line feed in an extension": CHUNKED + b"3;a\nabc\r\n0\r\n\r\n",
    "a folded header": GET + b"X: a\r\n b\r\n\r\n",
    "line feeds alone": b"GET / HTTP/1.1\nHost: a\n\n",
    "a carriage return alone": GET + b"X: a\rb\r\n\r\n",
    "a zero byte": GET + b"X: a\0b\r\n\r\n",
    "a header without a name": GET + b": b\r\n\r\n",
    "a name with a space": GET + b"X Y: b\r\n\r\n",
    "a method in small letters": b"get / HTTP/1.1\r\nHost: a\r\n\r\n",
    "a space in the address": b"GET /a b HTTP/1.1\r\nHost: a\r\n\r\n",
    "a zero byte in the address": b"GET /a\0b HTTP/1.1\r\nHost: a\r\n\r\n",
    "HTTP/0.9": b"GET /\r\n\r\n",
    "HTTP/2.0": b"GET / HTTP/2.0\r\nHost: a\r\n\r\n",
    "a long address": b"GET /" + b"a" * 5_000 + b" HTTP/1.1\r\nHost: a\r\n\r\n",
    "a long header": GET + b"X: " + b"a" * 9_000 + b"\r\n\r\n",
    "long headers": GET + (b"X: " + b"a" * 8_000 + b"\r\n") * 5 + b"\r\n",
    "many headers": GET + b"".join(b"X%d: a\r\n" % at for at in range(200)) + b"\r\n",
    "a head without end": b"GET /" + b"a" * 70_000,
}


def heard(parser: Any, said: bytes, step: int) -> Sequence[Any]:
    """Where each request begins and ends, and what is in it; raises what refuses it."""
    found: list[Any] = []

    def begin() -> bool:
        demand_plain_head(reads)
        names = [(name.lower(), value) for name, value in reads.headers]
        found.append((reads.method, reads.path, reads.is_chunked, names, bytearray()))
        return False

    def read(part: bytes) -> None:
        found[-1][-1].extend(part)

    reads = parser(
        on_headers_complete=begin,
        on_body=read,
        on_message_complete=lambda: found.append("end"),
        **LIMITS,
    )
    for at in range(0, len(said), step):
        reads.feed(said[at : at + step])
    return found


@pytest.mark.parametrize("step", [1, 100_000])
@pytest.mark.parametrize("name", SAID)
def test_both_hear_the_same(name: str, step: int) -> None:
    quick, plain = (heard(parser, SAID[name], step) for parser in (H1CProtocol, PythonProtocol))
    assert [*quick] == [*plain]
    assert quick[-1] == "end"


@pytest.mark.parametrize("step", [97, 100_000])
@pytest.mark.parametrize("parser", [H1CProtocol, PythonProtocol])
@pytest.mark.parametrize("name", REFUSED)
def test_both_refuse(name: str, parser: Any, step: int) -> None:
    with pytest.raises(REFUSALS):
        heard(parser, REFUSED[name], step)


def test_an_end_that_nobody_knows_is_refused_by_us() -> None:
    head = SimpleNamespace(headers=[(b"Transfer-Encoding", b"identity")], is_chunked=False)
    with pytest.raises(UnsupportedTransferCoding):
        demand_plain_head(head)
    chunked = [(b"Transfer-Encoding", b"Chunked ")]
    demand_plain_head(SimpleNamespace(headers=chunked, is_chunked=True))
    with pytest.raises(UnsupportedTransferCoding):
        demand_plain_head(SimpleNamespace(headers=chunked, is_chunked=False))


def test_the_quick_one_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (("available", None), ("has_limits", False), ("protocol_class", None)):
        monkeypatch.setattr(ASGIProtocol, f"_h1c_{name}", value)
    worker = SimpleNamespace(cfg=Config(), log=None, asgi=None)
    connection = Connection(worker)
    connection._setup_callback_parser()
    assert isinstance(connection._callback_parser, H1CProtocol)
