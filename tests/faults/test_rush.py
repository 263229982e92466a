"""Ten times as many come as can be answered: votes and kept pages go on, searches give way.

One process with four threads stands for a site; a hundred people at once are its rush. Without
anybody turned away, those who are let in must wait longer, or this proves nothing.
"""

import itertools
import os
import sys
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from statistics import median

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from ideas.config import Config
from tests.factories import a_live_idea
from tests.faults.careless import WELCOMING
from tests.faults.crowd import Connection, Press, Storm, a_crowd
from tests.faults.site import CAREFUL, Site, cookie_name, demand_exact, on_a_free_port, serving

pytestmark = [
    pytest.mark.slow,
    pytest.mark.once,
    pytest.mark.skipif(not os.environ.get("FAULTS"), reason="takes a minute: make faults"),
]
SECONDS, VOTERS = 8.0, 400
READERS = {"search": 30, "drawn page": 60, "kept page": 10}
GET = "GET {path} HTTP/1.1\r\nHost: {host}\r\nX-Forwarded-For: 10.{n[0]}.{n[1]}.9\r\n{more}\r\n"


@dataclass
class Rush:
    """What people saw who do nothing but ask, by what they ask for."""

    site: Site
    host: str
    cookies: Sequence[str]
    statuses: dict[str, "Counter[int | None]"] = field(default_factory=lambda: defaultdict(Counter))
    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    is_over: threading.Event = field(default_factory=threading.Event)

    def begin(self) -> list[threading.Thread]:
        """All of them at once."""
        threads = [
            threading.Thread(target=self._ask, args=(what, number))
            for what, readers in READERS.items()
            for number in range(readers)
        ]
        for thread in threads:
            thread.start()
        return threads

    def _ask(self, what: str, number: int) -> None:
        connection = Connection(self.site.port)
        for turn in itertools.count():
            if self.is_over.is_set():
                break
            began, status = time.monotonic(), None
            with suppress(OSError):
                status, _ = connection.send(self._request(what, number, turn))
            self.statuses[what][status] += 1
            if status == 200:
                self.seconds[what].append(time.monotonic() - began)
            self.is_over.wait(0.02 if status == 200 else 0.2)
        connection.close()

    def _request(self, what: str, number: int, turn: int) -> bytes:
        path = {"search": f"/ideas?q=word{turn}", "drawn page": "/account"}.get(what, "/")
        more = f"Cookie: {self.cookies[number]}\r\n" if what == "drawn page" else ""
        n = number + 1, turn % 250
        return GET.format(path=path, host=self.host, n=n, more=more).encode()


def a_rush(site: Site, host: str, presses: Sequence[Press]) -> tuple[Rush, Storm]:
    """Some seconds of it, with people who vote meanwhile."""
    cookies = [
        press.request.decode().partition("Cookie: ")[2].partition("\r\n")[0] for press in presses
    ]
    assert site.status_of("/") == 200
    rush = Rush(site, host, cookies)
    threads = rush.begin()
    storm = Storm(site.port, presses, pause=16 * SECONDS / VOTERS).begin()
    time.sleep(SECONDS)
    storm.end()
    rush.is_over.set()
    for thread in threads:
        thread.join()
    return rush, storm


def tell(rush: Rush, storm: Storm, how: str) -> None:
    """What happened."""
    print(f"\na rush, {how}: votes {dict(storm.statuses)}, slowest {storm.slowest:.2f} s", end="")
    for what, statuses in rush.statuses.items():
        took = sorted(rush.seconds[what]) or [0.0]
        slow = took[int(0.99 * (len(took) - 1))]
        print(f"; {what} {dict(statuses)}, p50 {median(took):.2f} s, p99 {slow:.2f} s", end="")
    print(file=sys.stderr)


def test_votes_and_kept_pages_go_on_in_a_rush(
    another_app: Flask, config: Config, session: Session
) -> None:
    idea, config = a_live_idea(ladder=((1_000_000, 30),)), on_a_free_port(config)
    another_app.config["SESSION_COOKIE_NAME"] = cookie_name(config)
    presses = a_crowd(another_app, f"/ideas/{idea.slug}/vote", config.bind, 2 * VOTERS)
    small = {"IDEAS_PROCESSES": "1", "IDEAS_THREADS": "4", "IDEAS_PROXIES": "1"}
    voted, waited = [], []
    for number, application in enumerate((CAREFUL, WELCOMING)):
        part = presses[number * VOTERS : (number + 1) * VOTERS]
        with serving(config, application, **small) as site:
            site.wait_for_teller()
            rush, storm = a_rush(site, config.bind, part)
            assert site.status_of("/ideas?q=afterwards") == 200
        tell(rush, storm, "nobody turned away" if number else "search gives way")
        assert set(storm.statuses) == {303}
        assert set(rush.statuses["kept page"]) == {200}
        turned = {what: said[503] for what, said in rush.statuses.items()}
        assert (turned["search"] > 0) is (application == CAREFUL)
        waited.append(median(rush.seconds["drawn page"]))
        voted += storm.voted
    assert sorted(voted) == sorted(press.person_id for press in presses)
    demand_exact(session, idea.id, voted)
    assert waited[0] < waited[1]
