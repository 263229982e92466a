"""The tuner's page, through HTTP."""

import re
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from ideas.journey.stages import Stage
from ideas.policy import Role
from ideas.review.actions import open_round
from ideas.voting.daily.listeners import roll_up_votes
from tests.conftest import NOON, Clock
from tests.factories import a_live_idea, a_person, an_idea, sign_in, the_campaign

TUNE = "/desk/terms/tune"
pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def admin(client: FlaskClient, session: Session) -> FlaskClient:
    the_campaign()
    sign_in(client, a_person("Adam Brook", Role.ADMIN))
    return client


def asked(*pairs: tuple[int, int], hours: str = "72", **more: str) -> str:
    """The address of a proposal."""
    cells = [("a-ladder", str(cell)) for pair in pairs for cell in pair]
    rest = [("a-hours", hours), ("a-capacity", "20"), ("a-for_open", "y"), *more.items()]
    return f"{TUNE}?{urlencode([*cells, *rest])}"


def row(page: str, words: str) -> list[str]:
    """The numbers of a row of the table."""
    (found,) = re.findall(rf"<tr>\s*<th scope=\"row\"><span>{words}.*?</tr>", page, re.S)
    cells = re.findall(r"<td[^>]*>(.*?)</td>", found, re.S)
    return [" ".join(re.sub(r"<[^>]+>", " ", cell).split()) for cell in cells]


def test_it_starts_with_the_terms_in_force(admin: FlaskClient) -> None:
    page = admin.get(TUNE)
    assert page.status_code == 200
    assert 'value="10000"' in page.text
    assert row(page.text, "Open ideas that reach their goal at once") == ["0", "0"]
    assert "No round is announced" in page.text
    assert f'As of <time datetime="{NOON.isoformat()}">March 2, 2026, 12:00' in page.text


def test_what_would_qualify_is_counted_and_listed(admin: FlaskClient) -> None:
    a_live_idea("Tram for two", votes=4, ladder=((3, 30), (50, 60)))
    a_live_idea("Lonely kite", votes=1, ladder=((3, 30), (50, 60)))
    roll_up_votes()
    page = admin.get(asked((2, 30), (4, 60))).text
    assert row(page, "Open ideas that reach their goal at once") == ["0", "1"]
    assert row(page, "Last 12 months: would have qualified") == ["0", "1"]
    (listed,) = re.findall(r"Reach their goal at once.*?</details>", page, re.S)
    assert "Tram for two" in listed
    assert "Lonely kite" not in listed


def test_what_would_be_out_of_time_is_counted(admin: FlaskClient, clock: Clock) -> None:
    a_live_idea(votes=1, ladder=((3, 60), (50, 60)))
    clock.go(days=40)
    roll_up_votes()
    sign_in(admin, a_person("Adele", Role.ADMIN))
    page = admin.get(asked((3, 30), (50, 60))).text
    assert row(page, "Open ideas whose time would be over") == ["0", "1"]
    only_new = admin.get(asked((3, 30), (50, 60)).replace("a-for_open=y", "")).text
    assert row(only_new, "Open ideas whose time would be over") == ["0", "0"]


def test_announced_rounds_are_forecast(admin: FlaskClient, session: Session) -> None:
    rita = a_person("Rita", Role.REVIEWER)
    cutoff = NOON + timedelta(days=60)
    due = (cutoff + timedelta(days=90)).date()
    open_round("Autumn", cutoff_at=cutoff, decision_due_on=due, capacity=5, by=rita)
    session.commit()
    a_live_idea(votes=4, ladder=((5, 30),))
    roll_up_votes()
    page = admin.get(asked((3, 30))).text
    assert "Autumn" in page
    in_force, tried = row(page, "Next round: ideas expected")
    assert (in_force[0], tried[0]) == ("0", "1")


