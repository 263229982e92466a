"""Visits and votes by channel, from a click to a row."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask, current_app
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from ideas.clock import today
from ideas.journey.models import Idea
from ideas.policy import Role
from ideas.voting.referrals import gathering
from ideas.voting.referrals.gathering import KEY, Gathered, Row
from ideas.voting.referrals.models import Referral
from ideas.voting.referrals.queries import sources_of
from ideas.voting.referrals.rules import Channel
from tests.accounts.making import FORM, sign_up, token_to
from tests.conftest import NOON, Clock
from tests.factories import a_live_idea, a_person, an_idea, sign_in

pytestmark = pytest.mark.usefixtures("clock")
BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
HOST = "http://localhost"


@pytest.fixture(autouse=True)
def gathered(app: Flask) -> Iterator[Gathered]:
    """Nothing waits before a test, and nothing after it."""
    waiting: Gathered = app.extensions[KEY]
    waiting._taken()
    yield waiting
    waiting._taken()


def look(
    client: FlaskClient, idea: Idea, query: str = "", address: str = "127.0.0.1", **headers: str
) -> str:
    sent = {"User-Agent": BROWSER, **{name.replace("_", "-"): to for name, to in headers.items()}}
    place = {"REMOTE_ADDR": address}
    return client.get(f"/ideas/{idea.slug}{query}", headers=sent, environ_overrides=place).text


def note_visit(idea_id: int, channel: Channel, *, network: str) -> None:
    gathering.gathered_by(current_app).note(Row(idea_id, today(), channel), network=network)


def counted(gathered: Gathered, session: Session) -> dict[str, tuple[int, int]]:
    """Visits and votes by channel, as the table has them."""
    session.rollback()
    gathered.flush()
    session.rollback()
    rows = session.scalars(sa.select(Referral).order_by(Referral.channel))
    return {row.channel.value: (row.visits, row.votes) for row in rows}


def test_visits_are_counted_by_channel(
    client: FlaskClient, session: Session, gathered: Gathered
) -> None:
    idea = a_live_idea()
    look(client, idea, "?via=qr")
    look(client, idea, "?via=qr")
    look(client, idea, "?via=qr", address="203.0.113.7")
    look(client, idea)
    look(client, idea, Referer=f"{HOST}/ideas")
    look(client, idea, Referer="https://elsewhere.example/")
    assert counted(gathered, session) == {
        "direct": (1, 0),
        "qr": (2, 0),
        "site": (1, 0),
        "web": (1, 0),
    }


def test_nobody_makes_many_visits_by_asking_again(
    client: FlaskClient, session: Session, gathered: Gathered, clock: Clock
) -> None:
    idea, other = a_live_idea(), a_live_idea("Kettle")
    for number in range(5):
        assert "Lighthouse" in look(client, idea, "?via=badge", address=f"203.0.113.{number}")
        gathered.flush()
    look(client, other, "?via=badge", address="203.0.113.1")
    clock.go(days=1)
    look(client, idea, "?via=badge", address="203.0.113.1")
    gathered.flush()
    today = clock.moment.date()
    found = sources_of([idea.id, other.id], since=today - timedelta(days=29))
    assert [found[each.id][0].visits for each in (idea, other)] == [2, 1]


def test_reading_writes_nothing(
    client: FlaskClient, session: Session, gathered: Gathered, sent_statements: Any
) -> None:
    idea = a_live_idea()
    with sent_statements() as sent:
        look(client, idea, "?via=qr")
    assert [each for each in sent if not each.startswith(("SELECT", "BEGIN"))] == []
    assert session.scalar(sa.select(sa.func.count()).select_from(Referral)) == 0
    assert counted(gathered, session) == {"qr": (1, 0)}
    with sent_statements() as sent:
        gathered.flush()
    assert sent == []


def test_robots_previews_staff_the_team_and_other_tabs_are_no_visits(
    client: FlaskClient, session: Session, gathered: Gathered
) -> None:
    ada = a_person("Ada")
    idea = a_live_idea(by=ada)
    look(client, idea, User_Agent="SomeBot/1.0")
    look(client, idea, Sec_Purpose="prefetch;prerender")
    look(client, idea, "?tab=journey", Referer=f"{HOST}/ideas/{idea.slug}?via=qr")
    client.head(f"/ideas/{idea.slug}", headers={"User-Agent": BROWSER})
    for person in (ada, a_person("Max", Role.MODERATOR)):
        sign_in(client, person)
        look(client, idea)
    look(client, an_idea(by=ada))
    assert counted(gathered, session) == {}


def test_a_vote_knows_how_its_voter_came(
    client: FlaskClient, session: Session, gathered: Gathered
) -> None:
    idea = a_live_idea()
    sign_in(client, a_person("Vera"))
    assert '<input type="hidden" name="via" value="post">' in look(client, idea, "?via=post")
    sent = {"via": "post"}
    client.post(f"/ideas/{idea.slug}/vote", data=sent)
    client.post(f"/ideas/{idea.slug}/vote", data=sent)
    assert counted(gathered, session) == {"post": (1, 1)}


def test_another_tab_does_not_lose_it(client: FlaskClient, session: Session) -> None:
    idea = a_live_idea()
    sign_in(client, a_person("Vera"))
    page = look(client, idea, "?tab=journey", Referer=f"{HOST}/ideas/{idea.slug}?via=qr")
    assert '<input type="hidden" name="via" value="qr">' in page


def test_it_goes_along_when_a_visitor_must_sign_up_first(
    client: FlaskClient, session: Session, gathered: Gathered
) -> None:
    idea = a_live_idea()
    page = look(client, idea, "?via=mail")
    assert f"errand=vote:{idea.slug}:mail" in page
    sign_up(client, errand=f"vote:{idea.slug}:mail")
    token_to(session, FORM["email"])
    assert counted(gathered, session) == {"mail": (1, 1)}


@pytest.mark.parametrize("said", ["<script>alert(1)</script>", "site'--", "q" * 5_000, "\u202e"])
def test_what_is_no_channel_is_never_handed_on_nor_kept(
    said: str, client: FlaskClient, session: Session, gathered: Gathered
) -> None:
    idea = a_live_idea()
    sign_in(client, a_person("Vera"))
    page = client.get(
        f"/ideas/{idea.slug}", query_string={"via": said}, headers={"User-Agent": BROWSER}
    ).text
    assert 'name="via" value="direct"' in page
    client.post(f"/ideas/{idea.slug}/vote", data={"via": said})
    assert counted(gathered, session) == {"direct": (1, 1)}


def test_nobody_gets_a_cookie_for_it(client: FlaskClient, session: Session) -> None:
    idea = a_live_idea()
    assert "Set-Cookie" not in client.get(f"/ideas/{idea.slug}?via=qr").headers


def test_memory_is_bounded(
    session: Session, gathered: Gathered, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gathering, "MOST", 2)
    idea = a_live_idea()
    for channel in (Channel.QR, Channel.LINK, Channel.MAIL, Channel.QR):
        note_visit(idea.id, channel, network="a")
    assert counted(gathered, session) == {"link": (1, 0), "qr": (1, 0)}


def test_what_could_not_be_written_waits_on(
    session: Session,
    gathered: Gathered,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    idea = a_live_idea()
    note_visit(idea.id, Channel.QR, network="1")

    def fails(rows: object) -> None:
        raise OSError("the disk is full")

    with monkeypatch.context() as broken:
        broken.setattr(gathering, "add_referrals", fails)
        gathered.flush()
    note_visit(idea.id, Channel.QR, network="2")
    assert counted(gathered, session) == {"qr": (2, 0)}


def test_a_timer_writes_it_down(
    session: Session, gathered: Gathered, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[object] = []
    monkeypatch.setattr(gathering, "_later", started.append)
    monkeypatch.setitem(gathered.app.config, "TESTING", False)
    idea = a_live_idea()
    note_visit(idea.id, Channel.QR, network="3")
    note_visit(idea.id, Channel.LINK, network="4")
    assert started == [gathered.flush]
    counted(gathered, session)
    note_visit(idea.id, Channel.QR, network="5")
    assert len(started) == 2


def test_sources_come_with_the_strongest_first(
    session: Session, gathered: Gathered, clock: Clock
) -> None:
    idea, other = a_live_idea(), a_live_idea("Kettle")
    note_visit(idea.id, Channel.MAIL, network="6")
    clock.go(days=40)
    for channel, times in ((Channel.LINK, 1), (Channel.QR, 4)):
        for number in range(times):
            note_visit(idea.id, channel, network=f"network {number}")
    counted(gathered, session)
    today = (NOON + timedelta(days=40)).date()
    found = sources_of([idea.id, other.id], since=today - timedelta(days=29))
    assert [(each.channel, each.visits, each.part) for each in found[idea.id]] == [
        (Channel.QR, 4, 1.0),
        (Channel.LINK, 1, 0.25),
    ]
    assert other.id not in found
    assert sources_of([], since=today) == {}
