"""Who is turned away when more come than can be answered, and what they are told."""

import asyncio
import threading
from collections import Counter
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from ideas.front.application import Front
from ideas.front.crowds import Errand, errand_of, is_too_much
from ideas.front.threads import MOST_TOLD, Site
from tests.factories import the_campaign
from tests.front.through import said_to, scope_of
from tests.waiting import run

pytestmark = pytest.mark.once
COSTLY, PAGE, FORM, VITAL = Errand


@pytest.mark.parametrize(
    ("method", "path", "query", "errand"),
    [
        ("GET", "/ideas", "q=boat", COSTLY),
        ("GET", "/ideas", "sort=votes&q=boat", COSTLY),
        ("GET", "/ideas", "q=", PAGE),
        ("GET", "/ideas", "seq=9", PAGE),
        ("GET", "/workshop/similar", "title=boat", COSTLY),
        ("GET", "/account/data", "", COSTLY),
        ("POST", "/desk/exports", "", COSTLY),
        ("GET", "/moderation-log/2026.csv", "", COSTLY),
        ("GET", "/workshop/statements/7.pdf", "", COSTLY),
        ("GET", "/", "", PAGE),
        ("HEAD", "/ideas/a-boat", "", PAGE),
        ("POST", "/ideas/a-boat/comments", "", FORM),
        ("POST", "/ideas/a-boat/vote", "", VITAL),
        ("GET", "/livez", "", VITAL),
        ("GET", "/readyz", "", VITAL),
    ],
)
def test_what_somebody_came_for(method: str, path: str, query: str, errand: Errand) -> None:
    asked = {"REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": query}
    assert errand_of(asked) is errand


def test_what_is_named_is_a_page_of_the_site(app: Flask) -> None:
    named = {"/account/data", "/workshop/similar", "/desk/exports", "/desk/terms/tune"}
    named |= {"/livez", "/readyz", "/healthz", "/metrics", "/ideas/<slug>/vote"}
    assert named <= {rule.rule for rule in app.url_map.iter_rules()}


@pytest.mark.parametrize(
    ("errand", "here", "costly", "is_so"),
    [
        (COSTLY, 63, 31, False),
        (COSTLY, 64, 0, True),
        (COSTLY, 32, 32, True),
        (PAGE, 255, 0, False),
        (PAGE, 256, 0, True),
        (FORM, 511, 0, False),
        (FORM, 512, 0, True),
        (VITAL, 100_000, 32, False),
    ],
)
def test_who_goes_first(errand: Errand, here: int, costly: int, *, is_so: bool) -> None:
    assert is_too_much(errand, here=here, costly=costly, threads=32) is is_so


class Stuck:
    """A site whose every answer waits for ``free``; it turns people away as ours does."""

    def __init__(self) -> None:
        self.free = threading.Event()
        self.inside: Counter[str] = Counter()
        self.most = 0

    def __call__(self, environ: Any, start_response: Any) -> list[bytes]:
        """Wait."""
        if "ideas.trouble" in environ:
            start_response("503 SERVICE UNAVAILABLE", [("Retry-After", "5")])
            return [b"with our regrets"]
        self.inside[environ["QUERY_STRING"]] += 1
        self.most = max(self.most, self.inside["q=boat"])
        self.free.wait(10)
        self.inside[environ["QUERY_STRING"]] -= 1
        start_response("200 OK", [])
        return [b"at last"]


async def crowd(site: Site, stuck: Stuck, requests: list[dict[str, str]]) -> list[list[Any]]:
    """Everybody at once; those who are let in are answered at the end."""

    async def come(asked: dict[str, str]) -> list[Any]:
        said: list[Any] = []

        async def send(message: Any) -> None:
            said.append(message)

        await site.answer({**asked}, send)
        return said

    coming = [asyncio.create_task(come(asked)) for asked in requests]
    await asyncio.sleep(0.3)
    stuck.free.set()
    return list(await asyncio.gather(*coming))


def a_request(path: str, query: str = "", method: str = "GET") -> dict[str, str]:
    """What somebody asks for."""
    return {"REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": query}


def test_search_gives_way_to_pages_and_pages_to_forms_and_all_to_votes() -> None:
    stuck = Stuck()
    site = Site(stuck, 4)
    groups = {
        "search": [a_request("/ideas", "q=boat")] * 10,
        "page": [a_request("/account")] * 40,
        "form": [a_request("/account", method="POST")] * 50,
        "vote": [a_request("/ideas/a-boat/vote", method="POST")] * 30,
    }
    said = iter(run(crowd(site, stuck, [each for group in groups.values() for each in group])))
    answers = {
        name: Counter(next(said)[0]["status"] for _ in group) for name, group in groups.items()
    }
    assert answers == {
        "search": {200: 4, 503: 6},
        "page": {200: 28, 503: 12},
        "form": {200: 32, 503: 18},
        "vote": {200: 30},
    }
    assert stuck.most == 1
    assert site.here.total() == site.turned == 0


def test_when_even_regrets_take_long_they_are_one_line_in_the_readers_language() -> None:
    """The line says what the page would, by the cookie, else by the browser."""
    stuck = Stuck()
    site = Site(stuck, 1)
    site.turned = MOST_TOLD
    site.here[PAGE] = 8
    french = {"HTTP_ACCEPT_LANGUAGE": "fr-CA,fr;q=0.9,en;q=0.8"}
    asked = [{}, french, french | {"HTTP_COOKIE": "a=b; language=en"}, {"HTTP_COOKIE": "\xff=\xff"}]
    said = run(crowd(site, stuck, [a_request("/") | each for each in asked]))
    for (begun, body), language in zip(said, ["en", "fr", "en", "en"], strict=True):
        headers, line = dict(begun["headers"]), body["body"]
        assert begun["status"] == 503
        assert headers[b"retry-after"] == b"5"
        assert headers[b"content-length"] == str(len(line)).encode()
        assert headers[b"content-language"] == language.encode()
        words = {"en": "The site is busy", "fr": "Le site est"}[language]
        assert line.decode().startswith(words)


def test_a_kept_page_is_given_however_many_are_here(another_app: Flask, session: Session) -> None:
    the_campaign()
    front = Front(another_app, 1)
    first = run(said_to(front, scope_of()))
    front.site.here[PAGE] = 8
    begun, body = run(said_to(front, scope_of()))
    assert (begun["status"], body["body"]) == (200, first[1]["body"])
    unseen = scope_of(path="/guidelines", raw_path=b"/guidelines")
    assert run(said_to(front, unseen))[0]["status"] == 503
