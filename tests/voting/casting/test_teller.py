"""The teller: whoever comes while votes are cast goes together, each with their own answer."""

import os
import socket
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from stat import S_IMODE

import pytest
from sqlalchemy.exc import OperationalError, TimeoutError

from ideas.config import Config
from ideas.limits.rules import TooMany
from ideas.voting.casting import way as ways
from ideas.voting.casting.spoken import Answered, Asked, Knock, Trouble, packed_asked
from ideas.voting.casting.teller import Teller
from ideas.voting.casting.way import MOST_BYTES, NoTeller, Way, address_of

PATIENCE = 20
NAME = "teller"
SEQPACKET = socket.SOCK_SEQPACKET
BUSY = OperationalError("BEGIN", {}, Exception("database is locked"))


class Work:
    """Answers a knock at "7" with 7 seconds; the first batch waits until it is let go."""

    def __init__(self, spoils: Callable[[Sequence[str]], None] = lambda batch: None) -> None:
        self.batches: list[list[str]] = []
        self.spoils = spoils
        self.begun, self.go_on = threading.Event(), threading.Event()

    def __call__(self, asked: Sequence[Asked]) -> list[Answered]:
        batch = [each.slug for each in asked]
        self.batches.append(batch)
        self.begun.set()
        assert self.go_on.wait(PATIENCE)
        self.spoils(batch)
        return [TooMany(int(slug)) for slug in batch]


@contextmanager
def telling(address: Path, work: Work) -> Iterator[Way]:
    """A teller in a thread."""
    ends, holds = os.pipe()
    with open(ends, "rb") as until:
        thread = threading.Thread(target=Teller(address, work).serve, args=(until,))
        thread.start()
        way = Way(address)
        try:
            yield way
        finally:
            work.go_on.set()
            way.close()
            os.close(holds)
            thread.join(PATIENCE)
            assert not thread.is_alive()


def said(answer: Answered) -> object:
    """Seconds, or the trouble."""
    return answer.retry_after if isinstance(answer, TooMany) else answer


def ask_all(way: Way, work: Work, slugs: Sequence[str]) -> list[object]:
    """The first begins; the others come while it is being done."""

    def ask(slug: str) -> object:
        return said(way.ask(Knock(slug, "")))

    with ThreadPoolExecutor(len(slugs)) as people:
        first = people.submit(ask, slugs[0])
        assert work.begun.wait(PATIENCE)
        others = [people.submit(ask, slug) for slug in slugs[1:]]
        while way.asking < len(slugs):
            time.sleep(0.001)
        time.sleep(0.05)  # on the way
        work.go_on.set()
        return [each.result(PATIENCE) for each in (first, *others)]


def test_who_comes_meanwhile_goes_together_each_with_their_own_answer(tmp_path: Path) -> None:
    work = Work()
    with telling(tmp_path / NAME, work) as way:
        assert ask_all(way, work, ["1", "2", "3", "4"]) == [1, 2, 3, 4]
        assert said(way.ask(Knock("5", ""))) == 5
    assert [sorted(batch) for batch in work.batches] == [["1"], ["2", "3", "4"], ["5"]]


def test_connections_are_used_again(tmp_path: Path) -> None:
    work = Work()
    work.go_on.set()
    with telling(tmp_path / NAME, work) as way:
        for number in range(3):
            assert said(way.ask(Knock(str(number), ""))) == number
        assert len(way.free) == 1


def test_one_spoils_nothing_for_the_others(tmp_path: Path) -> None:
    def spoil(batch: Sequence[str]) -> None:
        if "3" in batch:
            raise ValueError("3")

    work = Work(spoil)
    with telling(tmp_path / NAME, work) as way:
        assert ask_all(way, work, ["1", "2", "3", "4"]) == [1, 2, Trouble(is_busy=False), 4]


@pytest.mark.parametrize("away", [BUSY, TimeoutError("others are writing")])
def test_a_database_that_is_away_is_asked_once_and_for_all_who_wait(
    tmp_path: Path, away: Exception
) -> None:
    def spoil(batch: Sequence[str]) -> None:
        raise away

    work = Work(spoil)
    with telling(tmp_path / NAME, work) as way:
        assert ask_all(way, work, ["1", "2", "3"]) == [Trouble(is_busy=True)] * 3
    assert work.batches == [["1"]]


def test_behind_a_teller_who_is_stuck_nobody_begins_to_wait(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ways, "LONGEST_WAIT", 0.2)
    work = Work()
    with telling(tmp_path / NAME, work) as way:
        assert way.ask(Knock("1", "")) == Trouble(is_busy=True)
        assert way.free == []
        way.asking, way.heard = 1, time.monotonic() - 1  # as while somebody waits
        monkeypatch.setattr(way, "_ask", lambda message: pytest.fail("began to wait"))
        assert way.ask(Knock("2", "")) == Trouble(is_busy=True)


