"""The reviewers' pages, through HTTP."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from ideas.accounts.models import Person
from ideas.journey.models import Idea
from ideas.journey.stages import Stage
from ideas.policy import Role
from ideas.review import queries
from ideas.review.actions import cut_off_due, open_round
from ideas.review.forms import RoundForm
from ideas.review.models import Round
from ideas.review.scoring.rules import DEFAULT_WEIGHTS
from ideas.voting.ballots.actions import certify_due
from ideas.voting.models import Vote, VoteState
from ideas.voting.survey.actions import answer_survey
from ideas.voting.survey.rules import Said
from tests.conftest import Clock
from tests.factories import a_live_idea, a_person, an_idea, sign_in, votes_for

pytestmark = pytest.mark.usefixtures("unscored")

FULL = {**dict.fromkeys(DEFAULT_WEIGHTS, "4"), "note": "Bright."}
YES = {"outcome": "selected", "reason": "chosen", "sentence_en": "We love the lamp."}
ROUND = {
    "name": "Spring",
    "cutoff_on": "2026-03-29",
    "cutoff_time": "12:00",
    "zone": "Europe/Paris",
    "decision_due_on": "2026-07-31",
    "capacity": "20",
}


@pytest.fixture
def rita(session: Session) -> Person:
    return a_person("Rita", Role.REVIEWER)


@pytest.fixture
def ravi(session: Session) -> Person:
    return a_person("Ravi", Role.REVIEWER)


@pytest.fixture
def case(rita: Person, clock: Clock) -> tuple[Round, Idea, str]:
    """A round under review, its one idea, and the address of the case."""
    idea = an_idea(stage=Stage.QUALIFIED)
    cutoff = clock.moment + timedelta(days=1)
    due = (cutoff + timedelta(days=120)).date()
    round_ = open_round("Spring", cutoff_at=cutoff, decision_due_on=due, capacity=9, by=rita)
    clock.go(days=1)
    cut_off_due()
    return round_, idea, f"/desk/rounds/{round_.slug}/cases/{idea.slug}"


def test_a_round_is_announced_on_the_wall_clock_of_its_zone(
    client: FlaskClient, rita: Person, clock: Clock
) -> None:
    sign_in(client, rita)
    assert "No round yet" in client.get("/desk/rounds").text
    made = client.post("/desk/rounds", data=ROUND, follow_redirects=True)
    assert "The round is announced." in made.text
    (round_,) = queries.rounds()
    assert round_.cutoff_at.isoformat() == "2026-03-29T10:00:00+00:00"
    again = client.post("/desk/rounds", data=ROUND | {"cutoff_time": "18:00"})
    assert again.status_code == 409
    assert "so they would overlap" in again.text
    assert queries.rounds() == [round_]


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("name", "", "Please fill this in."),
        ("zone", "Mars/Base", "Write a zone like Europe/Paris."),
        ("cutoff_time", "02:30", "The clocks change then."),
        ("capacity", "0", "Write a number from 1 to 1,000."),
        ("capacity", "many", "Write a whole number."),
    ],
)
def test_what_cannot_be_a_round_is_said_beside_its_field(
    client: FlaskClient, rita: Person, clock: Clock, field: str, value: str, sentence: str
) -> None:
    sign_in(client, rita)
    answer = client.post("/desk/rounds", data=ROUND | {field: value})
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "2026-07-31" in answer.text
    assert not queries.rounds()


@pytest.mark.parametrize(
    ("zone", "day", "at", "is_taken"),
    [
        ("Europe/Paris", "2026-03-29", "01:59", True),
        ("Europe/Paris", "2026-03-29", "02:00", False),
        ("Europe/Paris", "2026-03-29", "02:59", False),
        ("Europe/Paris", "2026-03-29", "03:00", True),
        ("Europe/Paris", "2026-10-25", "02:00", False),
        ("Europe/Paris", "2026-10-25", "02:59", False),
        ("Europe/Paris", "2026-10-25", "03:00", True),
        ("Australia/Lord_Howe", "2026-10-04", "02:15", False),
        ("America/Santiago", "2026-09-06", "00:00", False),
        ("UTC", "2026-03-29", "02:30", True),
    ],
)
def test_a_time_that_the_clocks_leap_over_or_show_twice_is_refused(
    app: Flask, zone: str, day: str, at: str, *, is_taken: bool
) -> None:
    typed = ROUND | {"zone": zone, "cutoff_on": day, "cutoff_time": at}
    with app.test_request_context(method="POST", data=typed):
        form = RoundForm()
        assert form.validate() is is_taken
        if is_taken:
            shown = form.cutoff_at().astimezone(ZoneInfo(zone))
            assert shown.strftime("%Y-%m-%d %H:%M") == f"{day} {at}"
        else:
            assert set(form.errors) == {"cutoff_time"}


def test_two_reviewers_answer_and_publish(
    client: FlaskClient, rita: Person, ravi: Person, case: tuple[Round, Idea, str]
) -> None:
    round_, idea, address = case
    sign_in(client, rita)
    assert "We love" not in client.get(address).text
    client.post(f"{address}/scorecard", data=FULL)
    assert "Bright." in client.get(address).text
    client.post(f"{address}/decision", data=YES)
    alone = client.post(f"{address}/confirmation")
    assert alone.status_code == 409
    assert "Ravi can" in alone.text
    early = client.post(f"/desk/rounds/{round_.slug}/publication")
    assert early.status_code == 409
    sign_in(client, ravi)
    assert "We love the lamp." in client.get(address).text
    assert client.post(f"{address}/confirmation").status_code == 303
    page = client.get(f"/desk/rounds/{round_.slug}").text
    assert "4" in page
    assert "Publish all answers" in page
    done = client.post(f"/desk/rounds/{round_.slug}/publication", follow_redirects=True)
    assert "The answers are public." in done.text
    assert idea.stage is Stage.SELECTED


def test_an_answer_without_words_comes_back_with_what_was_typed(
    client: FlaskClient, rita: Person, case: tuple[Round, Idea, str]
) -> None:
    _, idea, address = case
    sign_in(client, rita)
    answer = client.post(f"{address}/decision", data=YES | {"sentence_en": "", "feedback": "Dear"})
    assert answer.status_code == 422
    assert "Write the sentence that people will read." in answer.text
    assert "Dear" in answer.text
    wrong = client.post(f"{address}/decision", data=YES | {"reason": "demand"})
    assert wrong.status_code == 422
    assert 'id="reason-error"' in wrong.text
    assert 'id="sentence_en-error"' not in wrong.text
    assert queries.standing_decision(queries.case_of(case[0].id, idea.id).id) is None  # type: ignore[union-attr]


def test_a_scorecard_needs_every_criterion(
    client: FlaskClient, rita: Person, case: tuple[Round, Idea, str]
) -> None:
    sign_in(client, rita)
    answer = client.post(f"{case[2]}/scorecard", data=FULL | {"demand": "nine"})
    assert answer.status_code == 409
    assert "Give points on every criterion." in answer.text


def test_a_proposal_is_taken_back(
    client: FlaskClient, rita: Person, case: tuple[Round, Idea, str]
) -> None:
    sign_in(client, rita)
    client.post(f"{case[2]}/decision", data=YES)
    back = client.post(f"{case[2]}/decision", data={"_method": "DELETE"}, follow_redirects=True)
    assert "The proposal is taken back." in back.text
    assert client.post(f"{case[2]}/confirmation").status_code == 404


def test_a_case_shows_what_voters_would_buy(
    client: FlaskClient, session: Session, rita: Person, clock: Clock
) -> None:
    idea = a_live_idea(ladder=((10, 30),))
    for voter in votes_for(idea, 10):
        answer_survey(idea, Said(5_000, 1, tell_me=True), by=voter)
    session.commit()
    clock.go(days=4)
    certify_due()
    due = (clock.moment + timedelta(days=121)).date()
    cutoff = clock.moment + timedelta(days=1)
    round_ = open_round("Spring", cutoff_at=cutoff, decision_due_on=due, capacity=9, by=rita)
    clock.go(days=1)
    cut_off_due()
    session.commit()
    sign_in(client, rita)
    address = f"/desk/rounds/{round_.slug}/cases/{idea.slug}"
    page = " ".join(client.get(address).text.split())
    assert "10 voters answered. 10 ask to be told when it is on sale." in page
    assert '<th scope="row">€50</th> <td class="num">100%</td>' in page
    session.execute(sa.update(Vote).values(state=VoteState.VOID))
    session.commit()
    assert "10 more answers are needed before anything is shown" in client.get(address).text


def test_a_case_shows_what_its_idea_states(
    client: FlaskClient, session: Session, rita: Person, case: tuple[Round, Idea, str]
) -> None:
    _, idea, address = case
    idea.specs = "Made of: oak"
    session.commit()
    sign_in(client, rita)
    assert "<dd>oak</dd>" in client.get(address).text


def test_what_is_no_case_is_not_found(
    client: FlaskClient, rita: Person, case: tuple[Round, Idea, str]
) -> None:
    sign_in(client, rita)
    other = a_live_idea()
    assert client.get(f"/desk/rounds/none/cases/{case[1].slug}").status_code == 404
    assert client.get(f"/desk/rounds/{case[0].slug}/cases/{other.slug}").status_code == 404


@pytest.mark.parametrize(
    ("roles", "status"),
    [
        ((), 403),
        ((Role.MODERATOR,), 403),
        ((Role.FINANCE,), 403),
        ((Role.ADMIN,), 403),
        ((Role.REVIEWER,), 200),
    ],
)
def test_the_pages_are_the_reviewers(
    client: FlaskClient, case: tuple[Round, Idea, str], roles: tuple[Role, ...], status: int
) -> None:
    round_, _, address = case
    pages = ("/desk/rounds", f"/desk/rounds/{round_.slug}", address)
    assert {client.get(page).status_code for page in pages} == {303}
    sign_in(client, a_person("Eve", *roles))
    assert {client.get(page).status_code for page in pages} == {status}
    if status == 403:
        assert client.post(f"{address}/decision", data=YES).status_code == 403
