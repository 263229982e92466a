"""The picture a shared link comes with: who gets it, what it says, what it survives."""

import io
import re
from html import unescape

import pytest
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy.orm import Session

from ideas.gallery.rules import at_least
from ideas.gallery.sharing import kept
from ideas.gallery.sharing.lettering import DISPLAY, Face, cut_short, set_in_lines, writable
from ideas.journey.models import Idea
from ideas.journey.stages import Stage
from ideas.policy import Role
from ideas.settings.actions import turn
from ideas.storage.pictures import keep, prepared
from ideas.web.settings import Brand, logo_of
from tests.conftest import NOON
from tests.factories import a_live_idea, a_person, an_idea, sign_in, the_campaign, votes_for
from tests.gallery.listed import hide

pytestmark = [pytest.mark.usefixtures("clock"), pytest.mark.once]
BASE = "http://127.0.0.1:8000"


def told(client: FlaskClient, idea: Idea, name: str, language: str = "en") -> str:
    """What the idea's page tells programs under a name."""
    page = client.get(f"/ideas/{idea.slug}", headers={"Accept-Language": language}).text
    found = re.search(rf'<meta (?:property|name)="{name}" content="([^"]*)">', page)
    return unescape(found[1]) if found else ""


def address(client: FlaskClient, idea: Idea, language: str = "en") -> str:
    return told(client, idea, "og:image", language).removeprefix(BASE)


def test_the_page_names_an_image_of_the_right_size(client: FlaskClient, session: Session) -> None:
    idea = a_live_idea(votes=2)
    answer = client.get(address(client, idea))
    assert (answer.status_code, answer.mimetype) == (200, "image/jpeg")
    assert Image.open(io.BytesIO(answer.data)).size == (1200, 630)
    assert told(client, idea, "og:image:width") == "1200"
    assert told(client, idea, "og:image:alt") == "Lighthouse that turns. 2 votes. next milestone: 3"
    assert told(client, idea, "twitter:card") == "summary_large_image"


def test_it_may_be_kept_by_anybody(client: FlaskClient, session: Session) -> None:
    idea = a_live_idea()
    named = address(client, idea)
    sign_in(client, a_person("Vera"))
    answer = client.get(named)
    assert answer.cache_control.public
    assert answer.cache_control.max_age == 30 * 86_400
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert "Cookie" not in answer.headers.get("Vary", "")
    assert "Set-Cookie" not in answer.headers


def test_each_language_has_its_own(client: FlaskClient, session: Session) -> None:
    idea = a_live_idea()
    english, french = address(client, idea), address(client, idea, "fr")
    assert "share-en-" in english
    assert "share-fr-" in french
    assert client.get(french).data != client.get(english).data
    assert client.get(english.replace("share-en", "share-xx")).status_code == 404


def test_a_milestone_makes_another_address(client: FlaskClient, session: Session) -> None:
    idea = a_live_idea(votes=2)
    before = address(client, idea)
    votes_for(idea, 1)
    after = address(client, idea)
    assert after != before
    old = client.get(before)
    assert (old.status_code, old.location) == (302, after)


def test_nobody_gets_what_is_not_public(client: FlaskClient, session: Session) -> None:
    idea = a_live_idea()
    named = address(client, idea)
    client.get(named)
    hide(idea, NOON)
    sign_in(client, a_person("Max", Role.MODERATOR))
    assert client.get(named).status_code == 404
    assert told(client, idea, "og:image") == ""
    draft = an_idea(stage=Stage.DRAFT)
    assert client.get(f"/ideas/{draft.slug}/share-en-0.jpg").status_code == 404


def test_it_is_drawn_once(
    client: FlaskClient, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    named = address(client, a_live_idea("Drawn once"))
    first = client.get(named).data
    monkeypatch.setattr(kept, "drawn", None)
    assert client.get(named).data == first


def test_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "MOST", 2)
    for digest in ("a", "b", "c"):
        kept._keep(digest, digest.encode())
    assert (kept._found("a"), kept._found("c")) == (None, b"c")


