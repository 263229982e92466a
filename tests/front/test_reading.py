"""Bodies, short and long, in pieces, too slow, or never whole."""

import asyncio
from typing import Any

import pytest

from ideas.front import reading
from ideas.front.messages import Gone
from ideas.front.reading import SHORT, coming, is_long, short_body
from tests.front.through import said_to
from tests.waiting import run

pytestmark = pytest.mark.once


def read(environ: dict[str, str], *parts: bytes, gone: bool = False) -> bytes:
    """What the site reads of a body that comes in these parts."""
    found: list[bytes] = []

    async def ask(scope: Any, receive: Any, send: Any) -> None:
        body = coming(receive) if is_long(environ) else await short_body(environ, receive)
        found.append(await asyncio.to_thread(body.read))

    run(said_to(ask, {}, *parts, gone=gone))
    return found[0]


LARGE = b"x" * (SHORT + 1)
CHUNKED = {"HTTP_TRANSFER_ENCODING": "chunked"}


def test_a_body_in_parts_is_read_whole() -> None:
    assert read({"CONTENT_LENGTH": "6"}, b"abc", b"", b"def") == b"abcdef"
    assert read({"CONTENT_LENGTH": str(3 * len(LARGE))}, LARGE, LARGE, LARGE) == LARGE * 3
    assert read(CHUNKED, b"abc", b"", LARGE) == b"abc" + LARGE


def test_without_a_body_nothing_is_waited_for() -> None:
    assert read({}, b"never asked for") == b""
    assert read({"CONTENT_LENGTH": "0"}, b"never asked for") == b""


def test_who_leaves_before_the_end_sent_nothing() -> None:
    with pytest.raises(Gone):
        read({"CONTENT_LENGTH": "6"}, b"abc", gone=True)
    for environ in (CHUNKED, {"CONTENT_LENGTH": str(2 * len(LARGE))}):
        with pytest.raises(ConnectionResetError):
            read(environ, LARGE, gone=True)


async def never() -> Any:
    """Whoever sends says nothing more."""
    await asyncio.sleep(20)


def test_nobody_is_waited_for_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "SECONDS", 0.05)

    async def read_on() -> None:
        with pytest.raises(TimeoutError):
            await short_body({"CONTENT_LENGTH": "9"}, never)
        body = coming(never)
        with pytest.raises(TimeoutError):
            await asyncio.to_thread(body.read)

    run(read_on())


@pytest.mark.parametrize(
    ("environ", "is_so"),
    [
        ({}, False),
        ({"CONTENT_LENGTH": ""}, False),
        ({"CONTENT_LENGTH": "5"}, False),
        ({"CONTENT_LENGTH": str(SHORT)}, False),
        ({"CONTENT_LENGTH": str(SHORT + 1)}, True),
        ({"CONTENT_LENGTH": "5x"}, True),
        (CHUNKED, True),
    ],
)
def test_which_bodies_are_long(environ: dict[str, str], is_so: bool) -> None:
    assert is_long(environ) is is_so
