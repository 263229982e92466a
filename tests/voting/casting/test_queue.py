"""The line: who comes while work is done is served together, each with their own outcome."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy.exc import OperationalError, TimeoutError

from ideas.voting.casting import queue
from ideas.voting.casting.queue import Full, Line

PATIENCE = 20


class Work:
    """Doubles numbers; the first batch waits until it is let go."""

    def __init__(self, *, spoils: Callable[[Sequence[int]], None] = lambda batch: None) -> None:
        self.batches: list[list[int]] = []
        self.spoils = spoils
        self.begun, self.go_on = threading.Event(), threading.Event()

    def __call__(self, batch: Sequence[int]) -> list[int]:
        self.batches.append(list(batch))
        self.begun.set()
        assert self.go_on.wait(PATIENCE)
        self.spoils(batch)
        return [2 * number for number in batch]


def join_all(line: Line[int, int], work: Work, numbers: Sequence[int]) -> list[int | str]:
    """The first number starts; the others come while it is being done."""

    def join(number: int) -> int | str:
        try:
            return line.join(number)
        except Exception as error:
            return type(error).__name__

    with ThreadPoolExecutor(len(numbers)) as people:
        first = people.submit(join, numbers[0])
        assert work.begun.wait(PATIENCE)
        others = []
        for place, number in enumerate(numbers[1:], 1):
            others.append(people.submit(join, number))
            while len(line.waiting) < place:
                pass
        work.go_on.set()
        return [each.result(PATIENCE) for each in (first, *others)]


def test_alone_is_alone() -> None:
    work = Work()
    work.go_on.set()
    line = Line(work)
    assert [line.join(1), line.join(2)] == [2, 4]
    assert work.batches == [[1], [2]]


def test_who_comes_meanwhile_goes_together_and_in_order() -> None:
    work = Work()
    assert join_all(Line(work), work, [1, 2, 3, 4]) == [2, 4, 6, 8]
    assert work.batches == [[1], [2, 3, 4]]


def test_one_spoils_nothing_for_the_others() -> None:
    def spoil(batch: Sequence[int]) -> None:
        if 3 in batch:
            raise ValueError("three")

    work = Work(spoils=spoil)
    assert join_all(Line(work), work, [1, 2, 3, 4]) == [2, 4, "ValueError", 8]
    assert work.batches == [[1], [2, 3, 4], [2], [3], [4]]


@pytest.mark.parametrize("away", [OperationalError("vote", {}, Exception()), TimeoutError()])
def test_a_database_that_is_away_or_busy_is_asked_once(away: Exception) -> None:
    def spoil(batch: Sequence[int]) -> None:
        if len(batch) > 1:
            raise away

    work, name = Work(spoils=spoil), type(away).__name__
    assert join_all(Line(work), work, [1, 2, 3]) == [2, name, name]
    assert work.batches == [[1], [2, 3]]


@pytest.mark.parametrize("away", [OperationalError("vote", {}, Exception()), TimeoutError()])
def test_who_waits_behind_a_database_that_is_away_hears_so_at_once(away: Exception) -> None:
    def spoil(batch: Sequence[int]) -> None:
        if batch == [1]:
            raise away

    work, name = Work(spoils=spoil), type(away).__name__
    line = Line(work)
    assert join_all(line, work, [1, 2, 3]) == [name] * 3
    assert work.batches == [[1]]
    assert line.join(4) == 8


def test_nobody_begins_to_wait_behind_a_leader_who_is_stuck(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    work = Work()
    line = Line(work)
    with ThreadPoolExecutor(1) as people:
        first = people.submit(line.join, 1)
        assert work.begun.wait(PATIENCE)
        monkeypatch.setattr(queue, "LONGEST_WAIT", -1.0)
        with pytest.raises(Full):
            line.join(2)
        assert not line.waiting
        work.go_on.set()
        assert first.result(PATIENCE) == 2
    assert line.join(3) == 6


def test_nothing_is_an_answer_too() -> None:
    assert Line[int, None](lambda batch: [None] * len(batch)).join(1) is None


def test_after_a_failure_the_line_goes_on() -> None:
    def spoil(batch: Sequence[int]) -> None:
        if batch == [1]:
            raise KeyboardInterrupt

    work = Work(spoils=spoil)
    work.go_on.set()
    line = Line(work)
    with pytest.raises(KeyboardInterrupt):
        line.join(1)
    assert line.join(2) == 4


def test_a_line_that_is_full_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queue, "MOST", 0)
    with pytest.raises(Full):
        Line(Work()).join(1)


def test_nobody_waits_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queue, "LONGEST_WAIT", 0.01)
    work = Work()
    line = Line(work)
    with ThreadPoolExecutor(1) as people:
        first = people.submit(line.join, 1)
        assert work.begun.wait(PATIENCE)
        with pytest.raises(Full):
            line.join(2)
        work.go_on.set()
        assert first.result(PATIENCE) == 2
    assert line.join(3) == 6
    assert work.batches == [[1], [3]]
