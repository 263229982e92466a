"""The site's answers, short and long, and what goes wrong with them."""

import asyncio
import threading
import time
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from typing import Any

import pytest

from ideas.front.threads import FEWEST, PORTION, Site
from tests.waiting import is_waiting, run

pytestmark = pytest.mark.once
WORD: ContextVar[str] = ContextVar("word")
CHUNK = b"x" * (PORTION // 2)
ASKED = {"REQUEST_METHOD": "POST"}


def answered(site: Any, hear: Callable[[Any], None] | None = None) -> list[Any]:
    """What a site with one thread says."""
    said: list[Any] = []

    async def send(message: Any) -> None:
        said.append(message)
        if hear is not None:
            hear(message)

    run(Site(site, 1).answer(ASKED, send))
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


def test_a_large_answer_that_is_here_is_one_message_too() -> None:
    def site(environ: Any, start_response: Any) -> list[bytes]:
        start_response("200 OK", [])
        return [CHUNK] * 5

    (_, body) = answered(site)
    assert (len(body["body"]), body["more_body"]) == (5 * len(CHUNK), False)


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


def test_an_answer_that_comes_too_late_is_put_away() -> None:
    go_on, site = threading.Event(), Long(100)

    def late(environ: Any, start_response: Any) -> Any:
        assert go_on.wait(20)
        return site(environ, start_response)

    async def leave() -> None:
        asked = asyncio.create_task(Site(late, 1).answer(ASKED, never))
        await asyncio.sleep(0.05)
        asked.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asked
        go_on.set()
        while not site.closed:
            await asyncio.sleep(0.01)

    async def never(message: Any) -> None:
        pytest.fail("nobody is there")

    run(asyncio.wait_for(leave(), 20))
    assert (site.drawn, site.closed) == (2, 1)


def test_what_breaks_half_way_is_put_away_and_told() -> None:
    site = Long(3, breaks=True)
    said: list[Any] = []
    with pytest.raises(OSError, match="the file is gone"):
        answered(site, said.append)
    assert [each.get("more_body") for each in said] == [None, True]
    assert site.closed == 1


def test_it_is_asked_in_a_thread_unless_the_answer_lies_at_hand() -> None:
    threads: list[bool] = []

    def site(environ: Any, start_response: Any) -> list[bytes]:
        threads.append(is_waiting())
        start_response("200 OK", [])
        return []

    async def send(message: Any) -> None:
        pass

    answered(site)
    run(Site(site, 1).answer_at_once(ASKED, send))
    assert threads == [False, True]


def test_few_read_at_once_and_are_not_kept_waiting_by_who_writes() -> None:
    go_on, lock = threading.Event(), threading.Lock()
    reading, most, written = 0, 0, 0

    def site(environ: Any, start_response: Any) -> list[bytes]:
        nonlocal reading, most, written
        start_response("200 OK", [])
        if environ["REQUEST_METHOD"] == "POST":
            assert go_on.wait(20)
            written += 1
            return []
        with lock:
            reading += 1
            most = max(most, reading)
        time.sleep(0.005)
        with lock:
            reading -= 1
        return []

    async def send(message: Any) -> None:
        pass

    async def ask() -> None:
        asked = Site(site, FEWEST)
        writing = [asyncio.create_task(asked.answer(ASKED, send)) for _ in range(3)]
        reads = [asked.answer({"REQUEST_METHOD": "GET"}, send) for _ in range(4 * FEWEST)]
        await asyncio.gather(*reads)
        assert written == 0
        go_on.set()
        await asyncio.gather(*writing)

    run(asyncio.wait_for(ask(), 20))
    assert (most, written) == (FEWEST, 3)
