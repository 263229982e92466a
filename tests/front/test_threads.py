"""The site's answers, short and long, and what goes wrong with them."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from typing import Any

import pytest

from ideas.front.threads import PORTION, Site

pytestmark = pytest.mark.once
WORD: ContextVar[str] = ContextVar("word")
CHUNK = b"x" * (PORTION // 2)


def answered(site: Any, hear: Callable[[Any], None] | None = None) -> list[Any]:
    """What a site with one thread says."""
    said: list[Any] = []

    async def send(message: Any) -> None:
        said.append(message)
        if hear is not None:
            hear(message)

    asyncio.run(Site(site, 1).answer({}, send))
    return said


def test_a_short_answer_is_one_message() -> None:
    def site(environ: Any, start_response: Any) -> list[bytes]:
        write = start_response(
            "201 CREATED", [("X-Word", "ü"), ("Set-Cookie", "a"), ("Set-Cookie", "b")]
        )
        write(b"before ")
        return [b"and ", b"after"]

    begun, body = answered(site)
    told = [(b"x-word", b"\xfc"), (b"set-cookie", b"a"), (b"set-cookie", b"b")]
    assert (begun["status"], begun["headers"]) == (201, told)
    assert (body["body"], body["more_body"]) == (b"before and after", False)


class Long:
    """An answer in chunks, drawn in the context it was begun in."""

    def __init__(self, chunks: int, *, breaks: bool = False) -> None:
        self.chunks, self.breaks = chunks, breaks
        self.drawn, self.closed = 0, 0

    def __call__(self, environ: Any, start_response: Any) -> "Long":
        WORD.set("kept")
        start_response("200 OK", [])
        return self

    def __iter__(self) -> Iterator[bytes]:
        for _ in range(self.chunks):
            assert WORD.get() == "kept"
            self.drawn += 1
            yield CHUNK
        if self.breaks:
            raise OSError("the file is gone")

    def close(self) -> None:
        """Count how often."""
        self.closed += 1


def test_a_long_answer_goes_out_in_portions() -> None:
    site = Long(7)
    said = answered(site)
    assert [len(each["body"]) for each in said[1:]] == [PORTION, PORTION, PORTION, len(CHUNK)]
    assert [each["more_body"] for each in said[1:]] == [True, True, True, False]
    assert site.closed == 1


def test_it_is_not_drawn_on_for_who_is_gone() -> None:
    def leave(message: Any) -> None:
        if message["type"] == "http.response.body":
            raise ConnectionResetError

    site = Long(100)
    with pytest.raises(ConnectionResetError):
        answered(site, leave)
    assert (site.drawn, site.closed) == (2, 1)


def test_what_breaks_half_way_is_put_away_and_told() -> None:
    site = Long(3, breaks=True)
    said: list[Any] = []
    with pytest.raises(OSError, match="the file is gone"):
        answered(site, said.append)
    assert [each.get("more_body") for each in said] == [None, True]
    assert site.closed == 1


def test_it_is_asked_in_a_thread_unless_the_answer_lies_at_hand() -> None:
    threads: list[threading.Thread] = []

    def site(environ: Any, start_response: Any) -> list[bytes]:
        threads.append(threading.current_thread())
        start_response("200 OK", [])
        return []

    async def send(message: Any) -> None:
        pass

    answered(site)
    asyncio.run(Site(site, 1).answer_at_once({}, send))
    assert [each is threading.main_thread() for each in threads] == [False, True]
