"""Ten times as many come as can be answered: votes and kept pages go on, searches give way.

One process with four threads stands for a site; a hundred people at once are its rush. Without
anybody turned away, those who are let in must wait longer, or this proves nothing. A second rush
grows from ten people to a hundred, until an admin makes the site read only in the midst of it.
"""

import itertools
import os
import sys
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from statistics import median

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from ideas.config import Config
from ideas.policy import Role
from ideas.settings.actions import turn
from ideas.settings.settings import Site as Switches
from tests.factories import a_live_idea, a_person
from tests.faults.careless import WELCOMING
from tests.faults.crowd import Connection, Press, Storm, a_crowd
from tests.faults.site import CAREFUL, Site, cookie_name, demand_exact, on_a_free_port, serving

pytestmark = [
    pytest.mark.slow,
    pytest.mark.once,
    pytest.mark.skipif(not os.environ.get("FAULTS"), reason="takes a minute: make faults"),
]
SECONDS, VOTERS = 8.0, 400
GROWING = float(os.environ.get("RUSH_SECONDS", "60"))
"""In which ten people become a hundred; a tenth more is for all of them."""
VOTES_A_SECOND, READ_ONLY_AFTER = 10, 5.0
SMALL = {"IDEAS_PROCESSES": "1", "IDEAS_THREADS": "4", "IDEAS_PROXIES": "1"}
READERS = {"search": 30, "drawn page": 60, "kept page": 10}
GET = "GET {path} HTTP/1.1\r\nHost: {host}\r\nX-Forwarded-For: 10.{n[0]}.{n[1]}.9\r\n{more}\r\n"


@dataclass(frozen=True)
class Answer:
    """One answer: when it was there and how long it took, in seconds; None where none came."""

    at: float
    status: int | None
    took: float


@dataclass
class Rush:
    """What people saw who do nothing but ask, by what they ask for.

    With ``growing`` a tenth of them is there at once, the others come from a tenth of so many
    seconds on, and the last at their end.
    """

    site: Site
    host: str
    cookies: Sequence[str]
    growing: float = 0.0
    answers: dict[str, list[Answer]] = field(default_factory=lambda: defaultdict(list))
    is_over: threading.Event = field(default_factory=threading.Event)
    began: float = field(default_factory=time.monotonic)

    def begin(self) -> list[threading.Thread]:
        """All of them, each in a thread."""
        threads = [
            threading.Thread(target=self._ask, args=(what, number, self._comes(number, readers)))
            for what, readers in READERS.items()
            for number in range(readers)
        ]
        for thread in threads:
            thread.start()
        return threads

    def seen(self, what: str, begin: float = 0.0, end: float = float("inf")) -> "Seen":
        """What was answered between two moments, in seconds since the rush began."""
        told = [each for each in self.answers[what] if begin <= each.at - self.began < end]
        took = sorted(each.took for each in told if each.status == 200)
        return Seen(Counter(each.status for each in told), took or [0.0])

    def _comes(self, number: int, readers: int) -> float:
        others = (number - readers / 10) / (readers - readers / 10)
        return self.growing * (0.1 + 0.9 * others) if others >= 0 else 0.0

    def _ask(self, what: str, number: int, comes: float) -> None:
        self.is_over.wait(comes)
        connection = Connection(self.site.port)
        for count in itertools.count():
            if self.is_over.is_set():
                break
            began, status = time.monotonic(), None
            with suppress(OSError):
                status, _ = connection.send(self._request(what, number, count))
            now = time.monotonic()
            self.answers[what].append(Answer(now, status, now - began))
            self.is_over.wait(0.02 if status == 200 else 0.2)
        connection.close()

    def _request(self, what: str, number: int, turn: int) -> bytes:
        path = {"search": f"/ideas?q=word{turn}", "drawn page": "/account"}.get(what, "/")
        more = f"Cookie: {self.cookies[number]}\r\n" if what == "drawn page" else ""
        n = number + 1, turn % 250
        return GET.format(path=path, host=self.host, n=n, more=more).encode()


@dataclass(frozen=True)
class Seen:
    """Answers by status, and how many seconds the good ones took, in order."""

    statuses: "Counter[int | None]"
    took: Sequence[float]

    @property
    def turned_away(self) -> float:
        """The part that was told to come again."""
        return self.statuses[503] / max(1, self.statuses.total())

    def __str__(self) -> str:
        slow = self.took[int(0.99 * (len(self.took) - 1))]
        return f"{dict(self.statuses)}, p50 {median(self.took):.2f} s, p99 {slow:.2f} s"


@contextmanager
def a_rush(
    site: Site, host: str, presses: Sequence[Press], growing: float = 0.0
) -> Iterator[tuple[Rush, Storm]]:
    """A rush with people who vote meanwhile; it ends with the block, when all have voted."""
    cookies = [
        press.request.decode().partition("Cookie: ")[2].partition("\r\n")[0] for press in presses
    ]
    assert site.status_of("/") == 200
    rush = Rush(site, host, cookies, growing)
    threads = rush.begin()
    pause = 16 * (growing or SECONDS) / len(presses)
    storm = Storm(site.port, presses, pause=pause).begin()
    try:
        yield rush, storm
    finally:
        storm.end()
        rush.is_over.set()
        for thread in threads:
            thread.join()


