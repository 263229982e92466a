"""Second chances, and the answer in full for an idea's team."""

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from ideas import clock as ideas_clock
from ideas.accounts.models import Person
from ideas.jobs.worker import drain
from ideas.journey.actions import advance
from ideas.journey.models import Idea
from ideas.journey.stages import Stage
from ideas.notifications.models import Notice
from ideas.policy import Role
from ideas.refusals import Refused
from ideas.review.chances.actions import offer_chances
from ideas.review.chances.models import SecondChance
from ideas.review.chances.queries import candidates
from ideas.submission.actions import resubmit
from tests.conftest import Clock
from tests.factories import a_live_idea, a_person, an_idea, sign_in

WORDS = {"en": "We found a maker for motors.", "fr": ""}


@pytest.fixture
def rita(session: Session, clock: Clock) -> Person:
    return a_person("Rita", Role.REVIEWER)


def not_selected(by: Person, title: str = "Lamp") -> Idea:
    idea = a_live_idea(title, by=by)
    advance(idea, Stage.NOT_SELECTED, by=None)
    return idea


def test_creators_are_invited_once(app: Flask, session: Session, rita: Person) -> None:
    ada = a_person("Ada")
    lamp = not_selected(ada)
    assert [idea.id for idea, _ in candidates()] == [lamp.id]
    offer_chances([lamp], WORDS, by=rita)
    offer_chances([lamp], {"en": "Again?"}, by=rita)
    assert candidates() == []
    (chance,) = session.query(SecondChance).all()
    assert chance.words == {"en": "We found a maker for motors."}
    session.commit()
    drain(app)
    told = session.scalars(sa.select(Notice.person_id).where(Notice.variant == "chance")).all()
    assert told == [ada.id]


def test_only_what_was_not_selected_and_waits_for_nothing(session: Session, rita: Person) -> None:
    ada = a_person("Ada")
    lamp, live = not_selected(ada), an_idea(stage=Stage.EXPIRED)
    with pytest.raises(Refused, match=r"^chance\.no_idea$"):
        offer_chances([], WORDS, by=rita)
    with pytest.raises(Refused, match=r"^chance\.no_words$"):
        offer_chances([lamp], {"en": " "}, by=rita)
    with pytest.raises(Refused, match=r"^chance\.not_for_this$"):
        offer_chances([live], WORDS, by=rita)
    resubmit(lamp, by=ada)
    with pytest.raises(Refused, match=r"^chance\.taken_up$"):
        offer_chances([lamp], WORDS, by=rita)
    lamp.hidden_at = ideas_clock.now()
    session.flush()
    with pytest.raises(Refused, match=r"^chance\.not_for_this$"):
        offer_chances([lamp], WORDS, by=rita)


def test_a_chance_is_offered_and_taken_over_http(
    client: FlaskClient, session: Session, rita: Person
) -> None:
    ada, eve = a_person("Ada"), a_person("Eve")
    lamp = not_selected(ada, "Lamp <i>two</i>")
    session.commit()
    desk, address = "/desk/second-chances", f"/ideas/{lamp.slug}/second-chance"
    assert client.get(desk).status_code == client.get(address).status_code == 303
    sign_in(client, a_person("Max", Role.MODERATOR))
    assert client.get(desk).status_code == client.post(desk).status_code == 403
    sign_in(client, rita)
    page = client.get(desk).text
    assert "Lamp &lt;i&gt;two&lt;/i&gt;" in page
    assert f'href="/ideas/{lamp.slug}"' in page
    sent = {"idea": str(lamp.id), "words_en": WORDS["en"]}
    assert client.post(desk, data=sent | {"words_en": ""}).status_code == 422
    assert client.post(desk, data={"words_en": "x", "idea": "nonsense"}).status_code == 422
    assert client.post(desk, data=sent).status_code == 303
    assert "Rita" in client.get(desk).text
    sign_in(client, eve)
    assert client.get(address).status_code == 403
    sign_in(client, ada)
    page = client.get(address).text
    assert WORDS["en"] in page
    assert client.get(f"/ideas/{lamp.slug}/answer").status_code == 404
    assert client.post(f"/ideas/{lamp.slug}/resubmission").status_code == 303
    assert "You have taken it up again already." in client.get(address).text
