"""The badge, the QR code and the creator's kit."""

import re
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from ideas.gallery.sharing.badge import shortened
from ideas.journey.models import Idea
from ideas.journey.stages import Stage
from ideas.policy import Role
from ideas.voting.referrals.actions import add_referrals
from ideas.voting.referrals.rules import Channel
from tests.conftest import NOON, Clock
from tests.factories import a_live_idea, a_person, an_idea, sign_in, votes_for
from tests.gallery.listed import hide

pytestmark = pytest.mark.usefixtures("clock")
BASE = "http://127.0.0.1:8000"
FETCHED = ("badge-en.svg", "qr.svg")


def fetch(client: FlaskClient, idea: Idea, name: str) -> Any:
    return client.get(f"/ideas/{idea.slug}/{name}")


def said(badge: Any) -> str | None:
    return ET.fromstring(badge.data).findtext("{http://www.w3.org/2000/svg}title")


@pytest.mark.parametrize("name", FETCHED)
def test_other_sites_may_show_and_keep_it(name: str, client: FlaskClient, session: Session) -> None:
    idea = a_live_idea()
    sign_in(client, a_person("Vera"))
    answer = fetch(client, idea, name)
    assert (answer.status_code, answer.mimetype) == (200, "image/svg+xml")
    assert answer.cache_control.public
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert "Cookie" not in answer.headers.get("Vary", "")
    assert "Set-Cookie" not in answer.headers


def test_only_the_badge_may_stand_in_a_frame(client: FlaskClient, session: Session) -> None:
    idea = a_live_idea()
    policy = fetch(client, idea, "badge-en.svg").headers["Content-Security-Policy"]
    assert policy == "default-src 'none'; frame-ancestors *"
    for other in ("", "/qr.svg"):
        policy = client.get(f"/ideas/{idea.slug}{other}").headers["Content-Security-Policy"]
        assert "frame-ancestors 'none'" in policy


@pytest.mark.parametrize("name", FETCHED)
def test_there_is_none_of_what_is_not_public(
    name: str, client: FlaskClient, session: Session
) -> None:
    hidden, draft = a_live_idea(), an_idea(stage=Stage.DRAFT)
    hide(hidden, NOON)
    sign_in(client, a_person("Max", Role.MODERATOR))
    assert fetch(client, hidden, name).status_code == 404
    assert fetch(client, draft, name).status_code == 404
    assert client.get(f"/ideas/nothing-here/{name}").status_code == 404


def test_the_badge_counts_on(client: FlaskClient, session: Session) -> None:
    idea = a_live_idea(votes=1)
    assert said(fetch(client, idea, "badge-en.svg")) == (
        "Lighthouse that turns. 1 vote. next milestone: 3"
    )
    votes_for(idea, 2)
    assert "3 votes. next milestone: 5" in str(said(fetch(client, idea, "badge-en.svg")))
    assert fetch(client, idea, "badge-xx.svg").status_code == 404


@pytest.mark.parametrize(
    "title",
    ["</text><script>alert(1)</script>", 'A \x0b lamp & "more" \ufffe', "灯台" * 90, "منارة"],
)
def test_no_title_breaks_the_badge(title: str, client: FlaskClient, session: Session) -> None:
    idea = a_live_idea(title)
    badge = fetch(client, idea, "badge-en.svg")
    assert badge.status_code == 200
    assert "<script" not in badge.text
    assert str(said(badge)).startswith(title.replace("\x0b", "")[:4])


def test_long_titles_are_cut_by_the_room_their_letters_take() -> None:
    assert shortened("w" * 34) == "w" * 34
    assert shortened("w" * 35) == "w" * 34 + "…"
    assert shortened("灯" * 20) == "灯" * 17 + "…"


def test_the_snippet_is_whole_and_escaped(client: FlaskClient, session: Session) -> None:
    idea = a_live_idea('A "lamp" <b>')
    page = client.get(f"/ideas/{idea.slug}").text
    assert "alt=&#34;A &amp;#34;lamp&amp;#34; &amp;lt;b&amp;gt;&#34;" in page
    assert f"{BASE}/ideas/{idea.slug}?via=badge" in page


def test_the_link_is_there_to_copy_by_hand(client: FlaskClient, session: Session) -> None:
    ada = a_person("Ada")
    idea = a_live_idea(by=ada)
    field = re.compile(r'<label[^>]* for="share-link">([^<]+)</label>\s*<textarea ([^>]+)>([^<]+)<')
    sign_in(client, ada)
    for address in (f"/ideas/{idea.slug}", f"/ideas/{idea.slug}/sharing"):
        (found,) = field.findall(client.get(address).text)
        assert found[0] == "The link to this idea"
        assert "readonly" in found[1]
        assert found[2] == f"{BASE}/ideas/{idea.slug}?via=link"


def test_the_kit_says_what_its_creator_earns(client: FlaskClient, session: Session) -> None:
    ada = a_person("Ada")
    idea = a_live_idea(by=ada)
    add_referrals(
        [
            {"idea_id": idea.id, "seen_on": NOON.date(), "channel": each, "visits": 7, "votes": 2}
            for each in (Channel.QR, Channel.SITE)
        ]
    )
    sign_in(client, ada)
    page = client.get(f"/ideas/{idea.slug}/sharing").text
    assert page.count("I earn a royalty if this is made.") >= 4
    for channel in ("post", "message", "mail", "video"):
        assert f"{BASE}/ideas/{idea.slug}?via={channel}" in page
    assert "QR code" in page
    assert "This site" in page
    assert "I earn a royalty" in client.get(f"/ideas/{idea.slug}").text
    assert "Where people come from" in client.get(f"/workshop/ideas/{idea.slug}").text


def test_the_kit_is_its_teams_alone(client: FlaskClient, session: Session, clock: Clock) -> None:
    mate = a_person("Mate")
    idea = a_live_idea(team=(mate,))
    address = f"/ideas/{idea.slug}/sharing"
    assert "/sign-in" in client.get(address).location
    assert "I earn a royalty" not in client.get(f"/ideas/{idea.slug}").text
    for person, status in (
        (a_person("Eve"), 403),
        (a_person("Max", Role.MODERATOR), 403),
        (mate, 200),
    ):
        sign_in(client, person)
        assert client.get(address).status_code == status
    hide(idea, NOON)
    assert client.get(address).status_code == 404
