"""The questions after the vote, through HTTP with and without htmx."""

from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from ideas.accounts.models import Person
from ideas.journey.models import Idea
from ideas.journey.stages import Stage
from ideas.policy import Role
from ideas.voting.survey.models import SurveyAnswer
from ideas.voting.survey.queries import said_by
from ideas.voting.survey.rules import Said
from tests.conftest import Clock
from tests.factories import a_live_idea, a_person, an_idea, sign_in, votes_for

pytestmark = pytest.mark.usefixtures("clock")
HTMX = {"HX-Request": "true", "HX-Request-Type": "partial"}
SENT = {"price": "5000", "quantity": "2", "for_whom": "gift", "tell_me": "y"}


@pytest.fixture
def idea(session: Session) -> Idea:
    return a_live_idea(ladder=((50, 30),))


@pytest.fixture
def vera(client: FlaskClient, idea: Idea) -> Person:
    (vera,) = votes_for(idea, 1)
    sign_in(client, vera)
    return vera


def answer(client: FlaskClient, idea: Idea, sent: dict[str, str], **more: Any) -> Any:
    return client.post(f"/ideas/{idea.slug}/vote/survey", data=sent, **more)


def test_the_questions_come_in_the_place_of_the_vote(client: FlaskClient, idea: Idea) -> None:
    sign_in(client, a_person("Vera"))
    assert "vote/survey" not in client.get(f"/ideas/{idea.slug}").text
    panel = client.post(f"/ideas/{idea.slug}/vote", headers=HTMX).text
    assert '<details class="survey" open>' in panel
    assert "What would you pay for it at most?" in panel
    assert "€35" in panel


def test_a_plain_form_goes_back_to_the_idea(client: FlaskClient, idea: Idea, vera: Person) -> None:
    page = client.get(f"/ideas/{idea.slug}").text
    assert '<details class="survey" open>' in page
    back = answer(client, idea, SENT)
    assert (back.status_code, back.location) == (303, f"/ideas/{idea.slug}")
    assert said_by(vera.id, idea.id) == Said(5_000, 2, "gift", tell_me=True)
    page = client.get(back.location).text
    assert "Thank you. Your answers are kept." in page
    assert '<details class="survey" >' in page
    assert 'value="5000" checked' in page


def test_htmx_gets_the_ballot_and_a_tap_keeps(
    client: FlaskClient, idea: Idea, vera: Person
) -> None:
    address = f"/ideas/{idea.slug}/vote/survey"
    assert client.put(address, data={"price": "0"}, headers=HTMX).status_code == 200
    assert said_by(vera.id, idea.id) == Said(0)
    panel = answer(client, idea, SENT, headers=HTMX)
    assert panel.text.lstrip().startswith('<section class="vote-panel" id="ballot"')
    assert 'role="status"' in panel.text
    assert "Thank you. Your answers are kept." in panel.text


@pytest.mark.parametrize(
    "sent", [{"price": "501"}, {"price": "x"}, {"quantity": "5"}, {"for_whom": "nobody"}]
)
def test_what_was_not_asked_is_not_kept(
    client: FlaskClient, session: Session, idea: Idea, vera: Person, sent: dict[str, str]
) -> None:
    wrong = answer(client, idea, sent, headers=HTMX)
    assert (wrong.status_code, "Choose one of the answers" in wrong.text) == (422, True)
    assert session.scalars(sa.select(SurveyAnswer)).all() == []


def test_skipping_everything_keeps_nothing(
    client: FlaskClient, session: Session, idea: Idea, vera: Person
) -> None:
    answer(client, idea, SENT)
    assert answer(client, idea, {}).status_code == 303
    session.rollback()
    assert session.scalars(sa.select(SurveyAnswer)).all() == []


def test_others_are_turned_away(client: FlaskClient, session: Session, idea: Idea) -> None:
    assert "/sign-in" in answer(client, idea, SENT).location
    sign_in(client, a_person("Eve"))
    refusal = answer(client, idea, SENT, headers=HTMX)
    assert (refusal.status_code, "people who voted for this" in refusal.text) == (409, True)
    sign_in(client, a_person("Max", Role.MODERATOR))
    assert answer(client, idea, SENT).status_code == 403
    sign_in(client, a_person("Eli"))
    hidden = an_idea(stage=Stage.SUBMITTED)
    assert answer(client, hidden, SENT).status_code == 404
    never_live = an_idea(stage=Stage.ON_SALE)
    assert answer(client, never_live, SENT).status_code == 404


def test_too_late_is_a_sentence(
    client: FlaskClient, idea: Idea, vera: Person, clock: Clock
) -> None:
    clock.go(days=30)
    sign_in(client, vera)
    late = answer(client, idea, SENT, headers=HTMX)
    assert (late.status_code, "the answers stay as they are" in late.text) == (409, True)


def test_one_asks_to_be_told_while_it_is_made(
    client: FlaskClient, session: Session, idea: Idea, vera: Person
) -> None:
    address = f"/ideas/{idea.slug}/vote/waiting-list"
    session.execute(sa.update(Idea).values(stage=Stage.IN_DEVELOPMENT))
    session.commit()
    assert "Tell me when I can buy it" in client.get(f"/ideas/{idea.slug}").text
    assert client.post(address).status_code == 303
    assert said_by(vera.id, idea.id) == Said(tell_me=True)
    page = client.get(f"/ideas/{idea.slug}").text
    assert "We will tell you when you can buy it." in page
    assert client.post(address, data={"_method": "DELETE"}, headers=HTMX).status_code == 200
    session.rollback()
    assert said_by(vera.id, idea.id) == Said()
    sign_in(client, a_person("Eve"))
    assert "Tell me when I can buy it" not in client.get(f"/ideas/{idea.slug}").text
    assert client.post(address, headers=HTMX).status_code == 409


@pytest.mark.parametrize("noun", ["survey", "waiting-list"])
def test_the_addresses_lead_to_the_idea(client: FlaskClient, idea: Idea, noun: str) -> None:
    back = client.get(f"/ideas/{idea.slug}/vote/{noun}")
    assert (back.status_code, back.location) == (303, f"/ideas/{idea.slug}")
