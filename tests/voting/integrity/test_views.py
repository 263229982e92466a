"""The pages about votes: the desk's, the voter's, and everybody's."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from ideas.accounts.models import Person
from ideas.db import db
from ideas.jobs.worker import drain
from ideas.journey.models import Idea
from ideas.policy import Role
from ideas.voting.integrity.actions import propose
from ideas.voting.integrity.appeals.actions import appeal
from ideas.voting.integrity.appeals.queries import appeals_after
from ideas.voting.integrity.cases.queries import cases_of
from ideas.voting.integrity.detection.actions import hold_suspected
from ideas.voting.integrity.queries import sweeps_of
from ideas.voting.integrity.rules import Suspected, SweepState, Verb, Why
from ideas.voting.integrity.sampling.actions import draw_due
from ideas.voting.integrity.signals.actions import write_signals
from ideas.voting.integrity.signals.rules import Noticed
from ideas.voting.queries import ballot_of
from tests.conftest import Clock
from tests.factories import a_live_idea, a_person, sign_in, votes_for

HTMX = {"HX-Request": "true"}
JSON = {"Accept": "application/json"}
ODD = {"tenths": 90, "found": 3, "expected": 0}


@pytest.fixture
def max_(session: Session, clock: Clock, client: FlaskClient) -> Person:
    """A moderator, signed in."""
    person = a_person("Max", Role.MODERATOR)
    sign_in(client, person)
    return person


@pytest.fixture
def idea(max_: Person, clock: Clock) -> Idea:
    """An idea with five votes of which a test holds three, all with signals."""
    idea = a_live_idea(ladder=((400, 30),))
    people = votes_for(idea, 5)
    at = clock.moment.timestamp()
    noticed = Noticed(at, "198.51.100.0/24", "fr", "qr", None)
    write_signals([(idea.id, each.id, noticed) for each in people], "secret")
    key = (("network", "a" * 20),)
    hold_suspected(idea.id, Suspected.SOURCE, key, [each.id for each in people[:3]], **ODD)
    db.session.commit()
    return idea


def counts(idea: Idea) -> tuple[int, int, int]:
    db.session.expire_all()
    ballot = ballot_of(idea.id)
    assert ballot is not None
    return ballot.votes, ballot.held, ballot.void


def decision(client: FlaskClient, idea: Idea, **said: object) -> int:
    return client.post(f"/desk/integrity/{idea.slug}/decision", data=said).status_code


def test_only_moderators_come_in(client: FlaskClient, idea: Idea, max_: Person) -> None:
    (case,) = cases_of(idea.id)
    pages = ("/desk/integrity", f"/desk/integrity/{idea.slug}")
    posts = (
        f"/desk/integrity/{idea.slug}/decision",
        f"/desk/integrity/{idea.slug}/sample/1",
        f"/desk/integrity/cases/{case.id}/closing",
        "/desk/integrity/appeals/1",
        "/desk/integrity/decisions/1/confirmation",
        "/desk/integrity/decisions/1/undoing",
    )
    for roles in ((), (Role.REVIEWER,), (Role.FINANCE,), (Role.ADMIN,)):
        sign_in(client, a_person("Eve", *roles))
        assert [client.get(page).status_code for page in pages] == [403, 403]
        assert {client.post(page).status_code for page in posts} == {403}
    assert counts(idea) == (2, 3, 0)


def test_the_queue_and_the_idea_name_nobody(client: FlaskClient, idea: Idea) -> None:
    queue = client.get("/desk/integrity").text
    assert idea.title in queue
    page = client.get(f"/desk/integrity/{idea.slug}").text
    assert "Many from one source" in page
    assert "198.51" not in page
    assert "Voter 1" not in page
    assert "example.org" not in page


def test_a_class_is_released_with_one_press(client: FlaskClient, idea: Idea) -> None:
    (case,) = cases_of(idea.id)
    assert decision(client, idea, verb="release", why="real_people", case=case.id) == 303
    assert counts(idea) == (5, 0, 0)
    assert "5 votes" not in client.get("/desk/integrity").text


def test_a_preview_says_what_would_happen(client: FlaskClient, idea: Idea) -> None:
    (case,) = cases_of(idea.id)
    address = f"/desk/integrity/{idea.slug}/decision"
    page = client.get(f"{address}?verb=release&case={case.id}").text
    assert "The count goes from 2 to 5." in page
    page = client.get(f"{address}?verb=void&case={case.id}").text
    assert "The count stays at 2." in page
    assert counts(idea) == (2, 3, 0)
    assert client.get(f"{address}?verb=burn").status_code == 404
    assert "No votes fit this" in client.get(f"{address}?verb=hold&network={'f' * 20}").text


def test_a_decision_needs_a_reason_that_fits(client: FlaskClient, idea: Idea) -> None:
    (case,) = cases_of(idea.id)
    assert decision(client, idea, verb="void", case=case.id) == 422
    assert decision(client, idea, verb="void", why="real_people", case=case.id) == 409
    assert counts(idea) == (2, 3, 0)
    assert decision(client, idea, verb="void", why="automated", case=case.id) == 303
    assert decision(client, idea, verb="void", why="automated", case=case.id) == 409
    assert counts(idea) == (2, 0, 3)


def test_a_proposal_is_confirmed_by_another(client: FlaskClient, max_: Person) -> None:
    idea = a_live_idea("Kite", ladder=((4, 30), (400, 30)))
    votes_for(idea, 4)
    assert decision(client, idea, verb="void", why="automated") == 303
    (sweep,) = sweeps_of(idea.id, 5)
    address, sweep_id = f"/desk/integrity/decisions/{sweep.id}", sweep.id
    assert "somebody else confirms" in client.get(address).text
    assert client.post(f"{address}/confirmation").status_code == 409
    sign_in(client, a_person("Rita", Role.MODERATOR))
    assert "Waits for a second person" in client.get("/desk/integrity").text
    assert client.post(f"{address}/confirmation").status_code == 303
    assert counts(idea) == (0, 0, 4)
    assert client.delete(address).status_code == 409
    assert client.post(f"{address}/undoing").status_code == 303
    assert counts(idea) == (4, 0, 0)
    assert client.post(f"{address}/undoing").status_code == 409
    part = client.get(f"/desk/integrity/decisions/{sweep_id}", headers=HTMX).text
    assert part.lstrip().startswith("<section")
    assert "It was undone" in part


def test_the_second_person_reads_which_votes_are_meant(client: FlaskClient, max_: Person) -> None:
    idea = a_live_idea("Kite", ladder=((4, 30), (400, 30)))
    votes_for(idea, 4)
    said = {"since": "2026-01-01T10:00", "state": "counted"}
    address = f"/desk/integrity/{idea.slug}/decision"
    preview = client.get(address, query_string={"verb": "void", **said}).text
    decision(client, idea, verb="void", why="automated", **said)
    (sweep,) = sweeps_of(idea.id, 5)
    for page in (preview, client.get(f"/desk/integrity/decisions/{sweep.id}").text):
        assert "cast from 2026-01-01 10:00 UTC" in page
        assert "All votes for this idea" not in page
        assert "The count goes from 4 to 0." in page
    assert "All votes for this idea" in client.get(f"{address}?verb=void").text


def test_from_one_case_to_the_next(client: FlaskClient, idea: Idea) -> None:
    other = a_live_idea("Kite", ladder=((400, 30),))
    assert "Next idea" not in client.get(f"/desk/integrity/{idea.slug}").text
    assert f"/desk/integrity/{idea.slug}" in client.get(f"/desk/integrity/{other.slug}").text


def test_a_proposal_is_turned_down(client: FlaskClient, max_: Person) -> None:
    idea = a_live_idea("Kite", ladder=((4, 30), (400, 30)))
    votes_for(idea, 4)
    decision(client, idea, verb="void", why="automated")
    (sweep,) = sweeps_of(idea.id, 5)
    assert client.delete(f"/desk/integrity/decisions/{sweep.id}").status_code == 303
    assert "Turned down. The votes stay" in client.get("/desk/integrity").text
    assert counts(idea) == (4, 0, 0)
    db.session.refresh(sweep)
    assert sweep.state is SweepState.REFUSED


def test_votes_are_chosen_by_what_they_share(client: FlaskClient, idea: Idea) -> None:
    propose(idea, Verb.RELEASE, Why.NO_PROOF, conditions={}, by=a_person("Rita", Role.MODERATOR))
    db.session.commit()
    page = client.get(f"/desk/integrity/{idea.slug}").text
    mark = page.partition("network=")[2][:20]
    assert decision(client, idea, verb="hold", why="looked_odd", network=mark) == 303
    assert counts(idea) == (0, 5, 0)


def test_a_case_without_votes_is_closed(client: FlaskClient, idea: Idea) -> None:
    (case,) = cases_of(idea.id)
    assert client.post(f"/desk/integrity/cases/{case.id}/closing").status_code == 409
    hold_suspected(idea.id, Suspected.SPEED, (), [], **ODD)
    db.session.commit()
    watched = cases_of(idea.id)[-1]
    assert client.post(f"/desk/integrity/cases/{watched.id}/closing").status_code == 303
    assert [each.id for each in cases_of(idea.id)] == [case.id]


def test_the_sample_is_checked_on_the_page(client: FlaskClient, max_: Person) -> None:
    idea = a_live_idea("Kite", ladder=((3, 30),), votes=3)
    draw_due()
    address = f"/desk/integrity/{idea.slug}"
    assert "Voters drawn by lot" in client.get(address).text
    assert "0 of 3 checked" in client.get("/desk/integrity").text
    for place in (1, 2, 3):
        data = {"finding": "genuine"}
        assert client.post(f"{address}/sample/{place}", data=data).status_code == 303
    assert client.post(f"{address}/sample/9", data={"finding": "genuine"}).status_code == 404
    assert client.post(f"{address}/sample/1", data={"finding": "odd"}).status_code == 422
    assert "3 of 3 checked" in client.get("/desk/integrity").text
    assert "Many of those drawn are doubtful" not in client.get(address).text
    client.post(f"{address}/sample/2", data={"finding": "doubtful"})
    assert "Many of those drawn are doubtful" in client.get(address).text


def test_a_refused_decision_is_the_same_in_page_and_json(client: FlaskClient, idea: Idea) -> None:
    (case,) = cases_of(idea.id)
    address = f"/desk/integrity/{idea.slug}/decision"
    said = {"verb": "release", "why": "bought", "case": case.id}
    page, told = client.post(address, data=said), client.post(address, data=said, headers=JSON)
    for answer in (page, told):
        assert (answer.status_code, answer.headers["Refusal"]) == (
            409,
            "integrity.reason_fits_not",
        )
    assert told.json is not None
    assert told.json["sentence"] in page.text
    assert counts(idea) == (2, 3, 0)


def test_what_no_form_of_ours_sends_could_not_be_read(client: FlaskClient, max_: Person) -> None:
    idea = a_live_idea("Kite", ladder=((3, 30),), votes=3)
    draw_due()
    answer = client.post(f"/desk/integrity/{idea.slug}/sample/1", data={"finding": "odd"})
    assert (answer.status_code, answer.headers["Refusal"]) == (422, "web.unreadable")
    assert "This form could not be read" in answer.text


def a_held_voter(client: FlaskClient) -> tuple[Idea, Person]:
    idea = a_live_idea("Kite", ladder=((400, 30),))
    (voter,) = votes_for(idea, 1)
    hold_suspected(idea.id, Suspected.ALIKE, (), [voter.id], **ODD)
    db.session.commit()
    sign_in(client, voter)
    return idea, voter


def test_a_voter_reads_why_and_appeals_once(client: FlaskClient, session: Session) -> None:
    idea, voter = a_held_voter(client)
    address = f"/ideas/{idea.slug}/vote/check"
    assert address in client.get(f"/ideas/{idea.slug}").text
    page = client.get(address).text
    assert "These votes look more alike" in page
    assert "a program, without a person" in page
    assert client.post(address, data={"words": ""}).status_code == 409
    assert client.post(address, data={"words": "I am real."}).status_code == 303
    again = client.post(address, data={"words": "Really."})
    told = client.post(address, data={"words": "Really."}, headers=JSON)
    assert (again.status_code, again.headers["Refusal"]) == (409, "appeal.made_already")
    assert told.json == {
        "code": "appeal.made_already",
        "sentence": "You have appealed already. Somebody will look at it.",
    }
    assert "You have appealed already" in again.text
    sign_in(client, a_person("Max", Role.MODERATOR))
    assert "I am real." in client.get("/desk/integrity").text
    (made,) = appeals_after(0, limit=5)
    desk = f"/desk/integrity/appeals/{made.id}"
    assert client.post(desk, data={"outcome": "maybe"}).status_code == 422
    assert client.post(desk, data={"outcome": "upheld"}).status_code == 303
    assert client.post(desk, data={"outcome": "upheld"}).status_code == 409
    assert counts(idea) == (1, 0, 0)
    sign_in(client, voter)
    assert "Your vote counts." in client.get(address).text


def test_a_no_is_answered_in_words(client: FlaskClient, session: Session) -> None:
    idea, voter = a_held_voter(client)
    address = f"/ideas/{idea.slug}/vote/check"
    client.post(address, data={"words": "I am real."})
    (made,) = appeals_after(0, limit=5)
    sign_in(client, a_person("Max", Role.MODERATOR))
    desk, no = f"/desk/integrity/appeals/{made.id}", {"outcome": "dismissed"}
    assert client.post(desk, data=no).headers["Refusal"] == "appeal.no_answer"
    assert client.post(desk, data=no | {"words": "Forty from one room."}).status_code == 303
    sign_in(client, voter)
    assert "Forty from one room." in client.get(address).text
    drain(client.application)
    assert "Forty from one room." in client.get("/notices").text


def test_another_reads_nothing_of_it(client: FlaskClient, session: Session) -> None:
    idea, _ = a_held_voter(client)
    address = f"/ideas/{idea.slug}/vote/check"
    sign_in(client, a_person("Eve"))
    assert "You have no vote" in client.get(address).text
    assert client.post(address, data={"words": "Let me."}).status_code == 409


def test_a_visitor_signs_in_first(client: FlaskClient, session: Session) -> None:
    idea = a_live_idea("Kite")
    assert client.get(f"/ideas/{idea.slug}/vote/check").status_code == 303


def test_the_public_numbers(client: FlaskClient, idea: Idea, max_: Person) -> None:
    propose(idea, Verb.VOID, Why.AUTOMATED, conditions={"state": "held"}, by=max_)
    db.session.commit()
    page = client.get("/integrity").text
    assert "Honest votes" in page
    assert "March 2026" in page
    rows = page.partition("<tbody>")[2].partition("</tbody>")[0]
    assert rows.count(">3<") == 2


def test_appeals_are_counted_by_the_month(client: FlaskClient, session: Session) -> None:
    idea, voter = a_held_voter(client)
    appeal(idea, "I am real.", by=voter)
    db.session.commit()
    page = client.get("/integrity").text
    assert page.count(">1<") >= 2
