"""Turning dials on their page."""

import re
from dataclasses import asdict

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from ideas.comments.settings import Conversation
from ideas.moderation.settings import Moderation
from ideas.policy import Role
from ideas.review.settings import Review
from ideas.settings.models import DialTurn
from ideas.settings.queries import dials
from ideas.settings.rules import dials_of
from ideas.voting.settings import Voting
from ideas.web.settings import Brand
from tests.conftest import Clock
from tests.factories import a_person, sign_in

BRAND = {
    "web-name": "Tinkerhaus",
    "web-tagline": "What next?",
    "web-tagline_fr": "Et après ?",
    "web-accent": "#D9481C",
    "web-fonts": "inter",
    "web-radius": "4",
    "web-banner": "",
}


@pytest.fixture(autouse=True)
def _admin(client: FlaskClient, session: Session, clock: Clock) -> None:
    sign_in(client, a_person("Adam", Role.ADMIN))


def test_a_package_is_turned_at_once_and_says_who_did_it(
    client: FlaskClient, session: Session
) -> None:
    assert client.post("/desk/dials/web", data=BRAND).status_code == 303
    assert dials(Brand).name == "Tinkerhaus"
    page = client.get("/desk/dials/web").text
    assert "Tinkerhaus" in page
    (row,) = re.findall(r"<tr>\s*<th scope=\"row\">Name</th>.*?</tr>", page, re.S)
    assert "Ideas" in row
    assert "Adam" in row
    assert session.query(DialTurn).count() == 5


def test_an_unticked_switch_is_off(client: FlaskClient, session: Session) -> None:
    data = {"comments-edit_minutes": "15", "comments-longest": "4000"}
    assert client.post("/desk/dials/comments", data=data).status_code == 303
    assert dials(Conversation).is_open is False


@pytest.mark.parametrize(
    ("package", "data", "sentence"),
    [
        ("moderation", {"moderation-working_days": "61"}, "Write a number from 1 to 60."),
        ("moderation", {"moderation-working_days": "two"}, "Write a whole number."),
        ("moderation", {"moderation-working_days": ""}, "Please fill this in."),
        ("web", BRAND | {"web-accent": "red"}, "Like #D9481C."),
        ("web", BRAND | {"web-radius": "33"}, "Write a number from 0 to 32."),
        ("web", BRAND | {"web-name": ""}, "Please fill this in."),
        ("web", BRAND | {"web-name": "x" * 41}, "Use at most 40 characters."),
    ],
)
def test_what_is_wrong_is_said_and_kept(
    client: FlaskClient, session: Session, package: str, data: dict[str, str], sentence: str
) -> None:
    answer = client.post(f"/desk/dials/{package}", data=data)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert all(f'value="{value}"' in answer.text for value in data.values() if value)
    assert not session.query(DialTurn).count()


def test_a_turn_is_turned_back(client: FlaskClient, session: Session) -> None:
    stand = {f"review-{name}": value for name, value in asdict(dials(Review)).items()}
    client.post("/desk/dials/review", data=stand | {"review-capacity": "30"})
    turned = session.query(DialTurn).one()
    address = f"/desk/dials/review/turns/{turned.id}/reversal"
    assert client.post(address).status_code == 303
    assert dials(Review).capacity == 20
    assert client.post(address).status_code == 303
    assert session.query(DialTurn).count() == 2
    assert client.post(address.replace("review", "comments")).status_code == 404


def test_what_is_not_declared_is_not_there(client: FlaskClient) -> None:
    assert client.post("/desk/dials/nothing").status_code == 404
    assert client.get("/desk/dials/nothing").status_code == 404


def test_the_list_says_how_many_are_turned_and_by_whom(client: FlaskClient) -> None:
    client.post("/desk/dials/web", data=BRAND)
    page = client.get("/desk/dials").text
    (row,) = re.findall(r"<tr>(?:(?!</tr>).)*/desk/dials/web\".*?</tr>", page, re.S)
    assert re.search(r"Turned\">\s*5\s*</td>", row)
    assert "Adam" in row


def test_a_number_says_its_bounds_and_what_it_is_by_itself(client: FlaskClient) -> None:
    assert "From 1 to 60; 2 unless turned." in client.get("/desk/dials/moderation").text


def test_a_switch_is_thrown_from_the_list_and_twice_is_once(
    client: FlaskClient, session: Session
) -> None:
    address = "/desk/dials/voting/switches/is_open"
    for _ in range(2):
        assert client.post(address, data={"to": "off"}).status_code == 303
    assert dials(Voting).is_open is False
    assert session.query(DialTurn).count() == 1
    page = client.get("/desk/dials").text
    assert re.search(r'action="/desk/dials/voting/switches/is_open">.*?value="on"', page, re.S)
    client.post(address, data={"to": "on"})
    session.rollback()
    assert dials(Voting).is_open is True


@pytest.mark.parametrize(
    ("address", "to"),
    [
        ("voting/switches/is_open", "perhaps"),
        ("voting/switches/sample", "on"),
        ("voting/switches/none", "on"),
        ("none/switches/is_open", "on"),
    ],
)
def test_what_is_no_switch_is_not_thrown(
    client: FlaskClient, session: Session, address: str, to: str
) -> None:
    assert client.post(f"/desk/dials/{address}", data={"to": to}).status_code == 404
    assert not session.query(DialTurn).count()


def test_only_an_admin_throws_a_switch(client: FlaskClient, session: Session) -> None:
    sign_in(client, a_person("Mia", Role.MODERATOR))
    sent = client.post("/desk/dials/voting/switches/is_open", data={"to": "off"})
    assert sent.status_code == 403
    assert dials(Voting).is_open


def test_who_saves_what_another_changed_meanwhile_is_told_and_then_may(
    client: FlaskClient, session: Session
) -> None:
    def seen() -> str:
        (number,) = re.findall(r'name="moderation-last_turn"[^>]*value="(\d+)"', page())
        return str(number)

    def page() -> str:
        return client.get("/desk/dials/moderation").text

    stands = {
        f"moderation-{each.name}": str(getattr(dials(Moderation), each.name))
        for each in dials_of(Moderation)
    }
    mine = stands | {"moderation-working_days": "5", "moderation-last_turn": seen()}
    theirs = stands | {"moderation-report_days": "3", "moderation-last_turn": seen()}
    assert client.post("/desk/dials/moderation", data=theirs).status_code == 303
    answer = client.post("/desk/dials/moderation", data=mine)
    assert answer.status_code == 409
    assert "Somebody else changed this meanwhile" in answer.text
    assert re.search(r"report is decided: from 1 to 3", answer.text)
    assert 'value="5"' in answer.text
    session.expire_all()
    assert (dials(Moderation).working_days, dials(Moderation).report_days) == (2, 3)
    again = mine | {"moderation-last_turn": seen()}
    assert client.post("/desk/dials/moderation", data=again).status_code == 303
    session.rollback()
    assert (dials(Moderation).working_days, dials(Moderation).report_days) == (5, 1)
    assert client.post("/desk/dials/moderation", data=stands).status_code == 303
