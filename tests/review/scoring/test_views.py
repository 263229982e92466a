"""Scoring through HTTP: Rita and Remi score blind, Cara has a conflict, Eve sees nothing."""

from flask.testing import FlaskClient

from ideas.accounts.models import Person
from ideas.journey.stages import Stage
from ideas.policy import Role
from ideas.review.models import Case
from ideas.review.scoring.actions import save_scorecard
from tests.conftest import Clock
from tests.factories import a_person, an_idea, sign_in
from tests.review.rounds_made import FULL, address_of, case_for, cut_off, open_for

SENT = {key: str(points) for key, points in FULL.items()} | {"note": "A secret thought."}


def words(client: FlaskClient, address: str) -> str:
    return " ".join(client.get(address).text.split())


def test_scores_stay_blind_until_ones_own_are_in(
    client: FlaskClient, rita: Person, remi: Person, cara: Person, lamp: Case
) -> None:
    address, round_page = address_of(lamp), f"/desk/rounds/{lamp.round.slug}"
    sign_in(client, rita)
    client.post(f"{address}/scorecard", data=SENT)
    client.post(f"{address}/notes", data={"words": "Who makes the glass?"})
    assert "Who makes the glass?" in words(client, address)
    sign_in(client, remi)
    assert 'href="#scorecard"' in client.get(address).text
    page = words(client, address)
    assert "1 reviewer has scored this idea. You read it after your own score." in page
    for secret in ("A secret thought.", "Who makes the glass?", "Mean 4"):
        assert secret not in page
    assert "after your own score" in words(client, round_page)
    early = client.post(f"{address}/notes", data={"words": "Hm."})
    assert early.status_code == 409
    sign_in(client, cara)
    declared = client.post(f"{address}/conflict", data={"nearness": "My brother drew it."})
    assert declared.status_code == 303
    page = words(client, address)
    assert 'href="#scorecard"' not in client.get(address).text
    assert "others review it" in page
    for secret in ("A secret thought.", "Who makes the glass?", "Mean 4", "Keep my scores"):
        assert secret not in page
    assert "not yours to judge" in words(client, round_page)
    assert client.post(f"{address}/scorecard", data=SENT).status_code == 409
    assert client.post(f"{address}/conflict", data={"nearness": "Again."}).status_code == 409
    sign_in(client, remi)
    client.post(f"{address}/scorecard", data=SENT | {"demand": "1"})
    page = words(client, address)
    for shown in ("A secret thought.", "Who makes the glass?", "You disagree", "My brother"):
        assert shown in page


def test_one_goes_from_case_to_case_and_reads_how_far_one_is(
    client: FlaskClient, rita: Person, clock: Clock
) -> None:
    ideas = [an_idea(f"Lamp {number}", stage=Stage.QUALIFIED) for number in range(3)]
    an_idea("My own", stage=Stage.QUALIFIED, by=rita)
    open_for(clock, rita)
    cut_off(clock)
    sign_in(client, rita)
    first, second, third = (case_for(idea) for idea in ideas)
    assert "0 of 3 scored" in words(client, address_of(second))
    gone_on = client.post(f"{address_of(second)}/scorecard", data=SENT)
    assert gone_on.location == address_of(third)
    gone_on = client.post(f"{address_of(third)}/scorecard", data=SENT)
    assert gone_on.location == address_of(first)
    last = client.post(f"{address_of(first)}/scorecard", data=SENT)
    assert last.location == address_of(first)
    assert "3 of 3 scored" in words(client, address_of(first))


def test_what_is_missing_comes_back(client: FlaskClient, rita: Person, lamp: Case) -> None:
    sign_in(client, rita)
    address = address_of(lamp)
    assert client.post(f"{address}/conflict", data={"nearness": ""}).status_code == 422
    assert client.post(f"{address}/notes", data={"words": ""}).status_code == 422
    long = client.post(f"{address}/scorecard", data=SENT | {"note": "x" * 4_001})
    assert long.status_code == 422
    assert client.post(f"{address}/scorecard", data=SENT | {"demand": "6"}).status_code == 409


def test_a_round_asks_what_the_brand_wants_to_know(
    client: FlaskClient, rita: Person, remi: Person, lamp: Case
) -> None:
    sign_in(client, rita)
    address = f"/desk/rounds/{lamp.round.slug}/criteria"
    assert "Fits the brand" in words(client, address)
    sent = {"demand": "5", "own_1": "2", "name_en_own_1": "Smells <good>"}
    nameless = client.post(address, data=sent | {"name_en_own_1": ""})
    assert nameless.status_code == 422
    assert "Give your own criterion a name" in nameless.text
    assert client.post(address, data=sent | {"demand": "11"}).status_code == 422
    assert client.post(address, data={}).status_code == 422
    assert client.post(address, data=sent).status_code == 303
    page = words(client, address_of(lamp))
    assert "Smells &lt;good&gt;" in page
    assert "Can be made" not in page
    save_scorecard(lamp, {"demand": 3, "own_1": 3}, note="", by=remi)
    assert "so its criteria stay" in words(client, address)
    assert client.post(address, data=sent).status_code == 422


def test_only_judges_score(client: FlaskClient, lamp: Case) -> None:
    address = address_of(lamp)
    forms = [f"{address}/{form}" for form in ("scorecard", "notes", "conflict")]
    forms.append(f"/desk/rounds/{lamp.round.slug}/criteria")
    assert {client.post(each).status_code for each in forms} == {303}
    for role in (None, Role.MODERATOR, Role.FINANCE, Role.ADMIN, Role.JUROR):
        sign_in(client, a_person("Eve", *[role] if role else []))
        assert {client.post(each).status_code for each in forms} == {403}