@pytest.mark.parametrize(
    "title",
    [
        '<script>alert(1)</script> & "more"',
        "word " * 60,
        "w" * 200,
        "منارة تدور حول البحر",
        "🚀🚀 👩‍🚀",
        "灯台 that turns",
        "e\u0301\u200d\u202e Łódź \u0301",
    ],
)
def test_any_title_is_survived(title: str, client: FlaskClient, session: Session) -> None:
    idea = a_live_idea(title)
    answer = client.get(address(client, idea))
    assert (answer.status_code, answer.mimetype) == (200, "image/jpeg")
    assert told(client, idea, "og:title") == title
    assert told(client, idea, "og:image:alt").startswith(f"{title}. 0 votes")


def test_only_letters_the_fonts_have_are_written() -> None:
    assert writable("Rocket 🚀  to Łódź, 40 €", DISPLAY) == "Rocket to Łódź, 40 €"
    assert writable("e\u0301te\u0301\u200d", DISPLAY) == "été"
    assert writable("灯台 that turns", DISPLAY) == ""
    assert writable("🚀", DISPLAY) == ""


def test_long_words_break_and_long_titles_end() -> None:
    large, small = Face(DISPLAY, 60, 700), Face(DISPLAY, 40, 700)
    assert set_in_lines("A lamp", [(large, 1), (small, 2)], 400) == (large, ["A lamp"])
    face, lines = set_in_lines("lighthouse " * 9, [(large, 1), (small, 2)], 400)
    assert (face, len(lines), lines[1][-1]) == (small, 2, "…")
    for line in set_in_lines("w" * 40, [(small, 3)], 400)[1]:
        assert small.width(line) <= 400
    assert cut_short("short", small, 400) == "short"


@pytest.mark.parametrize(
    ("votes", "least"), [(0, 0), (7, 7), (99, 99), (128, 120), (1_284, 1_200), (10_000, 10_000)]
)
def test_a_count_is_said_to_two_digits(votes: int, least: int) -> None:
    assert at_least(votes) == least


def test_a_vote_more_says_the_same(client: FlaskClient, session: Session) -> None:
    idea = a_live_idea(ladder=((2_000, 30),), votes=101)
    before = address(client, idea)
    assert "100+ votes" in told(client, idea, "og:image:alt")
    votes_for(idea, 1)
    assert address(client, idea) == before


PAGES = ("/", "/ideas", "/rounds", "/products", "/how-it-works")


def named_by(client: FlaskClient, page: str, language: str = "en") -> str:
    text = client.get(page, headers={"Accept-Language": language}).text
    found = re.search(r'property="og:image" content="([^"]*)"', text)
    assert found, page
    return found[1].removeprefix(BASE)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_brands_own_pages_have_one(
    page: str, language: str, client: FlaskClient, session: Session
) -> None:
    the_campaign()
    answer = client.get(named_by(client, page, language))
    assert (answer.status_code, answer.mimetype) == (200, "image/jpeg")
    assert Image.open(io.BytesIO(answer.data)).size == (1200, 630)
    assert answer.cache_control.max_age == 30 * 86_400
    assert "Set-Cookie" not in answer.headers


def test_another_call_or_logo_is_another_image(client: FlaskClient, session: Session) -> None:
    the_campaign()
    named = [named_by(client, "/")]
    drawn = [client.get(named[0]).data]
    logo = keep(prepared(a_logo(), logo=True))
    for dial, value in (("tagline", "What is missing?"), ("logo", logo_of(logo))):
        turn(Brand, dial, value, by=None)
        session.commit()
        named.append(named_by(client, "/"))
        old = client.get(named[-2])
        assert (old.status_code, old.location) == (302, named[-1])
        drawn.append(client.get(named[-1]).data)
    assert len(set(named)) == len(set(drawn)) == 3


def a_logo() -> bytes:
    file = io.BytesIO()
    Image.new("RGBA", (800, 400), "#225588").save(file, "PNG")
    return file.getvalue()


def test_the_logo_stands_on_an_ideas_image(client: FlaskClient, session: Session) -> None:
    idea = a_live_idea()
    before = client.get(address(client, idea)).data
    turn(Brand, "logo", logo_of(keep(prepared(a_logo(), logo=True))), by=None)
    session.commit()
    assert client.get(address(client, idea)).data != before


@pytest.mark.parametrize("address", ["/share/else/en-0.jpg", "/share/rounds/xx-0.jpg"])
def test_there_is_none_of_other_pages(address: str, client: FlaskClient, session: Session) -> None:
    assert client.get(address).status_code == 404
    assert client.get("/rounds/nothing/share-en-0.jpg").status_code == 404