def test_what_a_round_cannot_take_is_carried_over(admin: FlaskClient, session: Session) -> None:
    rita = a_person("Rita", Role.REVIEWER)
    for name, days, capacity in (("Autumn", 60, 5), ("Winter", 150, 1)):
        cutoff = NOON + timedelta(days=days)
        due = (cutoff + timedelta(days=80)).date()
        open_round(name, cutoff_at=cutoff, decision_due_on=due, capacity=capacity, by=rita)
    for _ in range(3):
        an_idea(stage=Stage.QUALIFIED)
    session.commit()
    assert "/desk/rounds/autumn-" not in admin.get(TUNE).text
    sign_in(admin, a_person("Adele", Role.ADMIN, Role.REVIEWER))
    page = admin.get(asked((10_000, 30)).replace("a-capacity=20", "a-capacity=2")).text
    autumn, winter = (row(page, f'<a href="/desk/rounds/{name}-') for name in ("autumn", "winter"))
    assert autumn == ["3, room for 5 none carried over", "3, room for 2 1 carried over"]
    assert winter == ["0, room for 1 none carried over", "1, room for 2 none carried over"]
    assert 'name="a-capacity"' in page
    (address,) = re.findall(r'href="(/desk/rounds/autumn-[^"]*capacity=2#room)"', page)
    room = admin.get(address).text
    assert re.search(r'name="capacity"[^>]*value="2"', room)
    assert "the round stands at 5" in room
    assert re.search(r'name="capacity"[^>]*value="7"', admin.get("/desk/rounds?capacity=7").text)
    assert admin.get("/desk/rounds?capacity=99999").status_code == 200
    assert re.search(r'name="a-capacity"[^>]*value="5"', admin.get(TUNE).text)


def test_a_campaign_with_an_end_has_no_ladder_to_try(admin: FlaskClient) -> None:
    assert "a campaign with an end has a closed vote and no ladder" in admin.get(TUNE).text


def test_a_preset_and_a_second_proposal(admin: FlaskClient) -> None:
    page = admin.get(asked((100, 30), (200, 30), preset="a.micro", do="compare")).text
    assert page.count('<fieldset class="panel form tuner">') == 2
    assert 'name="a-ladder" inputmode="numeric" autocomplete="off" value="10"' in page
    assert len(row(page, "Open ideas that reach their goal at once")) == 3
    pair = asked((100, 30), (200, 30)) + "&b-ladder=5&b-ladder=9&b-hours=1&b-capacity=3"
    assert admin.get(pair).text.count('<fieldset class="panel form tuner">') == 2
    assert admin.get(f"{pair}&do=alone").text.count('<fieldset class="panel form tuner">') == 1


@pytest.mark.parametrize(
    ("pairs", "hours", "sentence"),
    [
        (((100, 30), (50, 30)), "72", "Each milestone must ask for more votes"),
        (((100, 30), (200, 0)), "72", "Each milestone needs between 1 and 3,650 days"),
        (((100, 30),), "9999", "Write a number from 0 to 720"),
        (((100, 30),), "soon", "Write a whole number"),
    ],
)
def test_what_cannot_be_tried_is_said(
    admin: FlaskClient, pairs: tuple[tuple[int, int], ...], hours: str, sentence: str
) -> None:
    address = asked(*pairs, hours=hours)
    for headers in ({}, {"HX-Request": "true"}):
        answer = admin.get(address, headers=headers)
        assert answer.status_code == 422
        assert sentence in answer.text


def test_a_part_alone_answers_htmx(admin: FlaskClient) -> None:
    part = admin.get(asked((10, 30)), headers={"HX-Request": "true"})
    assert part.text.lstrip().startswith('<div id="tuned"')


def test_what_was_tried_becomes_the_next_version(admin: FlaskClient) -> None:
    page = admin.get(asked((10, 30), (25, 60), hours="24")).text
    (address,) = re.findall(r'href="(/desk/terms/next\?[^"]+)"', page)
    form = admin.get(address.replace("&amp;", "&")).text
    assert re.findall(r'name="ladder"[^>]*value="(\d+)"', form) == ["10", "30", "25", "60"]
    assert re.search(r'name="certification_hours"[^>]*value="24"', form)
    assert admin.get("/desk/terms/next?ladder=x&certification_hours=-1").status_code == 200


@pytest.mark.parametrize("role", [None, Role.MODERATOR])
def test_it_is_for_admins(client: FlaskClient, session: Session, role: Role | None) -> None:
    the_campaign()
    assert client.get(TUNE).status_code == 303
    sign_in(client, a_person("Mo", *([role] if role else [])))
    assert client.get(TUNE).status_code == 403
