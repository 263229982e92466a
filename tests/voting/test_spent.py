"""One address has one vote per idea, however often its owner leaves and comes back."""

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from ideas.accounts.models import Person
from ideas.accounts.personal import erase
from ideas.db import take_write_lock
from ideas.journey.actions import advance
from ideas.journey.models import Idea
from ideas.journey.stages import Stage
from ideas.refusals import Refused
from ideas.voting.actions import cast_vote, count_pending_votes, take_back_vote
from ideas.voting.models import Ballot, VoteEvent, VoteState
from ideas.voting.queries import cast_by
from ideas.voting.spent.models import SpentAddress
from tests.accounts.making import FORM, token_to
from tests.conftest import Clock
from tests.factories import a_live_idea, a_person

pytestmark = pytest.mark.usefixtures("clock")
EVE = "eve@example.org"


def eve(**fields: bool) -> Person:
    return a_person("Eve", email=EVE, **fields)


def votes_then_leaves(session: Session, *ideas: Idea) -> None:
    person = eve()
    for idea in ideas:
        cast_vote(idea, by=person)
    session.commit()
    erase(person)
    session.commit()


def test_one_mailbox_has_one_vote_however_often_it_comes_back(
    client: FlaskClient, session: Session
) -> None:
    idea = a_live_idea()
    idea_id, errand = idea.id, f"vote:{idea.slug}"
    for number in range(3):
        browser = client.application.test_client()
        joined = browser.post("/sign-up", data=FORM | {"email": EVE, "errand": errand})
        assert joined.status_code == 303
        landed = browser.post(f"/account/confirmation/{token_to(session, EVE)}")
        page = browser.get(landed.location, follow_redirects=True)
        assert ("voted for this idea before they left" in page.text) is (number > 0)
        leaving = {"present": FORM["password"], "sure": "y", "agree": "y"}
        assert browser.post("/account/leaving", data=leaving).status_code == 303
        session.rollback()
    assert session.scalar(sa.select(Ballot.votes).where(Ballot.idea_id == idea_id)) == 1


def test_the_address_may_vote_for_what_it_did_not_vote_for(session: Session) -> None:
    first, second = a_live_idea(), a_live_idea("Another lamp")
    votes_then_leaves(session, first)
    again = eve()
    assert cast_vote(second, by=again).state is VoteState.COUNTED
    with pytest.raises(Refused, match=r"vote\.address_spent"):
        cast_vote(first, by=again)
    assert cast_vote(first, by=a_person("Somebody")).state is VoteState.COUNTED


def test_of_two_votes_two_fingerprints_are_kept_that_do_not_match(session: Session) -> None:
    votes_then_leaves(session, a_live_idea(), a_live_idea("Another lamp"))
    prints = session.scalars(sa.select(SpentAddress.fingerprint)).all()
    assert len(set(prints)) == 2
    assert not any("eve" in each for each in prints)


def test_a_vote_taken_back_leaves_nothing(session: Session) -> None:
    idea, person = a_live_idea(), eve()
    cast_vote(idea, by=person)
    take_back_vote(idea, by=person)
    session.commit()
    erase(person)
    session.commit()
    assert session.scalars(sa.select(SpentAddress)).all() == []
    assert cast_vote(idea, by=eve()).state is VoteState.COUNTED


def test_a_stranger_is_not_told_that_an_address_voted(session: Session, clock: Clock) -> None:
    """Before the address is confirmed its vote waits like any other; then it lapses."""
    idea = a_live_idea()
    votes_then_leaves(session, idea)
    stranger = eve(confirmed=False)
    assert cast_vote(idea, by=stranger).state is VoteState.PENDING
    take_write_lock()
    stranger.email_confirmed_at = clock.moment
    count_pending_votes(stranger)
    session.commit()
    vote = cast_by(stranger.id, idea.id)
    assert vote is not None
    assert vote.state is VoteState.LAPSED
    assert session.get_one(Ballot, idea.id).votes == 1


def test_when_the_ballot_closes_what_was_kept_is_dropped(session: Session) -> None:
    idea = a_live_idea()
    votes_then_leaves(session, idea)
    advance(idea, Stage.EXPIRED, by=None)
    session.commit()
    assert session.scalars(sa.select(SpentAddress)).all() == []


def test_an_idea_that_may_return_keeps_it(session: Session) -> None:
    idea = a_live_idea()
    person = eve()
    cast_vote(idea, by=person)
    advance(idea, Stage.ARCHIVED, by=None)
    session.commit()
    erase(person)
    session.commit()
    advance(idea, Stage.LIVE, by=None)
    session.commit()
    with pytest.raises(Refused, match=r"vote\.address_spent"):
        cast_vote(idea, by=eve())


def test_a_lapsed_vote_cast_again_is_written_as_from_lapsed(session: Session, clock: Clock) -> None:
    idea, person = a_live_idea(), a_person("Vera", confirmed=False)
    cast_vote(idea, by=person)
    session.commit()
    take_write_lock()
    person.email_confirmed_at = person.suspended_at = clock.moment
    count_pending_votes(person)
    person.suspended_at = None
    session.commit()
    assert cast_vote(idea, by=person).state is VoteState.COUNTED
    session.commit()
    rows = session.scalars(sa.select(VoteEvent).order_by(VoteEvent.id)).all()
    assert [(row.from_state, row.to_state, row.reason) for row in rows] == [
        (None, "pending", "cast"),
        ("pending", "lapsed", "not_confirmed"),
        ("lapsed", "counted", "cast_again"),
    ]
