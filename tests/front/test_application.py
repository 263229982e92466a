"""Whatever comes through the front is answered as by the site, only without waiting in threads."""

import os
import re
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from functools import partial
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from ideas.config import Config
from ideas.front.application import Front
from ideas.front.crowds import Errand
from ideas.voting.casting.teller import Teller
from ideas.voting.casting.together import KEY, work
from ideas.voting.casting.way import address_of
from ideas.voting.models import Ballot, Vote
from tests.conftest import Client
from tests.factories import a_live_idea, a_person, sign_in, the_campaign
from tests.front.through import Through, said_to, scope_of
from tests.waiting import Waiting, is_waiting, run

TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


class Asked:
    """Which threads the site was asked in."""

    def __init__(self, app: Flask) -> None:
        self.site: Any = app.wsgi_app
        self.in_threads: list[str] = []
        self.at_once: list[str] = []

    def __call__(self, environ: Any, start_response: Any) -> Any:
        """Note it."""
        (self.at_once if is_waiting() else self.in_threads).append(environ["PATH_INFO"])
        return self.site(environ, start_response)


@pytest.fixture
def asked(another_app: Flask) -> Asked:
    note = Asked(another_app)
    another_app.wsgi_app = note  # type: ignore[method-assign]
    return note


async def let_go(front: Front) -> None:
    """Close what is open."""
    front.line.close()


@pytest.fixture
def visitor(another_app: Flask, asked: Asked) -> Iterator[FlaskClient]:
    """Their requests come through the front."""
    front = Front(another_app, 2)
    with closing(Waiting()) as waiting:
        another_app.wsgi_app = Through(front, waiting)  # type: ignore[method-assign]
        another_app.test_client_class = Client
        yield another_app.test_client()
        waiting.run(let_go(front))


@pytest.fixture
def teller(another_app: Flask, config: Config) -> Iterator[None]:
    ends, holds = os.pipe()
    with open(ends, "rb") as until:
        serve = Teller(address_of(config), partial(work, another_app)).serve
        thread = threading.Thread(target=serve, args=(until,))
        thread.start()
        yield
        another_app.extensions[KEY].close()
        os.close(holds)
        thread.join(20)
        assert not thread.is_alive()
    address_of(config).unlink()


def votes(session: Session) -> tuple[int, int]:
    """How many there are, and how many are counted."""
    session.rollback()
    count = session.scalar(sa.select(sa.func.count()).select_from(Vote)) or 0
    return count, session.scalar(sa.select(sa.func.sum(Ballot.votes))) or 0


def come(visitor: FlaskClient, name: str) -> str:
    """Sign in; answers the token of the forms that are shown."""
    sign_in(visitor, a_person(name))
    found = TOKEN.search(visitor.get("/account").text)
    assert found is not None
    return found[1]


@pytest.mark.usefixtures("teller")
def test_a_vote_is_heard_by_the_thread_that_waits(
    visitor: FlaskClient, asked: Asked, session: Session
) -> None:
    idea = a_live_idea()
    address = f"/ideas/{idea.slug}/vote"
    token = come(visitor, "Vera")
    for _ in range(2):
        answer = visitor.post(address, data={"csrf_token": token})
        assert (answer.status_code, answer.location) == (303, f"/ideas/{idea.slug}#ballot")
    assert answer.headers["X-Request-ID"]
    assert asked.at_once == [address] * 2
    assert votes(session) == (1, 1)


@pytest.mark.usefixtures("teller")
def test_its_part_is_drawn_in_a_thread_and_given_by_the_one_that_waits(
    another_app: Flask, visitor: FlaskClient, asked: Asked, session: Session
) -> None:
    waited: list[bool] = []
    another_app.before_request(lambda: waited.append(is_waiting()))
    idea, token = a_live_idea(), come(visitor, "Vera")
    waited.clear()
    asks = {"HX-Request": "true", "HX-Request-Type": "partial"}
    address = f"/ideas/{idea.slug}/vote"
    for _ in range(2):  # the second is answered by the view: they have voted already
        answer = visitor.post(address, data={"csrf_token": token}, headers=asks)
        assert answer.status_code == 200
        assert 'id="ballot"' in answer.text
        assert TOKEN.search(answer.text)
    assert (asked.at_once, waited) == ([address], [False, False])
    assert votes(session) == (1, 1)


def test_without_a_teller_the_vote_is_cast_in_a_thread(
    visitor: FlaskClient, asked: Asked, session: Session
) -> None:
    idea, token = a_live_idea(), come(visitor, "Vera")
    answer = visitor.post(f"/ideas/{idea.slug}/vote", data={"csrf_token": token})
    assert answer.status_code == 303
    assert asked.at_once == []
    assert votes(session) == (1, 1)


