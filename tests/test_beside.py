"""What runs beside the web: kept by one process at a time, and never outliving it."""

import errno
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from ideas import beside
from ideas.beside import Keeper

PATIENCE = 20
LISTENS = "import sys; open(sys.argv[1], 'a').write('begun\\n'); sys.stdin.read()"


def until(condition: Callable[[], bool]) -> None:
    """Wait for it."""
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


class Kept:
    """A keeper at work in a thread."""

    def __init__(self, home: Path, name: str, program: str = LISTENS) -> None:
        self.told = home / name
        self.keeper = Keeper(home / "lock", (sys.executable, "-c", program, str(self.told)))
        self.thread = threading.Thread(target=self.keeper.keep, daemon=True)
        self.thread.start()

    @property
    def times_begun(self) -> int:
        """How often the command was started."""
        return len(self.told.read_text().splitlines()) if self.told.exists() else 0

    def end(self) -> None:
        """As when the process ends."""
        self.keeper.end()
        self.thread.join(PATIENCE)


@pytest.fixture
def keep(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Kept]]:
    monkeypatch.setattr(beside, "SECONDS_BETWEEN_STARTS", 0.01)
    made: list[Kept] = []

    def make(name: str, program: str = LISTENS) -> Kept:
        made.append(Kept(tmp_path, name, program))
        return made[-1]

    yield make
    for each in made:
        each.end()


def test_what_is_kept_ends_with_its_keeper(keep: Callable[..., Kept]) -> None:
    one = keep("one")
    until(lambda: one.times_begun == 1)
    process = one.keeper.process
    assert process is not None
    assert process.poll() is None
    one.end()
    assert process.poll() == 0
    assert not one.thread.is_alive()


def test_what_ended_is_started_again(keep: Callable[..., Kept]) -> None:
    one = keep("one", "import sys; open(sys.argv[1], 'a').write('begun\\n')")
    until(lambda: one.times_begun >= 3)


def test_what_fails_again_and_again_is_begun_less_and_less_often(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(beside, "SECONDS_BETWEEN_STARTS", 1)
    monkeypatch.setattr(beside, "MOST_SECONDS_BETWEEN_STARTS", 5)
    ends, waited = iter([1, 1, 1, 0, -9, 1]), []
    keeper = Keeper(tmp_path / "lock", ("teller",))

    def wait(seconds: float) -> None:
        waited.append(seconds)
        if len(waited) == 6:
            keeper.over.set()

    monkeypatch.setattr(keeper.over, "wait", wait)
    monkeypatch.setattr(keeper, "_fails", lambda: next(ends) > 0)
    keeper.keep()
    assert waited == [2, 4, 5, 1, 1, 2]


def test_what_cannot_be_begun_is_begun_once_there_is_room(
    keep: Callable[..., Kept], monkeypatch: pytest.MonkeyPatch
) -> None:
    begin, refusals = subprocess.Popen, [OSError(errno.EAGAIN, "no more processes")] * 2

    def refuse_first(*args: Any, **kwargs: Any) -> Any:
        if refusals:
            raise refusals.pop()
        return begin(*args, **kwargs)

    monkeypatch.setattr(subprocess, "Popen", refuse_first)
    one = keep("one")
    until(lambda: one.times_begun == 1)
    assert refusals == []


def test_one_keeps_at_a_time_and_the_next_takes_over(keep: Callable[..., Kept]) -> None:
    one = keep("one")
    until(lambda: one.times_begun == 1)
    other = keep("other")
    time.sleep(0.2)
    assert other.times_begun == 0
    one.end()
    until(lambda: other.times_begun == 1)


def test_whoever_waits_for_a_turn_that_never_comes_can_still_end(
    keep: Callable[..., Kept],
) -> None:
    one = keep("one")
    until(lambda: one.times_begun == 1)
    other = keep("other")
    other.keeper.end()
    one.end()
    other.thread.join(PATIENCE)
    assert not other.thread.is_alive()
    assert other.times_begun == 0
