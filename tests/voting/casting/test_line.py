"""The line to the teller: many ask at once on one connection, and nobody waits in vain."""

import asyncio
import socket
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

import pytest

from ideas.voting.casting import line as lines
from ideas.voting.casting.line import Line
from ideas.voting.casting.spoken import Answered, Knock, Trouble
from ideas.voting.casting.way import MOST_BYTES, NoTeller
from tests.voting.casting.test_teller import NAME, SEQPACKET, Work, said, telling
from tests.waiting import run

pytestmark = pytest.mark.once


def ready() -> Work:
    """A teller's work that is done at once."""
    work = Work()
    work.go_on.set()
    return work


def soon(line: Line, asked: Coroutine[Any, Any, Any]) -> Any:
    """What comes of it, soon; the line is let go then."""

    async def ask() -> Any:
        try:
            return await asyncio.wait_for(asked, 20)
        finally:
            line.close()

    return run(ask())


async def ask_all(line: Line, numbers: range) -> list[object]:
    """Everybody at once; each hears their own answer, or why there is none."""
    asked = [line.ask(Knock(str(number), "")) for number in numbers]
    answers = await asyncio.gather(*asked, return_exceptions=True)
    return [type(each) if isinstance(each, NoTeller) else said(each) for each in answers]  # type: ignore[arg-type]


@pytest.fixture
def line(tmp_path: Path) -> Line:
    return Line(tmp_path / NAME)


def test_many_go_together_each_with_their_own_answer(tmp_path: Path, line: Line) -> None:
    work = ready()
    with telling(tmp_path / NAME, work):
        assert soon(line, ask_all(line, range(500))) == [*range(500)]
    assert sum(map(len, work.batches)) == 500
    assert len(work.batches) < 50


def test_it_is_used_again(tmp_path: Path, line: Line) -> None:
    async def twice() -> list[object]:
        first = await ask_all(line, range(3))
        connection = line.connection
        second = await ask_all(line, range(3, 5))
        assert line.connection is connection
        assert line.waiting == {}
        return first + second

    with telling(tmp_path / NAME, ready()):
        assert soon(line, twice()) == [0, 1, 2, 3, 4]


def test_without_a_teller_that_is_said_at_once(line: Line) -> None:
    assert soon(line, ask_all(line, range(2))) == [NoTeller, NoTeller]


def test_a_teller_that_ends_is_noticed_and_the_next_one_found(tmp_path: Path, line: Line) -> None:
    async def over() -> None:
        with socket.socket(socket.AF_UNIX, SEQPACKET) as first:
            first.bind(str(tmp_path / NAME))
            first.listen()
            asked = asyncio.create_task(ask_all(line, range(40)))
            await asyncio.sleep(0.05)
            heard, _ = first.accept()
            assert b"Knock" in heard.recv(MOST_BYTES)
            heard.close()
            assert await asked == [NoTeller] * 40
        (tmp_path / NAME).unlink()
        with telling(tmp_path / NAME, ready()):
            assert await ask_all(line, range(3)) == [0, 1, 2]

    soon(line, over())


@pytest.mark.parametrize("message", [b"hello", b'[[1, "Heard", {"state": 1}]]', b"[3]"])
def test_an_answer_of_another_version_is_none(tmp_path: Path, line: Line, message: bytes) -> None:
    async def ask() -> None:
        with socket.socket(socket.AF_UNIX, SEQPACKET) as older:
            older.bind(str(tmp_path / NAME))
            older.listen()
            asked = asyncio.create_task(ask_all(line, range(1)))
            await asyncio.sleep(0.05)
            with older.accept()[0] as heard:
                heard.send(message)
                assert await asked == [NoTeller]

    soon(line, ask())


def test_behind_a_teller_who_is_stuck_nobody_waits_for_long(
    tmp_path: Path, line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lines, "LONGEST_WAIT", 0.2)

    async def ask() -> None:
        late = Trouble(is_busy=True)
        first = asyncio.create_task(line.ask(Knock("1", "")))
        await asyncio.sleep(0.15)
        second = asyncio.create_task(line.ask(Knock("2", "")))
        await asyncio.sleep(0.1)
        begun = asyncio.get_running_loop().time()
        assert await line.ask(Knock("3", "")) == late
        assert asyncio.get_running_loop().time() - begun < 0.1
        assert [await first, await second] == [late, late]

    with telling(tmp_path / NAME, Work()):
        soon(line, ask())


def test_what_a_busy_teller_has_no_room_for_is_said_a_moment_later(
    tmp_path: Path, line: Line
) -> None:
    async def ask() -> list[Answered]:
        asked = [asyncio.create_task(line.ask(Knock("é" * 300, "", "ü" * 300))) for _ in range(900)]
        await asyncio.sleep(0.3)
        assert line.unsent
        work.go_on.set()
        return await asyncio.gather(*asked)

    work = Work()
    work.spoils = lambda batch: None
    with telling(tmp_path / NAME, Counting(work)):  # type: ignore[arg-type]
        answers = soon(line, ask())
    assert len(answers) == 900


class Counting:
    """As work, whatever the slug."""

    def __init__(self, work: Work) -> None:
        self.work, self.go_on = work, work.go_on

    def __call__(self, asked: Any) -> Any:
        """Answers when it is let go."""
        assert self.go_on.wait(20)
        return [None] * len(asked)