@pytest.mark.usefixtures("teller")
@pytest.mark.parametrize(("form", "code"), [({"csrf_token": "forged"}, 400), ({}, 400)])
def test_a_forged_or_missing_token_changes_nothing(
    visitor: FlaskClient, session: Session, form: dict[str, str], code: int
) -> None:
    idea = a_live_idea()
    come(visitor, "Vera")
    answer = visitor.post(f"/ideas/{idea.slug}/vote", data=form)
    assert answer.status_code == code
    assert votes(session) == (0, 0)


def test_who_is_signed_out_is_sent_to_sign_in(visitor: FlaskClient, session: Session) -> None:
    answer = visitor.post(f"/ideas/{a_live_idea().slug}/vote", data={"csrf_token": "x"})
    assert (answer.status_code, votes(session)) == (400, (0, 0))


@pytest.mark.usefixtures("teller")
def test_a_vote_that_is_refused_is_refused_by_the_site(
    visitor: FlaskClient, asked: Asked, session: Session
) -> None:
    idea, token = a_live_idea(), come(visitor, "Vera")
    idea.hidden_at = idea.created_at
    session.commit()
    answer = visitor.post(f"/ideas/{idea.slug}/vote", data={"csrf_token": token})
    assert answer.status_code == 404
    assert (asked.at_once, votes(session)) == ([], (0, 0))


def test_a_kept_page_is_given_by_the_thread_that_waits(
    visitor: FlaskClient, asked: Asked, another_app: Flask, session: Session
) -> None:
    the_campaign()
    room = another_app.extensions["ideas.keeping"]
    room.fresh, room.stale = 60.0, 60.0
    first = visitor.get("/")
    assert (asked.in_threads, asked.at_once) == (["/"], [])
    again = visitor.get("/")
    assert (again.data, again.headers["ETag"]) == (first.data, first.headers["ETag"])
    known = visitor.get("/", headers={"If-None-Match": first.headers["ETag"]})
    assert (known.status_code, known.data, visitor.head("/").data) == (304, b"", b"")
    assert (asked.in_threads, asked.at_once) == (["/"], ["/"] * 3)
    visitor.get("/", headers={"Accept-Encoding": "br"})  # is pressed where nobody waits for it
    assert asked.in_threads == ["/"] * 2


def test_who_is_turned_away_reads_a_page_and_keeps_what_was_typed(
    visitor: FlaskClient, another_app: Flask, asked: Asked, session: Session
) -> None:
    token, about = come(visitor, "Vera"), "I build boats. " * 9
    site = another_app.wsgi_app.front.site  # type: ignore[attr-defined]
    site.here[Errand.PAGE] = 16 * 2
    answer = visitor.post("/account", data={"about": about, "csrf_token": token})
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert "Send it again" in answer.text
    assert about in answer.text
    assert visitor.get("/account").status_code == 503
    site.here.clear()
    assert visitor.get("/account").status_code == 200


def test_what_is_too_large_is_refused(visitor: FlaskClient, session: Session) -> None:
    come(visitor, "Vera")
    answer = visitor.post("/account", data={"name": "x" * 11_000_000})
    assert answer.status_code == 413


def test_what_is_no_request_is_not_answered(another_app: Flask) -> None:
    front = Front(another_app, 1)
    (refused,) = run(said_to(front, scope_of(type="websocket")))
    assert refused["type"] == "websocket.close"
    half = scope_of(method="POST", headers=[(b"content-length", b"9")])
    assert run(said_to(front, half, b"half", gone=True)) == []


def test_it_begins_and_ends_with_its_server(another_app: Flask) -> None:
    messages = [{"type": "lifespan.startup"}, {"type": "lifespan.shutdown"}]
    said: list[Any] = []

    async def receive() -> Any:
        return messages.pop(0)

    async def send(message: Any) -> None:
        said.append(message["type"])

    run(Front(another_app, 1)({"type": "lifespan"}, receive, send))
    assert said == ["lifespan.startup.complete", "lifespan.shutdown.complete"]


def test_behind_a_proxy_the_address_is_the_readers(another_app: Flask, config: Config) -> None:
    behind = replace(config, proxies=1)
    another_app.extensions["ideas.config"] = behind
    heard: list[str] = []
    front = Front(another_app, 1)
    front.hall.listen = lambda environ: heard.append(environ["REMOTE_ADDR"])  # type: ignore[method-assign]
    told = [(b"x-forwarded-for", b"198.51.100.9, 203.0.113.5"), (b"content-length", b"0")]
    run(said_to(front, scope_of(method="POST", headers=told)))
    assert {*heard} == {"203.0.113.5"}
