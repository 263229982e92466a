"""Duplicates over HTTP: moderators, fans, whoever is not to see it."""

from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from ideas.accounts.models import Person
from ideas.journey.models import Idea
from ideas.journey.stages import Stage
from ideas.merging import actions
from ideas.policy import Role
from ideas.search.actions import index_idea
from ideas.voting.joins import listeners
from tests.conftest import Clock
from tests.factories import a_live_idea, a_person, an_idea, sign_in
from tests.merging.test_actions import NEAR, a_pair

SAID = {"sentence_en": "Both are a lamp.", "sentence_fr": "C’est la même lampe."}


def beside(child: Idea, parent: Idea) -> str:
    return f"/desk/moderation/{child.slug}/likeness/{parent.slug}"


def max_in(client: FlaskClient) -> Person:
    max_ = a_person("Max", Role.MODERATOR)
    sign_in(client, max_)
    return max_


def test_a_moderator_finds_compares_and_merges(
    client: FlaskClient, session: Session, clock: Clock
) -> None:
    child, parent = a_pair()
    for idea in (child, parent):
        index_idea(idea)
    max_in(client)
    item = client.get(f"/desk/moderation/{child.slug}").text
    assert beside(child, parent) in item
    assert (
        beside(child, parent) in client.get(f"/desk/moderation/{child.slug}/likeness?q=lamp").text
    )
    page = client.get(beside(child, parent)).text
    assert "3 votes for “A lamp” come to count for “Lamp”." in page
    assert "goes from 2 to 5" in page
    empty = client.post(beside(child, parent), data={"sentence_en": "", "note": "Kept"})
    assert (empty.status_code, "Write the sentence" in empty.text, "Kept" in empty.text) == (
        422,
        True,
        True,
    )
    sent = client.post(beside(child, parent), data=SAID)
    assert (sent.status_code, sent.location) == (303, "/desk/mergers/1")
    assert "Undo" in client.get("/desk/mergers/1").text
    assert client.post(beside(child, parent), data=SAID).status_code == 409
    clock.go(seconds=31)
    actions.carry_out_due()
    session.commit()
    assert "are being joined" in client.get("/desk/mergers/1", headers={"HX-Request": "true"}).text
    listeners.carry_on_joins()
    assert "The votes are joined" in client.get("/desk/mergers/1").text
    assert "A lamp" in client.get("/desk/mergers").text


def test_fans_are_led_to_the_whole_and_see_its_votes_on_their_way(
    client: FlaskClient, session: Session, clock: Clock
) -> None:
    child, parent = a_pair()
    actions.propose(child, parent, {"en": "Same."}, by=a_person("Max", Role.MODERATOR))
    clock.go(seconds=31)
    actions.carry_out_due()
    session.commit()
    page = client.get(f"/ideas/{child.slug}", follow_redirects=True).text
    assert "“A lamp” is part of this idea now." in page
    assert "The votes of “A lamp” are being joined." in page
    listeners.carry_on_joins()
    later = client.get(f"/ideas/{parent.slug}").text
    assert "being joined" not in later
    assert "by Cleo" in later
    assert "Same." in client.get(f"/ideas/{child.slug}?tab=story").text


def test_it_is_undone_confirmed_and_separated(
    client: FlaskClient, session: Session, clock: Clock
) -> None:
    child, parent = a_pair(ladder=NEAR)
    max_in(client)
    assert "second person" in client.get(beside(child, parent)).text
    client.post(beside(child, parent), data=SAID)
    assert client.post("/desk/mergers/1/confirmation").status_code == 409
    assert client.delete("/desk/mergers/1").status_code == 303
    client.post(beside(child, parent), data=SAID)
    sign_in(client, a_person("Mia", Role.MODERATOR))
    assert "1 waits for a second person" in client.get("/desk/moderation").text
    assert "Mergers to confirm" in client.get("/desk").text
    assert client.post("/desk/mergers/2/confirmation").status_code == 303
    clock.go(seconds=31)
    actions.carry_out_due()
    session.commit()
    assert client.get(f"/ideas/{child.slug}").status_code == 303
    assert client.post("/desk/mergers/2/separation", data={}).status_code == 422
    assert client.post("/desk/mergers/2/separation", data=SAID).status_code == 303
    assert client.get(f"/ideas/{child.slug}").status_code == 200
    assert client.post("/desk/mergers/2/separation", data=SAID).status_code == 409


def test_others_see_nothing_of_it(client: FlaskClient, session: Session, clock: Clock) -> None:
    child, parent = a_pair()
    pages = ("/desk/mergers", beside(child, parent), f"/desk/moderation/{child.slug}/likeness")
    for person in (a_person("Eve"), a_person("Rita", Role.REVIEWER)):
        sign_in(client, person)
        assert [client.get(page).status_code for page in pages] == [403] * 3
        assert client.post(beside(child, parent), data=SAID).status_code == 403


def test_a_duplicate_in_the_queue_is_declined_as_one(
    client: FlaskClient, session: Session, clock: Clock
) -> None:
    waiting, there = an_idea("A lamp", stage=Stage.SUBMITTED), a_live_idea("Lamp")
    max_in(client)
    page = client.get(beside(waiting, there)).text
    address = f"/desk/moderation/{waiting.slug}?verdict=decline&amp;reason=duplicate"
    assert address in page
    assert "Another idea here says the same" in client.get(address.replace("&amp;", "&")).text
