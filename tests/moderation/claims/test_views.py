"""Looking at an item while another moderator is there, through HTTP."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from ideas.accounts.models import Person
from ideas.db import db
from ideas.journey.models import Idea
from ideas.journey.stages import Stage
from ideas.moderation.claims.models import Claim
from ideas.moderation.reports.actions import report
from ideas.moderation.reports.rules import ReportReason
from ideas.moderation.reports.things import Thing
from ideas.policy import Role
from tests.conftest import Clock
from tests.factories import a_person, an_idea, sign_in

HTMX = {"HX-Request": "true"}
PUBLISH = {"verdict": "publish", "reason": "fits_guidelines"}
GO = {"_method": "DELETE"}


@pytest.fixture
def max_(session: Session, clock: Clock, client: FlaskClient) -> Person:
    """A moderator, signed in."""
    person = a_person("Max", Role.MODERATOR)
    sign_in(client, person)
    return person


@pytest.fixture
def ideas(max_: Person) -> list[Idea]:
    """Three ideas that wait, the oldest first."""
    return [an_idea(title, stage=Stage.SUBMITTED) for title in ("Lamp", "Kettle", "Swing")]


def item(idea: Idea) -> str:
    """Its page."""
    return f"/desk/moderation/{idea.slug}"


def test_looking_writes_nothing_and_taking_is_seen(
    client: FlaskClient, ideas: list[Idea], max_: Person
) -> None:
    lamp = ideas[0]
    assert "Take it" in client.get(item(lamp)).text
    assert db.session.query(Claim).count() == 0
    taken = client.post(f"{item(lamp)}/claim")
    assert (taken.status_code, taken.location) == (303, item(lamp))
    assert "Yours. Free again" in client.get(item(lamp)).text
    assert "You are looking at it" in client.get("/desk/moderation").text
    part = client.post(f"{item(lamp)}/claim", headers=HTMX).text
    assert part.lstrip().startswith('<div id="claim"')
    sign_in(client, a_person("Maya", Role.MODERATOR))
    assert "Max is looking at it" in client.get("/desk/moderation").text
    page = client.get(item(lamp)).text
    assert ("Max is looking at it" in page, 'data-key="p"' in page) == (True, False)
    for path, data in (("claim", {}), ("decision", PUBLISH)):
        answer = client.post(f"{item(lamp)}/{path}", data=data)
        assert (answer.status_code, "Max is looking at it." in answer.text) == (409, True)


def test_a_decision_takes_the_next_that_is_free(
    client: FlaskClient, ideas: list[Idea], max_: Person
) -> None:
    lamp, kettle, swing = ideas
    sign_in(client, a_person("Maya", Role.MODERATOR))
    client.post(f"{item(kettle)}/claim")
    sign_in(client, max_)
    assert client.post(f"{item(lamp)}/decision", data=PUBLISH).location == item(swing)
    held = {claim.idea_id: claim.person.name for claim in db.session.query(Claim)}
    assert held == {kettle.id: "Maya", swing.id: "Max"}
    assert client.post(f"{item(swing)}/decision", data=PUBLISH).location == "/desk/moderation"


def test_one_leaves_it_to_the_others(client: FlaskClient, ideas: list[Idea], clock: Clock) -> None:
    client.post(f"{item(ideas[0])}/claim")
    assert client.post("/desk/claim", data=GO).location == "/desk/moderation"
    assert client.post("/desk/claim", data=GO | {"from": "reports"}).location == "/desk/reports"
    assert db.session.query(Claim).count() == 0
    client.post(f"{item(ideas[0])}/claim")
    clock.go(minutes=10)
    sign_in(client, a_person("Maya", Role.MODERATOR))
    assert "Take it" in client.get(item(ideas[0])).text


def test_what_is_reported_is_taken_likewise(client: FlaskClient, max_: Person) -> None:
    row = report(Thing(an_idea(stage=Stage.LIVE)), ReportReason.SPAM, "", by=a_person("Ada"))
    db.session.commit()
    place = f"/desk/reports/{row.id}"
    assert "Take it" in client.get(place).text
    assert client.post(f"{place}/claim").location == place
    assert "Yours. Free again" in client.get(place).text
    sign_in(client, a_person("Maya", Role.MODERATOR))
    assert "Max is looking at it" in client.get("/desk/reports").text
    page = client.get(place).text
    assert ("Max is looking at it" in page, 'data-key="k"' in page) == (True, False)
    decided = client.post(f"{place}/decision", data={"verdict": "keep"})
    assert (decided.status_code, client.post(f"{place}/claim").status_code) == (409, 409)


def test_only_moderators_take(client: FlaskClient, ideas: list[Idea]) -> None:
    draft = an_idea(stage=Stage.DRAFT)
    assert client.post(f"{item(draft)}/claim").status_code == 404
    assert client.post("/desk/reports/9/claim").status_code == 404
    for roles in ((), (Role.REVIEWER,), (Role.FINANCE,), (Role.ADMIN,)):
        sign_in(client, a_person("Eve", *roles))
        for path in (f"{item(ideas[0])}/claim", "/desk/reports/9/claim"):
            assert client.post(path).status_code == 403
        assert client.post("/desk/claim", data=GO).status_code == 403
    assert db.session.query(Claim).count() == 0
