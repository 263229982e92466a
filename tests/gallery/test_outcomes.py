"""Rounds, their answers, and the products."""

import re
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from ideas import clock as the_clock
from ideas.accounts.models import Person
from ideas.db import db, take_write_lock
from ideas.gallery.outcomes import views
from ideas.journey.models import Idea
from ideas.journey.stages import Stage
from ideas.policy import Role
from ideas.production.models import Product
from ideas.review.actions import cut_off_due, open_round
from ideas.review.decisions.actions import Answer, confirm, propose, publish_round
from ideas.review.models import DecisionReason, Outcome, Round
from ideas.review.queries import case_of
from tests.conftest import Clock
from tests.factories import a_person, an_idea
from tests.gallery.listed import hide

pytestmark = pytest.mark.usefixtures("session", "unscored")
ANSWERS = {
    "Lamp": Answer(Outcome.SELECTED, DecisionReason.CHOSEN, {"en": "We love the lamp."}),
    "Kettle": Answer(Outcome.NOT_SELECTED, DecisionReason.COST, {"en": "Too dear to make."}),
    "Kite": Answer(Outcome.PARKED, DecisionReason.CAPACITY, {"en": "Next year, perhaps."}),
}


@pytest.fixture
def rita() -> Person:
    return a_person("Rita", Role.REVIEWER)


@pytest.fixture
def spring(rita: Person, clock: Clock) -> Round:
    cutoff, due = clock.moment + timedelta(days=10), (clock.moment + timedelta(days=40)).date()
    round_ = open_round("Spring", cutoff_at=cutoff, decision_due_on=due, capacity=5, by=rita)
    db.session.commit()
    return round_


def qualified(*titles: str) -> list[Idea]:
    return [an_idea(title, stage=Stage.QUALIFIED) for title in titles]


def answered(round_: Round, rita: Person, clock: Clock) -> list[Idea]:
    ideas, ravi = qualified(*ANSWERS), a_person("Ravi", Role.REVIEWER)
    clock.go(days=11)
    cut_off_due()
    for idea in ideas:
        case = case_of(round_.id, idea.id)
        assert case is not None
        confirm(propose(case, ANSWERS[idea.title], by=rita), by=ravi)
    db.session.commit()
    return ideas


def test_rounds_to_come_say_their_days(client: FlaskClient, spring: Round) -> None:
    page = client.get("/rounds").text
    assert f"/rounds/{spring.slug}" in page
    assert "March 12, 2026" in page
    assert "April 11, 2026" in page
    assert "Nothing in this round yet" in client.get(f"/rounds/{spring.slug}").text
    assert "round-pictures" not in page
    (lamp,) = qualified("Lamp")
    assert "1 idea waits for it already" in client.get("/rounds").text
    hide(lamp, the_clock.now())
    assert "waits for it already" not in client.get("/rounds").text


def test_without_rounds_the_page_says_so(client: FlaskClient) -> None:
    assert "No round yet" in client.get("/rounds").text
    assert client.get("/rounds/none").status_code == 404


def test_answers_stay_secret_until_the_round_is_published(
    client: FlaskClient, spring: Round, rita: Person, clock: Clock
) -> None:
    lamp, kettle, _ = answered(spring, rita, clock)
    before = client.get(f"/rounds/{spring.slug}").text
    assert "Kettle" in before
    assert "Too dear" not in before
    assert "Too dear" not in client.get(f"/ideas/{kettle.slug}?tab=journey").text
    publish_round(spring, by=rita)
    db.session.commit()
    after = client.get(f"/rounds/{spring.slug}").text
    order = [after.index(word) for word in ("We love the lamp.", "Too dear", "Next year")]
    assert order == sorted(order)
    assert "It would cost too much to make." in after
    assert "Looked at again by" in after
    own = client.get(f"/ideas/{kettle.slug}").text
    assert "It would cost too much to make. Too dear to make." in own
    assert "We love the lamp." in client.get(f"/ideas/{lamp.slug}").text
    assert "Answered" in client.get("/rounds").text
    assert f"/rounds/{spring.slug}" in client.get("/rounds.atom").text


