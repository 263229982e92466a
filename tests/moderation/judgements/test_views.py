"""Taking back, through HTTP."""

import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from ideas.accounts.models import Person
from ideas.db import db
from ideas.journey.models import Idea
from ideas.journey.stages import Stage
from ideas.moderation.judgements.actions import carry_out_due
from ideas.moderation.judgements.models import Judgement
from ideas.moderation.reports.actions import report
from ideas.moderation.reports.rules import ReportReason
from ideas.moderation.reports.things import Thing
from ideas.policy import Role
from tests.conftest import Clock
from tests.factories import a_person, an_idea, sign_in

HTMX = {"HX-Request": "true"}
NO = {"verdict": "decline", "reason": "advertising", "sentence_en": "An ad.", "note": "Third."}
BACK = {"_method": "DELETE"}


@pytest.fixture
def max_(session: Session, clock: Clock, client: FlaskClient) -> Person:
    """A moderator, signed in."""
    person = a_person("Max", Role.MODERATOR)
    sign_in(client, person)
    return person


@pytest.fixture
def idea(max_: Person) -> Idea:
    """An idea that waits in the queue."""
    return an_idea(stage=Stage.SUBMITTED)


def item(idea: Idea) -> str:
    """Its page."""
    return f"/desk/moderation/{idea.slug}"


def undo_offered(page: str) -> str:
    """Where the button leads that takes back what was decided last."""
    places: list[str] = re.findall(r'action="(/desk/judgements/\d+)"', page)
    assert 'data-key="u"' in page
    (place,) = places
    return place


def test_a_no_is_taken_back_with_its_words(client: FlaskClient, idea: Idea) -> None:
    decided = client.post(f"{item(idea)}/decision", data=NO)
    page = client.get(decided.location).text
    assert "Nothing waits" in page
    undone = client.post(undo_offered(page), data=BACK)
    assert undone.status_code == 303
    form = client.get(undone.location).text
    for typed in (">\r\nAn ad.<", ">\r\nThird.<"):
        assert typed in form
    assert "Taken back." in form
    assert "/desk/judgements/" not in form
    assert client.post(f"{item(idea)}/decision", data=NO).status_code == 303


def test_a_yes_is_taken_back_with_one_key(client: FlaskClient, idea: Idea) -> None:
    client.post(f"{item(idea)}/decision", data={"verdict": "publish", "reason": "fits_guidelines"})
    page = client.get(item(idea)).text
    assert "Max has decided." in page
    assert 'data-key="p"' not in page
    assert client.post(undo_offered(page), data=BACK).location == item(idea)
    assert 'data-key="p"' in client.get(item(idea)).text


def test_too_late_is_a_sentence(client: FlaskClient, idea: Idea, clock: Clock) -> None:
    client.post(f"{item(idea)}/decision", data=NO)
    place = undo_offered(client.get("/desk/moderation").text)
    clock.go(seconds=30)
    carry_out_due()
    for headers in ({}, HTMX):
        late = client.post(place, data=BACK, headers=headers)
        assert (late.status_code, "has taken effect" in late.text) == (409, True)
    assert "/desk/judgements/" not in client.get("/desk/moderation").text


def test_it_is_the_deciders_alone(client: FlaskClient, idea: Idea) -> None:
    client.post(f"{item(idea)}/decision", data=NO)
    place = undo_offered(client.get("/desk/moderation").text)
    undone = f"{item(idea)}?verdict=decline&reason=advertising&undone=1"
    sign_in(client, a_person("Maya", Role.MODERATOR))
    page = client.get(item(idea)).text
    assert "Max has decided." in page
    assert "/desk/judgements/" not in page
    assert client.post(place, data=BACK).status_code == 409
    assert "Third." not in client.get(undone).text
    for roles in ((), (Role.REVIEWER,), (Role.FINANCE,), (Role.ADMIN,)):
        sign_in(client, a_person("Eve", *roles))
        assert client.post(place, data=BACK).status_code == 403
    client.delete_cookie(client.application.config["SESSION_COOKIE_NAME"])
    assert client.post(place, data=BACK).status_code == 303
    assert db.session.query(Judgement).one().ended_at is None


def test_what_is_not_there_is_not_found(client: FlaskClient, max_: Person) -> None:
    assert client.post("/desk/judgements/9", data=BACK).status_code == 404
    assert client.post(f"/desk/judgements/{'9' * 30}", data=BACK).status_code == 404


def test_a_word_about_a_report_is_taken_back(client: FlaskClient, max_: Person) -> None:
    idea = an_idea(stage=Stage.LIVE)
    row = report(Thing(idea), ReportReason.RIGHTS, "", by=a_person("Ada"))
    db.session.commit()
    client.post(f"/desk/reports/{row.id}/decision", data={"verdict": "keep"})
    assert "Max has decided." in client.get(f"/desk/reports/{row.id}").text
    page = client.get("/desk/reports").text
    assert "Nobody has reported anything" in page
    undone = client.post(undo_offered(page), data=BACK)
    assert undone.location == f"/desk/reports/{row.id}"
    assert 'data-key="k"' in client.get(undone.location).text
