"""Feeds, sitemap, robots, manifest."""

from typing import Any
from xml.etree import ElementTree as ET

import pytest
from flask.testing import FlaskClient

from ideas.comments.actions import publish_update, take_down_update
from ideas.comments.models import RemovalReason
from ideas.db import db, take_write_lock
from ideas.gallery.feeds import queries
from ideas.journey.stages import Stage
from ideas.policy import Role
from ideas.settings.actions import turn
from ideas.web.settings import Brand
from tests.conftest import Clock
from tests.factories import a_person, an_idea
from tests.gallery.listed import live_ideas

pytestmark = pytest.mark.usefixtures("session")
ATOM = "{http://www.w3.org/2005/Atom}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def entries(client: FlaskClient, address: str) -> list[tuple[str | None, str | None]]:
    answer = client.get(address)
    assert answer.mimetype == "application/atom+xml"
    feed = ET.fromstring(answer.data)
    found = feed.findall(f"{ATOM}entry")
    return [(each.findtext(f"{ATOM}title"), each.findtext(f"{ATOM}id")) for each in found]


def locations(client: FlaskClient, address: str) -> list[str | None]:
    tree = ET.fromstring(client.get(address).data)
    return [each.text for each in tree.iter(f"{MAP}loc")]


def test_new_ideas_come_newest_first_and_hold_any_letters(client: FlaskClient) -> None:
    newest, older = live_ideas("A <b>lamp</b> & \x0b more", "Kettle")
    base = "http://127.0.0.1:8000/ideas/"
    assert entries(client, "/ideas.atom") == [
        ("A <b>lamp</b> &  more", base + newest.slug),
        ("Kettle", base + older.slug),
    ]


def test_an_empty_feed_is_a_feed(client: FlaskClient) -> None:
    assert entries(client, "/ideas.atom") == []
    assert entries(client, "/rounds.atom") == []


def test_a_feed_holds_any_letters_and_says_which_language_they_are(client: FlaskClient) -> None:
    idea = an_idea("La lampe\x0b \ufffe", stage=Stage.LIVE)
    update = publish_update(idea, "Die Tür geht auf", "Schaut hinein.", by=idea.creator)
    idea.language, update.language = "fr", "de"
    turn(Brand, "name", "Odd\x0blark", by=None)
    db.session.commit()
    feed = ET.fromstring(client.get(f"/ideas/{idea.slug}.atom").data)
    assert feed.findtext(f"{ATOM}title") == "La lampe  · Oddlark"
    (entry,) = feed.findall(f"{ATOM}entry")
    assert [each.get(LANG) for each in (feed, entry)] == ["fr", "de"]
    live_ideas("Kettle")
    everything = ET.fromstring(client.get("/ideas.atom", headers={"Accept-Language": "fr"}).data)
    assert everything.get(LANG) == "fr"
    assert {each.get(LANG) for each in everything.findall(f"{ATOM}entry")} == {"fr", "en"}


def test_news_of_one_idea(client: FlaskClient) -> None:
    idea = an_idea(stage=Stage.LIVE)
    publish_update(idea, "The door opens", "Look **inside**.", by=idea.creator)
    spam = publish_update(idea, "Watches", "Buy", by=idea.creator)
    db.session.commit()
    take_down_update(spam, RemovalReason.SPAM, by=a_person("Max", Role.MODERATOR))
    db.session.commit()
    address = f"/ideas/{idea.slug}.atom"
    assert [title for title, _ in entries(client, address)] == ["The door opens"]
    assert "Look inside." in client.get(address).text


def test_the_sitemap_lists_what_everybody_may_see(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "PORTION", 2)
    seen = [an_idea(title, stage=Stage.LIVE) for title in ("one", "two", "three")]
    an_idea("draft")
    parts = [
        str(each).removeprefix("http://127.0.0.1:8000")
        for each in locations(client, "/sitemap.xml")
    ]
    assert parts[0] == "/sitemap-pages.xml"
    listed = [each for part in parts[1:] for each in locations(client, part)]
    assert listed == [f"http://127.0.0.1:8000/ideas/{idea.slug}" for idea in seen]
    assert "http://127.0.0.1:8000/how-it-works" in locations(client, parts[0])


def test_the_sitemap_says_when_an_idea_changed_last(client: FlaskClient, clock: Clock) -> None:
    idea = an_idea(stage=Stage.LIVE)
    assert "<lastmod>2026-03-02T12:00:00+00:00</lastmod>" in client.get("/sitemap-0.xml").text
    clock.go(days=1)
    take_write_lock()
    idea.edited_at = clock.moment
    db.session.commit()
    assert "<lastmod>2026-03-03T12:00:00+00:00</lastmod>" in client.get("/sitemap-0.xml").text


def test_a_part_of_the_sitemap_is_small_enough_and_asks_little(
    client: FlaskClient, sent_statements: Any
) -> None:
    live_ideas(*(f"Lamp {number}" for number in range(12)))
    with sent_statements() as sent:
        assert len(locations(client, "/sitemap-0.xml")) == 12
    assert len([each for each in sent if each.startswith("SELECT")]) <= 3
    assert queries.PORTION <= 50_000


def test_a_shared_link_may_be_read_by_whoever_shows_it(client: FlaskClient) -> None:
    rules = client.get("/robots.txt").text.splitlines()
    assert "Disallow: /*?" in rules
    assert "Allow: /ideas/*?via=" in rules


def test_robots_are_told_where_to_go(client: FlaskClient) -> None:
    text = client.get("/robots.txt").text
    assert "Disallow: /desk" in text
    assert "Sitemap: http://127.0.0.1:8000/sitemap.xml" in text


def test_the_site_can_be_kept_on_a_home_screen(client: FlaskClient) -> None:
    manifest = client.get("/site.webmanifest")
    assert manifest.mimetype == "application/manifest+json"
    told = manifest.json or {}
    assert (told["name"], told["start_url"]) == ("Ideas", "/")
    assert told["icons"][0]["src"].startswith("/static/")
    assert client.get("/favicon.ico").location == told["icons"][0]["src"]
