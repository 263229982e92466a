"""Voting through HTTP, with and without htmx."""

from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from ideas.db import db
from ideas.journey.actions import advance
from ideas.journey.models import Idea
from ideas.journey.stages import Stage
from ideas.policy import Role
from ideas.voting.models import Vote, VoteState
from tests.accounts.making import FORM, sign_up, token_to
from tests.conftest import Clock
from tests.factories import a_live_idea, a_person, an_idea, sign_in, votes_for

pytestmark = pytest.mark.usefixtures("session", "clock")
HTMX = {"HX-Request": "true", "HX-Request-Type": "partial"}


def cast(client: FlaskClient, idea: Idea, **sent: Any) -> Any:
    return client.post(f"/ideas/{idea.slug}/vote", **sent)


def take_back(client: FlaskClient, idea: Idea, **sent: Any) -> Any:
    return client.post(f"/ideas/{idea.slug}/vote", data={"_method": "DELETE"}, **sent)


def states(session: Session) -> list[VoteState]:
    return list(session.scalars(sa.select(Vote.state)))


def test_a_plain_form_goes_back_to_the_idea(client: FlaskClient, session: Session) -> None:
    idea = a_live_idea()
    sign_in(client, a_person("Vera"))
    answer = cast(client, idea)
    assert (answer.status_code, answer.location) == (303, f"/ideas/{idea.slug}#ballot")
    assert states(session) == [VoteState.COUNTED]
    assert cast(client, idea).status_code == 303
    assert states(session) == [VoteState.COUNTED]
    assert take_back(client, idea).status_code == 303
    assert states(session) == [VoteState.WITHDRAWN]


def test_htmx_gets_the_ballot_alone(client: FlaskClient, session: Session) -> None:
    idea = a_live_idea(votes=1)
    sign_in(client, a_person("Vera"))
    answer = cast(client, idea, headers=HTMX)
    assert answer.status_code == 200
    assert answer.text.lstrip().startswith('<section class="vote-panel" id="ballot"')
    assert "You have voted" in answer.text
    assert "2 counted" in words(answer.text)
    assert "Yes, take it back" in answer.text
    again = cast(client, idea, headers=HTMX)
    assert (again.status_code, "You have voted" in again.text) == (200, True)
    back = take_back(client, idea, headers=HTMX)
    assert "You can vote again" in back.text


def test_the_whole_way_comes_along_and_shows_a_milestone_at_once(client: FlaskClient) -> None:
    idea = a_live_idea(votes=2, ladder=((3, 30), (5, 60)))
    sign_in(client, a_person("Vera"))
    page = client.get(f"/ideas/{idea.slug}").text
    assert "1 to go" in way_in(page)
    voted = cast(client, idea, headers=HTMX).text
    assert voted.count('<hx-partial hx-target="#way" hx-swap="outerHTML">') == 1
    assert "2 to go" in way_in(voted)
    assert "+60 days earned" in way_in(voted)
    assert way_in(voted) == way_in(client.get(f"/ideas/{idea.slug}").text)
    back = take_back(client, idea, headers=HTMX).text
    assert "3 to go" in way_in(back)
    assert "+60 days earned" in way_in(back)


def test_the_goal_moves_the_whole_way_on_at_once(client: FlaskClient) -> None:
    idea = a_live_idea(votes=1, ladder=((2, 30),))
    sign_in(client, a_person("Vera"))
    voted = way_in(cast(client, idea, headers=HTMX).text)
    assert "to go" not in voted
    assert voted == way_in(client.get(f"/ideas/{idea.slug}").text)


def test_a_refusal_brings_the_whole_way_as_it_is_by_now(client: FlaskClient, clock: Clock) -> None:
    idea = a_live_idea(votes=1, ladder=((3, 5),))
    sign_in(client, a_person("Vera"))
    clock.go(days=5)
    answer = cast(client, idea, headers=HTMX)
    assert answer.status_code == 409
    assert way_in(answer.text) == way_in(client.get(f"/ideas/{idea.slug}").text)


def test_the_way_of_an_idea_in_review_keeps_the_day_of_its_answer(client: FlaskClient) -> None:
    """Voting does not know that day, and no vote moves the ladder any more."""
    idea = a_live_idea()
    for stage in (Stage.CERTIFYING, Stage.QUALIFIED, Stage.IN_REVIEW):
        advance(idea, stage, by=None)
    db.session.commit()
    sign_in(client, a_person("Vera"))
    answer = cast(client, idea, headers=HTMX)
    assert answer.status_code == 409
    assert "hx-partial" not in answer.text


def way_in(page: str) -> str:
    return words(page.partition('id="way"')[2].partition("</section>")[0])


def words(page: str) -> str:
    return " ".join(page.split())


def test_a_visitor_is_sent_to_sign_in_and_nothing_is_cast(
    client: FlaskClient, session: Session
) -> None:
    idea = a_live_idea()
    answer = cast(client, idea)
    assert answer.status_code == 303
    assert "/sign-in" in answer.location
    assert states(session) == []