def test_without_a_teller_that_is_said_at_once(tmp_path: Path) -> None:
    with pytest.raises(NoTeller):
        Way(tmp_path / NAME).ask(Knock("1", ""))
    with socket.socket(socket.AF_UNIX, SEQPACKET) as deaf:
        deaf.bind(str(tmp_path / NAME))
        with pytest.raises(NoTeller):
            Way(tmp_path / NAME).ask(Knock("1", ""))
    with pytest.raises(NoTeller):
        Way(tmp_path / ("deep" * 40) / NAME).ask(Knock("1", ""))


def test_a_home_may_lie_as_deep_as_it_likes(tmp_path: Path) -> None:
    home, work = tmp_path / ("deep" * 40), Work()
    home.mkdir()
    work.go_on.set()
    with telling(home / NAME, work) as way:
        assert said(way.ask(Knock("1", ""))) == 1
    assert [each.name for each in home.iterdir()] == [NAME]


def test_two_sites_in_one_home_do_not_cast_each_others_votes(tmp_path: Path) -> None:
    one = Config(home=tmp_path, secret_key="", database_url="sqlite:///one")
    other, work = replace(one, database_url="sqlite:///other"), Work()
    work.go_on.set()
    with telling(address_of(one), work) as way:
        assert said(way.ask(Knock("1", ""))) == 1
        with pytest.raises(NoTeller):
            Way(address_of(other)).ask(Knock("2", ""))


def test_whoever_asks_and_never_listens_keeps_nobody_waiting(tmp_path: Path) -> None:
    work = Work()
    work.go_on.set()
    with telling(tmp_path / NAME, work) as way, socket.socket(socket.AF_UNIX, SEQPACKET) as deaf:
        deaf.connect(str(tmp_path / NAME))
        for _ in range(5_000):
            deaf.send(packed_asked([(0, Knock("1", ""))]))
        assert said(way.ask(Knock("2", ""))) == 2


def test_an_answer_of_another_version_is_none(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX, SEQPACKET) as older:
        older.bind(str(tmp_path / NAME))
        older.listen()
        with ThreadPoolExecutor(1) as people:
            asked = people.submit(Way(tmp_path / NAME).ask, Knock("1", ""))
            with older.accept()[0] as connection:
                connection.recv(MOST_BYTES)
                connection.send(b'[[0, "Heard", {"state": "counted"}]]')
                with pytest.raises(NoTeller):
                    asked.result(PATIENCE)


def test_a_teller_that_ended_is_noticed_and_the_next_one_found(tmp_path: Path) -> None:
    first, second, way = Work(), Work(), Way(tmp_path / NAME)
    first.go_on.set()
    second.go_on.set()
    with telling(tmp_path / NAME, first):
        assert said(way.ask(Knock("1", ""))) == 1
    with telling(tmp_path / NAME, second):
        with pytest.raises(NoTeller):
            way.ask(Knock("2", ""))
        assert said(way.ask(Knock("3", ""))) == 3
        way.close()
    assert (first.batches, second.batches) == ([["1"]], [["3"]])


def test_what_came_before_the_end_is_still_cast(tmp_path: Path) -> None:
    work = Work()
    with ThreadPoolExecutor(2) as people:
        with telling(tmp_path / NAME, work) as way:
            asked = [people.submit(way.ask, Knock("1", ""))]
            assert work.begun.wait(PATIENCE)
            asked.append(people.submit(way.ask, Knock("2", "")))
            while way.asking < 2:
                time.sleep(0.001)
            time.sleep(0.05)
        assert [said(each.result(PATIENCE)) for each in asked] == [1, 2]
        way.close()


@pytest.mark.parametrize(
    "message",
    [
        *(b"hello", b'[[1, "Knock", {}]]', b'[[1, "Song", "a", "b", "", null]]', b"{}[]"),
        *(b"[" * 15_000, b'[[0, "Knock", "a", "b", "", 7]]', b'[[1, {}, "a", "b", "", null]]'),
        *(b'[["one", "Knock", "a", "b", "", null]]', b'["Knock", "a", "b", "", null]'),
    ],
)
def test_who_speaks_in_tongues_is_let_go_and_the_others_are_served(
    tmp_path: Path, message: bytes
) -> None:
    work = Work()
    work.go_on.set()
    with (
        telling(tmp_path / NAME, work) as way,
        socket.socket(socket.AF_UNIX, SEQPACKET) as stranger,
    ):
        stranger.settimeout(PATIENCE)
        stranger.connect(str(tmp_path / NAME))
        stranger.send(message)
        assert stranger.recv(100) == b""
        assert said(way.ask(Knock("1", ""))) == 1


def test_only_the_sites_own_user_may_speak_to_it(tmp_path: Path) -> None:
    with telling(tmp_path / NAME, Work()):
        assert S_IMODE((tmp_path / NAME).stat().st_mode) == 0o600
