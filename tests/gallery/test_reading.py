"""Pages that are read, with the numbers in force."""

import pytest
from flask.testing import FlaskClient

from ideas.campaigns.actions import publish_terms
from ideas.campaigns.ladder import ladder_from
from ideas.db import db
from ideas.journey.stages import Stage
from ideas.policy import Role
from tests.factories import a_person, an_idea, the_campaign
from tests.gallery.listed import bring_up_to_date

pytestmark = pytest.mark.usefixtures("session")


def test_how_it_works_shows_the_ladder_in_force(client: FlaskClient) -> None:
    ladder, adam = ladder_from(((40, 30), (900, 60))), a_person("Adam", Role.ADMIN)
    publish_terms(the_campaign(), ladder, by=adam, reason="Smaller", royalty_bp=250, copies=1)
    db.session.commit()
    page = client.get("/how-it-works").text
    for words in ("goal of 900 votes", ">90<", "2.5%", "They get 1 copy,", "Too few ideas"):
        assert words in page


def test_odds_are_said_once_twenty_ideas_have_ended(client: FlaskClient) -> None:
    for number in range(20):
        an_idea(stage=Stage.EXPIRED if number % 5 else Stage.QUALIFIED)
    bring_up_to_date()
    page = client.get("/how-it-works").text
    assert "<b>20 in 100</b> ideas reach the goal" in page
    assert "of those are selected" not in page


def test_guidelines_are_the_brands_own_in_the_readers_language(client: FlaskClient) -> None:
    the_campaign()
    assert "A moderator reads every idea" in client.get("/guidelines").text
    texts = {"en": "# Be kind\n<script>alert(1)</script>", "fr": "# Soyez gentils"}
    adam, ladder = a_person("Adam", Role.ADMIN), ladder_from(((40, 30),))
    publish_terms(the_campaign(), ladder, by=adam, reason="Words", guidelines=texts)
    db.session.commit()
    english = client.get("/guidelines").text
    assert "<h3>Be kind</h3>" in english
    assert "<script>alert" not in english
    assert "Version 2" in english
    french = client.get("/guidelines", headers={"Accept-Language": "fr"}).text
    assert '<div class="prose" lang="fr"><h3>Soyez gentils</h3>' in french


@pytest.mark.parametrize("place", ["/privacy", "/accessibility"])
def test_somebody_can_be_reached(client: FlaskClient, place: str) -> None:
    assert 'href="mailto:ideas@example.test"' in client.get(place).text
