"""Turns at a file: one at a time, over threads and processes; who dies gives their turn away."""

import multiprocessing
import os
import signal
import threading
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.synchronize import Event
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import TimeoutError

from ideas import turnstile
from ideas.turnstile import Turnstile, turnstile_of

pytestmark = pytest.mark.long

PATIENCE, TURNS, SPAWN = 30, 40, multiprocessing.get_context("spawn")


def add_often(database: str, number: Path) -> None:
    """Read a number, add one, write it: without turns some additions are lost."""
    turns = Turnstile(database)

    def add() -> None:
        for _ in range(TURNS):
            turns.enter()
            try:
                number.write_text(str(int(number.read_text()) + 1))
            finally:
                turns.leave()

    with ThreadPoolExecutor(3) as threads:
        for each in [threads.submit(add) for _ in range(3)]:
            each.result()


def hold(database: str, has_it: Event, give_it: Event) -> None:
    """Take a turn, and keep it until told."""
    turns = Turnstile(database)
    turns.enter()
    has_it.set()
    give_it.wait(PATIENCE)
    turns.leave()


def test_one_at_a_time_over_threads_and_processes(tmp_path: Path) -> None:
    number = tmp_path / "number"
    number.write_text("0")
    database = str(tmp_path / "ideas.sqlite")
    others = [SPAWN.Process(target=add_often, args=(database, number)) for _ in range(2)]
    for each in others:
        each.start()
    add_often(database, number)
    for each in others:
        each.join(PATIENCE)
        assert each.exitcode == 0
    assert number.read_text() == str(3 * 3 * TURNS)


@pytest.mark.parametrize("ending", ["gives it", "dies"])
def test_the_next_waits_until_the_turn_is_given_or_its_holder_dies(
    tmp_path: Path, ending: str
) -> None:
    database, has_it, give_it = str(tmp_path / "ideas.sqlite"), SPAWN.Event(), SPAWN.Event()
    holder = SPAWN.Process(target=hold, args=(database, has_it, give_it))
    holder.start()
    assert has_it.wait(PATIENCE)
    turns = Turnstile(database)
    waiting = threading.Thread(target=turns.enter)
    waiting.start()
    waiting.join(0.2)
    assert waiting.is_alive()
    if ending == "dies":
        os.kill(holder.pid or 0, signal.SIGKILL)
    else:
        give_it.set()
    waiting.join(PATIENCE)
    assert not waiting.is_alive()
    turns.leave()
    holder.join(PATIENCE)


def test_nobody_waits_long_for_their_own_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turnstile, "LONGEST_WAIT", 0.01)
    turns = Turnstile(str(tmp_path / "ideas.sqlite"))
    turns.enter()
    with pytest.raises(TimeoutError):
        turns.enter()
    turns.leave()
    turns.enter()
    turns.leave()


def test_only_a_file_has_turns(tmp_path: Path) -> None:
    file = sa.create_engine(f"sqlite:///{tmp_path}/ideas.sqlite")
    assert turnstile_of(file) is turnstile_of(sa.create_engine(file.url))
    assert turnstile_of(sa.create_engine("sqlite://")) is None
    assert turnstile_of(sa.create_engine("sqlite:///:memory:")) is None
