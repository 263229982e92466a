"""A vote that cannot be: one code and one sentence, whoever asks and however; nothing changes."""

import html
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from ideas.accounts.models import Person
from ideas.journey.models import Idea
from ideas.journey.stages import Stage
from ideas.policy import Role
from ideas.refusals import Refusal
from ideas.settings.actions import turn
from ideas.settings.settings import Site
from ideas.voting.actions import take_back_vote
from ideas.voting.models import Ballot, Vote, VoteEvent
from ideas.voting.settings import Voting
from ideas.web.speak import sentence_of
from tests.conftest import Client, Clock
from tests.factories import a_live_idea, a_person, an_idea, sign_in, votes_for

pytestmark = pytest.mark.usefixtures("session")
JSON = {"Accept": "application/json"}
PART = {"HX-Request": "true", "HX-Request-Type": "partial"}
Made = tuple[Idea, Person, Refusal]


def own_idea(clock: Clock) -> Made:
    ada = a_person("Ada")
    return a_live_idea(by=ada), ada, Refusal("vote.own_idea")


def too_late(clock: Clock) -> Made:
    idea = a_live_idea()
    clock.go(days=40)
    return idea, a_person("Vera"), Refusal("vote.too_late")


def wrong_stage(clock: Clock) -> Made:
    idea = an_idea(stage=Stage.EXPIRED)
    return idea, a_person("Vera"), Refusal("vote.not_open", stage="expired")


def cooling(clock: Clock) -> Made:
    idea = a_live_idea()
    (vera,) = votes_for(idea, 1)
    take_back_vote(idea, by=vera)
    return idea, vera, Refusal("vote.cooling", hours=24)


def paused(clock: Clock) -> Made:
    idea = a_live_idea()
    turn(Voting, "is_open", False, by=None)
    return idea, a_person("Vera"), Refusal("vote.paused")


def read_only(clock: Clock) -> Made:
    idea = a_live_idea()
    turn(Site, "is_read_only", True, by=None)
    return idea, a_person("Vera"), Refusal("site.read_only")


@pytest.mark.parametrize("make", [own_idea, too_late, wrong_stage, cooling, paused, read_only])
def test_a_refusal_is_the_same_in_page_part_and_json(
    client: FlaskClient, session: Session, clock: Clock, make: Callable[[Clock], Made]
) -> None:
    idea, person, refusal = make(clock)
    sign_in(client, person)
    before = all_of_it(session)
    address = f"/ideas/{idea.slug}/vote"
    page, part = client.post(address), client.post(address, headers=PART)
    said = client.post(address, headers=JSON)
    for answer in (page, part, said):
        assert (answer.status_code, answer.headers["Refusal"]) == (409, refusal.code)
    with client.application.test_request_context():
        sentence = sentence_of(refusal)
    assert said.json == {"code": refusal.code, "sentence": sentence}
    assert sentence in html.unescape(page.text)
    assert sentence in html.unescape(part.text)
    assert all_of_it(session) == before


def test_a_vote_is_answered_as_json_to_whoever_asks_for_it(
    client: FlaskClient, clock: Clock
) -> None:
    idea = a_live_idea()
    sign_in(client, a_person("Vera"))
    address = f"/ideas/{idea.slug}/vote"
    assert client.post(address, headers=JSON).json == {"vote": "counted"}
    assert client.post(address, headers=JSON).json == {"vote": "counted"}
    assert client.delete(address, headers=JSON).json == {"vote": None}


@pytest.mark.parametrize(
    ("who", "status", "code"),
    [
        (None, 401, "web.sign_in"),
        (Role.MODERATOR, 409, "vote.staff"),
    ],
)
def test_who_may_not_vote_hears_it_in_json(
    client: FlaskClient, session: Session, who: Role | None, status: int, code: str
) -> None:
    idea = a_live_idea()
    if who is not None:
        sign_in(client, a_person("Max", who), second_factor=False)
    answer = client.post(f"/ideas/{idea.slug}/vote", headers=JSON)
    assert (answer.status_code, answer.get_json()["code"]) == (status, code)
    assert session.scalars(sa.select(Vote)).all() == []


def test_what_is_not_there_and_too_often_are_said_in_json(
    client: FlaskClient, clock: Clock
) -> None:
    idea = a_live_idea()
    sign_in(client, a_person("Vera"))
    gone = client.post("/ideas/nothing-here/vote", headers=JSON)
    assert (gone.status_code, set(gone.get_json())) == (409, {"code", "sentence"})
    answers = [client.post(f"/ideas/{idea.slug}/vote", headers=JSON) for _ in range(80)]
    assert (answers[-1].status_code, answers[-1].get_json()["code"]) == (429, "web.too_often")
    assert int(answers[-1].headers["Retry-After"]) > 0


def test_without_its_own_token_a_vote_changes_nothing(another_app: Flask, session: Session) -> None:
    idea = a_live_idea()
    (vera,), karl = votes_for(idea, 1), a_person("Karl")
    another_app.test_client_class = Client
    stranger, client = another_app.test_client(), another_app.test_client()
    others = token_of(stranger, a_person("Eve"))
    for person, sent in ((karl, {}), (vera, {"_method": "DELETE"})):
        old = token_of(client, person)
        sign_in(client, person)
        before = all_of_it(session)
        for token in (None, "", "forged", others, old):
            form = sent if token is None else {**sent, "csrf_token": token}
            for headers in ({}, PART, JSON):
                answer = client.post(f"/ideas/{idea.slug}/vote", data=form, headers=headers)
                assert (answer.status_code, answer.headers["Refusal"]) == (400, "web.form_old")
        assert all_of_it(session) == before


def token_of(client: FlaskClient, person: Person) -> str:
    """The token of a form shown to this person."""
    sign_in(client, person)
    page = client.get("/account").text
    return page.partition('name="csrf_token" value="')[2].partition('"')[0]


def all_of_it(session: Session) -> list[str]:
    """Every vote, what became of it, and every count."""
    session.rollback()
    return sorted(
        str(row)
        for table in (Vote, VoteEvent, Ballot)
        for row in session.execute(sa.select(*table.__table__.columns)).all()
    )
