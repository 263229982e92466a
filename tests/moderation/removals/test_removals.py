"""Taking down a picture or a profile's words, and giving it back."""

import io

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from PIL import Image

from ideas.accounts.actions import write_profile
from ideas.accounts.models import Person
from ideas.db import db
from ideas.journey.models import Idea
from ideas.journey.stages import Stage
from ideas.moderation.appeals.actions import appeal, decide_appeal
from ideas.moderation.appeals.effects import stands
from ideas.moderation.appeals.rules import Outcome
from ideas.moderation.measures.models import Measure
from ideas.policy import Role
from ideas.submission.models import Picture
from ideas.submission.pictures.actions import add_picture
from ideas.submission.queries import picture_rows
from tests.conftest import Clock
from tests.factories import a_person, an_idea, sign_in

YES = {"en": "You were right."}

pytestmark = pytest.mark.usefixtures("session", "clock")


def drawn(colour: str) -> bytes:
    """A file with a picture in it."""
    out = io.BytesIO()
    Image.new("RGB", (800, 600), colour).save(out, "PNG")
    return out.getvalue()


@pytest.fixture
def idea() -> Idea:
    """A public idea with two pictures."""
    idea = an_idea(by=a_person("Ada"))
    for colour in ("red", "blue"):
        add_picture(idea, drawn(colour), alt=f"It is {colour}", by=None)
    idea.stage, idea.published_at = Stage.LIVE, idea.created_at
    db.session.commit()
    return idea


@pytest.fixture
def max_(client: FlaskClient) -> Person:
    """A moderator, signed in."""
    person = a_person("Max", Role.MODERATOR)
    sign_in(client, person)
    return person


def last_measure() -> Measure:
    """What was decided last."""
    db.session.expire_all()
    return db.session.scalars(sa.select(Measure).order_by(Measure.id.desc()).limit(1)).one()


def uphold(measure: Measure, by: Person) -> None:
    """Somebody appeals, and is right."""
    made = appeal(measure, "It is mine.", by=by)
    decide_appeal(made, Outcome.UPHELD, YES, by=a_person("Maya", Role.MODERATOR))
    db.session.commit()


def test_a_picture_is_taken_down_and_put_back(
    client: FlaskClient, idea: Idea, max_: Person
) -> None:
    first, second = picture_rows(idea.id)
    name, address = first.name, f"/desk/moderation/{idea.slug}"
    assert "It is red" in client.get(address).text
    place = f"{address}/pictures/{first.id}/removal"
    assert client.post(place, data={"reason": "own"}).status_code == 422
    assert client.post(place, data={"reason": "privacy"}).status_code == 303
    assert client.post(place, data={"reason": "privacy"}).status_code == 404
    measure = last_measure()
    assert (measure.thing.value, measure.ground, measure.person_id) == (
        *("picture", "privacy"),
        idea.creator_id,
    )
    (left,) = picture_rows(idea.id)
    assert (left.id, left.position) == (second.id, 0)
    sign_in(client, idea.creator)
    assert "It is red" in client.get(f"/decisions/{measure.id}").text
    uphold(measure, idea.creator)
    rows = picture_rows(idea.id)
    assert [(row.alt, row.position) for row in rows] == [("It is blue", 0), ("It is red", 1)]
    assert rows[1].name != name
    assert not stands(measure)


def test_only_moderators_and_not_their_own(client: FlaskClient, idea: Idea) -> None:
    picture = picture_rows(idea.id)[0]
    place = f"/desk/moderation/{idea.slug}/pictures/{picture.id}/removal"
    for roles in ((), (Role.REVIEWER,)):
        sign_in(client, a_person("Eve", *roles))
        assert client.post(place, data={"reason": "spam"}).status_code == 403
    mine = an_idea("Mine", stage=Stage.LIVE, by=a_person("Moe", Role.MODERATOR))
    picture.idea_id = mine.id
    db.session.commit()
    sign_in(client, mine.creator)
    place = f"/desk/moderation/{mine.slug}/pictures/{picture.id}/removal"
    assert client.post(place, data={"reason": "spam"}).status_code == 409
    assert db.session.query(Picture).count() == 2


def test_a_profile_is_taken_down_and_given_back(client: FlaskClient, max_: Person) -> None:
    eve = a_person("Eve", about="I sell watches")
    place = f"/people/{eve.handle}"
    assert "Take down what it says" in client.get(place).text
    assert client.post(f"{place}/removal", data={"reason": "spam"}).status_code == 303
    assert "I sell watches" not in client.get(place).text
    assert client.post(f"{place}/removal", data={"reason": "spam"}).status_code == 409
    measure = last_measure()
    assert (measure.thing.value, measure.person_id, stands(measure)) == ("profile", eve.id, True)
    uphold(measure, eve)
    assert "I sell watches" in client.get(place).text


def test_what_was_written_since_stays(client: FlaskClient, max_: Person) -> None:
    eve = a_person("Eve", about="I sell watches")
    client.post(f"/people/{eve.handle}/removal", data={"reason": "spam"})
    db.session.expire_all()
    write_profile(eve, "Eve", "I like boats", "en")
    db.session.commit()
    assert not stands(last_measure())
    assert (eve.about, eve.taken_about) == ("I like boats", "")


def test_nobody_else_takes_a_profile_down(client: FlaskClient, clock: Clock) -> None:
    eve = a_person("Eve", about="I sell watches")
    sign_in(client, a_person("Vera"))
    assert client.post(f"/people/{eve.handle}/removal", data={"reason": "spam"}).status_code == 403
    assert "Take down" not in client.get(f"/people/{eve.handle}").text