def tell(rush: Rush, storm: Storm, how: str) -> None:
    """What happened."""
    print(f"\na rush, {how}: votes {dict(storm.statuses)}, slowest {storm.slowest:.2f} s", end="")
    for what in READERS:
        print(f"; {what} {rush.seen(what)}", end="")
    print(file=sys.stderr)


def test_votes_and_kept_pages_go_on_in_a_rush(
    another_app: Flask, config: Config, session: Session
) -> None:
    idea, config = a_live_idea(ladder=((1_000_000, 30),)), on_a_free_port(config)
    another_app.config["SESSION_COOKIE_NAME"] = cookie_name(config)
    presses = a_crowd(another_app, f"/ideas/{idea.slug}/vote", config.bind, 2 * VOTERS)
    voted, waited = [], []
    for number, application in enumerate((CAREFUL, WELCOMING)):
        part = presses[number * VOTERS : (number + 1) * VOTERS]
        with serving(config, application, **SMALL) as site:
            site.wait_for_teller()
            with a_rush(site, config.bind, part) as (rush, storm):
                time.sleep(SECONDS)
            assert site.status_of("/ideas?q=afterwards") == 200
        tell(rush, storm, "nobody turned away" if number else "search gives way")
        assert set(storm.statuses) == {303}
        assert set(rush.seen("kept page").statuses) == {200}
        turned = {what: rush.seen(what).statuses[503] for what in READERS}
        assert (turned["search"] > 0) is (application == CAREFUL)
        waited.append(median(rush.seen("drawn page").took))
        voted += storm.voted
    assert sorted(voted) == sorted(press.person_id for press in presses)
    demand_exact(session, idea.id, voted)
    assert waited[0] < waited[1]


def test_a_rush_grows_tenfold_until_the_site_is_read_only(
    another_app: Flask, config: Config, session: Session
) -> None:
    idea, config = a_live_idea(ladder=((1_000_000, 30),)), on_a_free_port(config)
    another_app.config["SESSION_COOKIE_NAME"] = cookie_name(config)
    size, adam = int(VOTES_A_SECOND * GROWING), a_person("Adam", Role.ADMIN).id
    presses = a_crowd(another_app, f"/ideas/{idea.slug}/vote", config.bind, size + 2)
    late, last = presses.pop(), presses.pop()
    with serving(config, **SMALL) as site:
        site.wait_for_teller()
        with a_rush(site, config.bind, presses, GROWING) as (rush, storm):
            time.sleep(1.1 * GROWING)
            storm.end()
            refused_after = switched(session, site, late, is_read_only=True, by=adam)
            kept_from = time.monotonic() - rush.began
            time.sleep(READ_ONLY_AFTER)
            assert pressed(site, last) == 409
            taken_after = switched(session, site, last, is_read_only=False, by=adam)
    tell(rush, storm, f"ten people become a hundred in {GROWING:.0f} s")
    tell_parts(rush)
    said = f"read only after {refused_after:.2f} s, votes again after {taken_after:.2f} s"
    print(said, file=sys.stderr)
    assert set(storm.statuses) == {303}
    assert set(rush.seen("kept page").statuses) == {200}
    assert rush.seen("kept page", kept_from).statuses[200] > 0
    assert {status for what in READERS for status in rush.seen(what).statuses} <= {200, 503}
    few, all_ = rush.seen("search", 0, 0.1 * GROWING), rush.seen("search", GROWING)
    assert few.turned_away < 0.5 < all_.turned_away
    assert sorted(storm.voted) == sorted(press.person_id for press in presses)
    demand_exact(session, idea.id, [*storm.voted, last.person_id])


def pressed(site: Site, press: Press) -> int:
    """What one vote is answered with."""
    connection = Connection(site.port)
    status, _ = connection.send(press.request)
    connection.close()
    return status


def switched(session: Session, site: Site, press: Press, *, is_read_only: bool, by: int) -> float:
    """Seconds from an admin's turn of the switch until a vote is answered by it."""
    turn(Switches, "is_read_only", is_read_only, by=by)
    session.commit()
    began, awaited = time.monotonic(), 409 if is_read_only else 303
    while pressed(site, press) != awaited:
        assert time.monotonic() - began < READ_ONLY_AFTER
        time.sleep(0.05)
    return time.monotonic() - began


def tell_parts(rush: Rush) -> None:
    """The first tenth, with ten people, and the time of a hundred."""
    for what in READERS:
        few, all_ = rush.seen(what, 0, 0.1 * GROWING), rush.seen(what, GROWING, 1.1 * GROWING)
        print(f"{what}: ten people {few}; a hundred {all_}", file=sys.stderr)