def test_staff_may_not(client: FlaskClient, session: Session) -> None:
    idea = a_live_idea()
    sign_in(client, a_person("Max", Role.MODERATOR))
    assert cast(client, idea).status_code == 403
    sign_in(client, a_person("Rita", Role.REVIEWER), second_factor=False)
    answer = cast(client, idea, headers=HTMX)
    assert answer.status_code == 409
    assert "team does not vote" in answer.text
    assert states(session) == []


def test_what_one_may_not_see_is_not_there(client: FlaskClient, session: Session) -> None:
    hidden = an_idea(stage=Stage.SUBMITTED)
    sign_in(client, a_person("Eve"))
    assert cast(client, hidden).status_code == 404
    assert client.post("/ideas/nothing-here/vote").status_code == 404


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_ones_own_idea_is_a_sentence(
    client: FlaskClient, session: Session, headers: dict[str, str]
) -> None:
    ada = a_person("Ada")
    idea = a_live_idea(by=ada)
    sign_in(client, ada)
    answer = cast(client, idea, headers=headers)
    assert answer.status_code == 409
    assert "This is your own idea. Others vote for it." in answer.text
    assert 'id="ballot"' in answer.text


def test_too_late_is_a_sentence(client: FlaskClient, session: Session, clock: Clock) -> None:
    idea = a_live_idea(votes=1, ladder=((3, 5),))
    sign_in(client, a_person("Vera"))
    cast(client, idea)
    clock.go(days=5)
    late = take_back(client, idea, headers=HTMX)
    assert late.status_code == 409
    assert "Time ran out for this idea. Votes stay as they are." in late.text
    sign_in(client, a_person("Tardy"))
    answer = cast(client, idea, headers=HTMX)
    assert (answer.status_code, "Votes are no longer taken" in answer.text) == (409, True)


def test_the_wrong_stage_is_a_sentence(client: FlaskClient, session: Session) -> None:
    idea = an_idea(stage=Stage.ON_SALE)
    sign_in(client, a_person("Vera"))
    answer = cast(client, idea, headers=HTMX)
    assert answer.status_code == 409
    assert "It is at the stage “On sale”" in answer.text


def test_cooling_down_is_a_sentence(client: FlaskClient, session: Session, clock: Clock) -> None:
    idea = a_live_idea()
    sign_in(client, a_person("Vera"))
    cast(client, idea)
    take_back(client, idea)
    clock.go(hours=2)
    answer = cast(client, idea, headers=HTMX)
    assert answer.status_code == 409
    assert "You can vote again in 22 h." in answer.text


def test_votes_being_checked_stay(client: FlaskClient, session: Session) -> None:
    idea = a_live_idea(ladder=((2, 30),), votes=1)
    sign_in(client, a_person("Vera"))
    assert "take it back" not in cast(client, idea, headers=HTMX).text
    answer = take_back(client, idea, headers=HTMX)
    assert answer.status_code == 409
    assert "votes are being checked" in answer.text


def test_an_unconfirmed_vote_says_what_is_missing(client: FlaskClient, session: Session) -> None:
    idea = a_live_idea()
    sign_in(client, a_person("Uma", confirmed=False))
    answer = cast(client, idea, headers=HTMX)
    assert answer.status_code == 200
    assert "once you have confirmed your e-mail address" in answer.text
    assert states(session) == [VoteState.PENDING]


def test_the_address_of_a_vote_leads_to_the_idea(client: FlaskClient, session: Session) -> None:
    idea = a_live_idea()
    answer = client.get(f"/ideas/{idea.slug}/vote")
    assert (answer.status_code, answer.location) == (303, f"/ideas/{idea.slug}")
    assert states(session) == []


def test_too_many_presses_are_slowed_down(client: FlaskClient, session: Session) -> None:
    idea = a_live_idea()
    sign_in(client, a_person("Eve"))
    codes = [cast(client, idea).status_code for _ in range(61)]
    assert codes == [303] * 60 + [429]


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (VoteState.HELD, "Your vote is under review"),
        (VoteState.VOID, "Your vote is excluded"),
    ],
)
def test_a_vote_under_review_says_so(
    client: FlaskClient, session: Session, state: VoteState, words: str
) -> None:
    idea = a_live_idea()
    (voter,) = votes_for(idea, 1)
    session.execute(sa.update(Vote).values(state=state))
    session.commit()
    sign_in(client, voter)
    assert words in cast(client, idea, headers=HTMX).text


def test_a_visitors_vote_counts_once_their_address_is_confirmed(
    client: FlaskClient, session: Session
) -> None:
    idea = a_live_idea()
    page = client.get(f"/ideas/{idea.slug}").text
    assert f"errand=vote:{idea.slug}" in page.replace("%3A", ":")
    assert "csrf" not in page
    sign_up(client, errand=f"vote:{idea.slug}", next=f"/ideas/{idea.slug}")
    assert states(session) == [VoteState.PENDING]
    client.post(f"/account/confirmation/{token_to(session, FORM['email'])}")
    session.rollback()
    assert states(session) == [VoteState.COUNTED]
