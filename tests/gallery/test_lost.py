"""Pages that are not there, and what programs read of those that are."""

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from ideas.gallery import lost
from tests.conftest import NOON
from tests.factories import a_live_idea
from tests.gallery.listed import hide

pytestmark = pytest.mark.usefixtures("clock")


def test_a_lost_idea_has_neighbours(client: FlaskClient, session: Session) -> None:
    idea = a_live_idea("Lighthouse that turns")
    page = client.get("/ideas/lighthouse-that-turn-2345678")
    assert page.status_code == 404
    assert f'href="/ideas/{idea.slug}"' in page.text
    assert 'value="lighthouse that turn"' in page.text
    assert "Perhaps you look for" not in client.get("/ideas/quite-another").text
    assert "Perhaps you look for" not in client.get("/wp-login.php").text


def test_a_hidden_idea_is_not_given_away(client: FlaskClient, session: Session) -> None:
    idea = a_live_idea("Lighthouse that turns")
    hide(idea, NOON)
    page = client.get(f"/ideas/{idea.slug}")
    assert page.status_code == 404
    assert "Perhaps you look for" not in page.text


def test_an_address_is_text(client: FlaskClient, session: Session) -> None:
    page = client.get("/ideas/<script>alert(1)<%2Fscript>").text
    assert "<script>alert" not in page
    assert client.get("/ideas/" + "lamp-" * 900).status_code == 404


def test_nothing_is_suggested_while_the_database_is_away(
    client: FlaskClient, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*asked: object) -> None:
        raise sa.exc.OperationalError("SELECT", {}, Exception("gone"))

    monkeypatch.setattr(lost, "similar_ideas", fails)
    assert client.get("/ideas/lighthouse-that-turns").status_code == 404


def test_programs_read_name_creator_and_votes(client: FlaskClient, session: Session) -> None:
    idea = a_live_idea(votes=2)
    page = client.get(f"/ideas/{idea.slug}").text
    assert 'itemtype="https://schema.org/CreativeWork"' in page
    assert '<meta itemprop="userInteractionCount" content="2">' in page
    assert '<meta itemprop="name" content="Ada">' in page