def test_a_hidden_idea_is_left_out_of_the_answers(
    client: FlaskClient, spring: Round, rita: Person, clock: Clock
) -> None:
    _, kettle, _ = answered(spring, rita, clock)
    publish_round(spring, by=rita)
    db.session.commit()
    hide(kettle, clock.moment)
    page = client.get(f"/rounds/{spring.slug}").text
    assert "Kettle" not in page
    assert "Kite" in page


def test_a_late_round_says_so_by_itself(
    client: FlaskClient, spring: Round, rita: Person, clock: Clock
) -> None:
    (lamp,) = qualified("Lamp")
    assert "The next round of review takes it in" in client.get(f"/ideas/{lamp.slug}").text
    clock.go(days=11)
    cut_off_due()
    db.session.commit()
    page = client.get(f"/ideas/{lamp.slug}").text
    assert "The answer is due by" in page
    assert "April 11, 2026" in page
    clock.go(days=30)
    assert "It is late." in client.get(f"/ideas/{lamp.slug}").text
    assert "The answers are late" in client.get(f"/rounds/{spring.slug}").text
    assert "Late" in client.get("/rounds").text


def a_product(idea: Idea, number: int) -> Product:
    take_write_lock()
    moment = the_clock.now()
    product = Product(
        idea_id=idea.id,
        sku=f"SKU-{number}",
        name=f"The {idea.title} {number}",
        url="https://shop.example.org/lamp",
        price=4990,
        currency="EUR",
        on_sale_on=moment.date(),
        launched_by_id=idea.creator_id,
        launched_at=moment,
    )
    db.session.add(product)
    db.session.commit()
    return product


def test_products_lead_to_their_ideas_and_back(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "Nothing on the shelf yet" in client.get("/products").text
    idea = an_idea("Lamp", stage=Stage.ON_SALE)
    for number in range(3):
        a_product(idea, number)
    monkeypatch.setattr(views, "PAGE", 2)
    page = client.get("/products").text
    assert "The Lamp 2" in page
    assert "The Lamp 0" not in page
    assert "€49.90" in page
    (older,) = [part for part in page.split('"') if part.startswith("/products?before=")]
    assert "The Lamp 0" in client.get(older).text
    assert client.get("/products?before=nonsense").status_code == 200
    own = client.get(f"/ideas/{idea.slug}").text
    assert 'href="https://shop.example.org/lamp"' in own


def test_a_round_has_a_share_image_of_its_own(
    client: FlaskClient, rita: Person, spring: Round, clock: Clock
) -> None:
    def shown() -> tuple[str, str]:
        page = client.get(f"/rounds/{spring.slug}").text
        found = re.findall(r'property="og:image(?::alt)?" content="([^"]*)"', page)
        return found[0].removeprefix("http://127.0.0.1:8000"), found[1]

    address, words = shown()
    assert words.startswith("Ideas. Spring. Answers by ")
    assert client.get(address).mimetype == "image/jpeg"
    answered(spring, rita, clock)
    publish_round(spring, by=rita)
    db.session.commit()
    published, words = shown()
    assert words == "Ideas. Spring. 3 answers, 1 selected"
    assert client.get(address).location == published
    assert client.get(published).mimetype == "image/jpeg"


def test_the_list_of_rounds_says_how_many(
    client: FlaskClient, rita: Person, spring: Round, clock: Clock
) -> None:
    ideas = answered(spring, rita, clock)
    assert "3 ideas are being reviewed" in client.get("/rounds").text
    publish_round(spring, by=rita)
    db.session.commit()
    assert "1 of 3 ideas selected" in client.get("/rounds").text
    lamp = next(idea for idea in ideas if idea.title == "Lamp")
    hide(lamp, clock.moment)
    assert "0 of 2 ideas selected" in client.get("/rounds").text
