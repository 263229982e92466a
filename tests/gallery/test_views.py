"""The public pages through HTTP: visitor, fan, creator, staff."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from flask.testing import FlaskClient

from ideas.comments.actions import answer_officially, publish_update, write_comment
from ideas.db import db, take_write_lock
from ideas.gallery import listing
from ideas.gallery.call import the_call
from ideas.journey.actions import advance
from ideas.journey.queries import odds
from ideas.journey.rules import Odds
from ideas.journey.stages import HIDDEN, Stage
from ideas.moderation.models import StaffPick
from ideas.policy import Role
from ideas.search.actions import index_idea
from tests.conftest import Clock
from tests.factories import a_live_idea, a_person, an_idea, sign_in, votes_for
from tests.gallery.listed import bring_up_to_date, hide, live_ideas, tagged

pytestmark = pytest.mark.usefixtures("session")
HTMX = {"HX-Request": "true", "HX-Request-Type": "partial"}
ATTACK = '"><img src=x onerror=alert(1)> {{191*7907}}'
Sent = Callable[[], AbstractContextManager[list[str]]]


@pytest.mark.parametrize(
    "address",
    [
        *("/", "/ideas", "/ideas?q=lamp", "/ideas?stage=all&sort=votes", "/rounds", "/products"),
        *(
            "/how-it-works",
            "/guidelines",
            "/privacy",
            "/accessibility",
            "/votes-log",
            "/idea",
            "/person",
        ),
    ],
)
@pytest.mark.parametrize("is_empty", [True, False])
def test_a_visitors_page_carries_no_token_and_sets_no_cookie(
    client: FlaskClient, address: str, is_empty: bool
) -> None:
    idea = an_idea("Lamp", stage=Stage.LIVE) if is_empty else a_live_idea("Lamp", votes=1)
    if not is_empty:
        bring_up_to_date()
    places = {"/idea": f"/ideas/{idea.slug}", "/person": f"/people/{idea.creator.handle}"}
    page = client.get(places.get(address, address))
    assert page.status_code == 200
    assert "csrf" not in page.text
    assert "Set-Cookie" not in page.headers
    assert page.text.count("<h1") == 1


def test_the_home_page_calls_and_shows_no_idea_twice(client: FlaskClient) -> None:
    live_ideas(*(f"Idea number {number}" for number in range(12)))
    page = client.get("/").text
    assert "What should we make next?" in page
    assert "10,000 people" in page
    assert "Too few ideas have ended" in page
    titles = re.findall(r"Idea number \d+(?=</a>)", page)
    assert len(titles) == len(set(titles)) == 10


def test_the_home_page_shows_picks_and_what_is_made(client: FlaskClient) -> None:
    a, b, _ = live_ideas("Rising one", "Picked one", "Another")
    made = an_idea("Made one", stage=Stage.ON_SALE)
    take_write_lock()
    db.session.add(StaffPick(idea_id=b.id, by_id=a.creator_id, picked_at=b.stage_at))
    db.session.commit()
    bring_up_to_date()
    page = client.get("/").text
    assert "Staff picks" in page
    assert "Being made" in page
    assert made.title in page


def test_the_odds_count_ideas_by_where_they_stand() -> None:
    where = (Stage.LIVE, Stage.EXPIRED, Stage.EXPIRED, Stage.QUALIFIED, Stage.NOT_SELECTED)
    for stage in (*where, Stage.ON_SALE, Stage.ARCHIVED, Stage.DRAFT):
        an_idea(stage=stage)
    assert odds() == Odds(reached=3, expired=2, selected=1, not_selected=1)
    assert the_call().odds == odds()


def test_an_empty_home_page_invites(client: FlaskClient) -> None:
    an_idea("Draft", stage=Stage.DRAFT)
    page = client.get("/").text
    assert "No ideas yet" in page
    assert "Draft" not in page


def test_the_list_finds_counts_and_keeps_its_address(client: FlaskClient) -> None:
    kettle, _ = live_ideas("Kettle for the night", "Telescope")
    tagged(kettle, "home")
    page = client.get("/ideas?q=KETTLES&sort=new").text
    assert "Kettle for the night" in page
    assert "Telescope" not in page
    assert re.search(r'results-count num">1<', page)
    assert 'value="KETTLES"' in page
    assert "/ideas?q=KETTLES&amp;stage=open&amp;sort=new" in page
    assert client.get("/ideas?tag=home").text.count("card-link") == 1


def test_htmx_gets_the_results_alone(client: FlaskClient) -> None:
    live_ideas("Lamp")
    part = client.get("/ideas?sort=votes", headers=HTMX)
    assert part.text.lstrip().startswith('<section id="results"')
    assert "<title>Ideas · " in part.text
    assert "data-focus" in part.text
    assert "HX-Request" in part.headers["Vary"]
    full = client.get("/ideas", headers={**HTMX, "HX-Request-Type": "full"})
    assert full.text.startswith("<!DOCTYPE html>")


@pytest.mark.parametrize("tab", [None, "comments", "updates", "answers", "journey"])
def test_a_visitors_idea_and_home_swap_nothing_and_load_no_htmx(
    client: FlaskClient, tab: str | None
) -> None:
    (idea,) = live_ideas("Lamp")
    address = f"/ideas/{idea.slug}?tab={tab}" if tab else "/"
    still = client.get(address).text
    assert "htmx.min.js" not in still
    assert " hx-" not in still
    sign_in(client, a_person("Vera"))
    assert "htmx.min.js" in client.get(address).text


def test_the_list_grows_a_few_times_then_pages(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "PAGE", 1)
    live_ideas(*"abcdefg")
    page, seen = client.get("/ideas?sort=new").text, []
    while growing := re.findall(r'hx-get="(/ideas\?turn=[^"]*)"', page):
        page = client.get(growing[0].replace("&amp;", "&"), headers=HTMX).text
        seen += re.findall(r'class="card-link"[^>]*>(\w)<', page)
        assert "<h1" not in page
    assert seen == ["b", "c", "d", "e"]
    assert ">Next<" in page


@pytest.mark.parametrize("turn", ["-1", "5", "x", "²", ""])
def test_no_list_grows_further(client: FlaskClient, turn: str) -> None:
    live_ideas("Lamp")
    assert "results-title" in client.get(f"/ideas?turn={turn}", headers=HTMX).text
    assert "<!DOCTYPE html>" in client.get(f"/ideas?turn={turn}").text


def test_the_list_pages_forth_and_back(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "PAGE", 2)
    live_ideas("a", "b", "c")
    first = client.get("/ideas?sort=new").text
    assert "Previous" not in first
    (after,) = re.findall(r'href="(/ideas\?[^"]*after=[^"]*)"', first)
    second = client.get(after.replace("&amp;", "&")).text
    assert second.count("card-link") == 1
    assert "Next" not in second
    (before,) = re.findall(r'href="(/ideas\?[^"]*before=[^"]*)"', second)
    assert client.get(before.replace("&amp;", "&")).text.count("card-link") == 2


@pytest.mark.parametrize(
    ("address", "says"),
    [("/ideas", "No ideas here"), ("/ideas?q=%22zzz", "Nothing found for “&#34;zzz”")],
)
def test_an_empty_list_says_what_to_do(client: FlaskClient, address: str, says: str) -> None:
    page = client.get(address).text
    assert says in page
    assert "/ideas?stage=all" in page


def test_searching_has_a_pace(client: FlaskClient, clock: Clock) -> None:
    codes = [client.get("/ideas?q=lamp").status_code for _ in range(61)]
    assert codes == [200] * 60 + [429]
    assert client.get("/ideas").status_code == 200


@pytest.mark.parametrize("stage", sorted(HIDDEN))
def test_a_hidden_idea_is_there_only_for_its_team_and_staff(
    client: FlaskClient, stage: Stage
) -> None:
    idea = an_idea("Secret", stage=stage)
    address = f"/ideas/{idea.slug}"
    assert client.get(address).status_code == 404
    sign_in(client, a_person("Eve"))
    assert client.get(address).status_code == 404
    assert client.get(f"{address}.atom").status_code == 404
    max_ = a_person("Max", Role.MODERATOR)
    for person in (idea.creator, max_):
        sign_in(client, person)
        page = client.get(address)
        if stage is Stage.DRAFT and person is max_:
            assert page.status_code == 404
            continue
        assert page.status_code == 200
        assert "Only its team" in page.text
        assert 'name="robots" content="noindex"' in page.text
        assert "og:title" not in page.text


def test_what_was_withdrawn_unpublished_stays_unseen(client: FlaskClient) -> None:
    idea = an_idea("Secret", stage=Stage.SUBMITTED)
    advance(idea, Stage.WITHDRAWN, by=idea.creator)
    db.session.commit()
    assert client.get(f"/ideas/{idea.slug}").status_code == 404
    live = an_idea("Public", stage=Stage.LIVE)
    hide(live, live.stage_at)
    assert client.get(f"/ideas/{live.slug}").status_code == 404


def test_an_idea_shows_everything_about_it(client: FlaskClient) -> None:
    noor = a_person("Noor")
    idea = tagged(a_live_idea("Lighthouse", votes=1, team=(noor,)), "home")
    rita = a_person("Rita", Role.REVIEWER)
    answer_officially(idea, "We love it.", by=rita)
    publish_update(idea, "The door opens", "Look.", by=idea.creator)
    write_comment(idea, "How loud?", by=noor)
    db.session.commit()
    address = f"/ideas/{idea.slug}"
    story = client.get(address).text
    for part in ("Lighthouse", "A lamp, two mirrors", "one slow motor", "#home", "Noor", "Ada"):
        assert part in story
    assert "We love it." in story
    assert f'<link rel="canonical" href="http://127.0.0.1:8000{address}">' in story
    assert 'property="og:title" content="Lighthouse"' in story
    assert "How loud?" in client.get(f"{address}?tab=comments").text
    assert "The door opens" in client.get(f"{address}?tab=updates").text
    assert "We love it." in client.get(f"{address}?tab=answers").text
    assert "Opened for votes" in client.get(f"{address}?tab=journey").text
    assert "one slow motor" in client.get(f"{address}?tab=nonsense").text


def test_an_idea_states_its_facts_as_text(client: FlaskClient) -> None:
    idea = an_idea(stage=Stage.LIVE)
    assert "Details" not in client.get(f"/ideas/{idea.slug}").text
    idea.specs, idea.language = f"Height: 42 cm\n{ATTACK}: *oak* {ATTACK}", "fr"
    db.session.commit()
    page = client.get(f"/ideas/{idea.slug}").text
    assert re.findall(r'<dl class="facts facts-ruled" lang="(.+)">', page) == ["fr"]
    assert "<dd>42 cm</dd>" in page
    assert "<dd>*oak* &#34;&gt;&lt;img src=x" in page
    assert "<img src=x" not in page
    assert "42 cm" not in client.get(f"/ideas/{idea.slug}?tab=comments").text


def test_the_journey_says_who_and_why(client: FlaskClient) -> None:
    idea, max_ = an_idea(stage=Stage.SUBMITTED), a_person("Max", Role.MODERATOR)
    advance(idea, Stage.NEEDS_WORK, by=max_, private_note="Between us")
    advance(idea, Stage.SUBMITTED, by=idea.creator)
    advance(idea, Stage.LIVE, by=max_)
    told = {"en": "It is a service.", "fr": "C'est un service."}
    advance(idea, Stage.ARCHIVED, by=max_, reason="time_ran_out", public_text=told)
    db.session.commit()
    page = client.get(f"/ideas/{idea.slug}?tab=journey").text
    assert "It did not reach its next milestone in time. It is a service." in page
    assert page.count("the brand team") == 3
    assert "Max" not in page
    assert "Between us" not in page
    french = client.get(f"/ideas/{idea.slug}", headers={"Accept-Language": "fr"}).text
    assert "C&#39;est un service." in french


@pytest.mark.parametrize("stage", [Stage.ARCHIVED, Stage.WITHDRAWN, Stage.EXPIRED])
def test_an_ended_idea_stays_with_its_reason(client: FlaskClient, stage: Stage) -> None:
    idea = a_live_idea(votes=1)
    advance(idea, stage, by=idea.creator, public_text={"en": "This is why."})
    db.session.commit()
    page = client.get(f"/ideas/{idea.slug}").text
    assert "This is why." in page
    assert "has-vote-bar" not in page
    assert "1 counted" in page


def test_a_merged_idea_leads_on_and_a_resubmitted_one_to_its_heir(client: FlaskClient) -> None:
    parent, child = an_idea("Parent", stage=Stage.LIVE), an_idea("Child", stage=Stage.MERGED)
    older, newer = an_idea("Older", stage=Stage.EXPIRED), an_idea("Newer", stage=Stage.LIVE)
    take_write_lock()
    child.merged_into_id, newer.resubmits_id = parent.id, older.id
    db.session.commit()
    led = client.get(f"/ideas/{child.slug}")
    assert (led.status_code, led.location) == (303, f"/ideas/{parent.slug}?merged={child.slug}")
    assert f'href="/ideas/{parent.slug}"' in client.get(f"/ideas/{child.slug}?tab=story").text
    assert f'href="/ideas/{newer.slug}"' in client.get(f"/ideas/{older.slug}").text
    assert f'href="/ideas/{older.slug}"' in client.get(f"/ideas/{newer.slug}").text
    hide(newer, newer.stage_at)
    assert newer.slug not in client.get(f"/ideas/{older.slug}").text


def test_a_fan_sees_what_they_voted_for(client: FlaskClient) -> None:
    idea, vera = a_live_idea(), a_person("Vera")
    bring_up_to_date()
    sign_in(client, vera)
    assert "You voted" not in client.get("/ideas").text
    client.post(f"/ideas/{idea.slug}/vote")
    assert "You voted" in client.get("/ideas").text
    assert "You have voted" in client.get(f"/ideas/{idea.slug}").text


def test_a_person_shows_their_public_ideas(client: FlaskClient) -> None:
    ada = a_person("Ada", about="I like lamps.")
    an_idea("Seen", stage=Stage.LIVE, by=ada)
    an_idea("Unseen", by=ada)
    page = client.get(f"/people/{ada.handle}").text
    assert "I like lamps." in page
    assert "Seen" in page
    assert "Unseen" not in page
    assert str(ada.email) not in page
    assert client.get("/people/nobody").status_code == 404
    take_write_lock()
    ada.erased_at = ada.created_at
    db.session.commit()
    assert client.get(f"/people/{ada.handle}").status_code == 404


def test_attacks_are_shown_as_text_everywhere(client: FlaskClient) -> None:
    eve = a_person(ATTACK, about=ATTACK)
    idea = an_idea(ATTACK, stage=Stage.LIVE, by=eve)
    take_write_lock()
    idea.summary = ATTACK
    index_idea(tagged(idea, ATTACK.lower()))
    db.session.commit()
    bring_up_to_date()
    address = f"/ideas/{idea.slug}"
    for place in (
        "/",
        "/ideas",
        f"/ideas?q={ATTACK}",
        address,
        f"/people/{eve.handle}",
        "/ideas.atom",
    ):
        page = client.get(place).text
        assert "<img src=x" not in page, place
        assert "{{191*7907}}" in page, place
        assert "1510237" not in page, place


@pytest.mark.parametrize("address", ["/", "/ideas", "/ideas?q=lamp", "/people"])
def test_a_card_shows_the_votes_and_milestones_of_now(client: FlaskClient, address: str) -> None:
    """Only the order of a list follows some seconds later."""
    idea = a_live_idea("Lamp", ladder=((2, 30), (5, 60)), votes=1)
    index_idea(idea)
    bring_up_to_date()
    place = f"/people/{idea.creator.handle}" if address == "/people" else address
    before = client.get(place)
    assert "max-age" not in before.headers["Cache-Control"]
    assert "1 vote of 5. 0 of 2 milestones reached." in words(before.text)
    votes_for(idea, 1)
    assert "2 votes of 5. 1 of 2 milestones reached." in words(client.get(place).text)


def words(page: str) -> str:
    return " ".join(page.split())


@pytest.mark.parametrize(
    ("address", "most"),
    [
        *(("/", 5), ("/ideas", 4), ("/ideas?q=lamp", 4), ("/ideas?q=lamp&sort=votes", 4)),
        *(("idea", 10), ("idea?tab=comments", 12)),
    ],
)
def test_a_page_asks_the_database_only_so_often(
    client: FlaskClient, sent_statements: Sent, clock: Clock, address: str, most: int
) -> None:
    counts = []
    for round_ in range(2):
        ideas = live_ideas(*(f"lamp {round_} {number}" for number in range(3 + 5 * round_)))
        for idea in ideas:
            index_idea(idea)
            write_comment(idea, "Yes", by=a_person("Vera"))
        db.session.commit()
        place = address.replace("idea?", f"/ideas/{ideas[0].slug}?")
        place = f"/ideas/{ideas[0].slug}" if place == "idea" else place
        client.get("/")
        with sent_statements() as sent:
            assert client.get(place).status_code == 200
        counts.append(len(sent))
    assert counts[0] == counts[1], "the number grows with the list"
    assert counts[1] <= most


def test_a_later_page_of_the_list_is_a_page_of_its_own(client: FlaskClient) -> None:
    live_ideas(*(f"Lamp {number}" for number in range(listing.PAGE + 1)))
    first = client.get("/ideas?sort=new").text
    (onward,) = set(re.findall(r"after=([\w-]+)", first))
    second = client.get(f"/ideas?sort=new&after={onward}").text
    address = f"http://127.0.0.1:8000/ideas?sort=new&amp;after={onward}"
    assert f'<link rel="canonical" href="{address}">' in second
    for page in (first, second):
        assert "noindex" not in page
    assert "noindex" in client.get("/ideas?q=lamp").text
