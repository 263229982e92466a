"""Applying a version to open ideas: two admins, and nothing is taken away."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from ideas.accounts.models import Person, RoleGrant
from ideas.campaigns.actions import publish_terms
from ideas.campaigns.ladder import ladder_from
from ideas.campaigns.models import Terms
from ideas.events.models import RecordedEvent
from ideas.journey.models import Idea
from ideas.journey.stages import Stage
from ideas.notifications.models import Notice
from ideas.policy import Role
from ideas.refusals import Refused
from ideas.tuning.applying.actions import (
    apply_to,
    confirm_application,
    propose_application,
    take_back_application,
)
from ideas.tuning.applying.listeners import carry_on_applications
from ideas.tuning.applying.models import Application, AppliedIdea
from ideas.tuning.applying.queries import (
    applications_waiting,
    consequences_of,
    standing_application,
    what_happened,
)
from ideas.tuning.events import TermsApplied
from ideas.voting.ballots.actions import certify_due, expire_due
from ideas.voting.models import Ballot, TierCrossing
from ideas.voting.queries import ballot_of
from ideas.wiring import LISTENERS
from tests.conftest import Clock
from tests.factories import a_live_idea, a_person, sign_in, the_campaign, votes_for

pytestmark = pytest.mark.usefixtures("clock")
OLD = ((2, 30), (4, 60), (9, 60))


def admins() -> tuple[Person, Person]:
    return a_person("Adele", Role.ADMIN), a_person("Boris", Role.ADMIN)


def a_version(*pairs: tuple[int, int], by: Person, **changed: Any) -> Terms:
    return publish_terms(the_campaign(), ladder_from(pairs), by=by, reason="Easier", **changed)


def carried_out(session: Session, terms: Terms, adele: Person, boris: Person) -> Application:
    application = propose_application(terms, reason="Fair for all", by=adele)
    session.commit()
    confirm_application(application, by=boris)
    session.commit()
    carry_on_applications()
    return session.get_one(Application, application.id, populate_existing=True)


def ballot(idea: Idea) -> Ballot:
    found = ballot_of(idea.id)
    assert found is not None
    return found


def test_what_was_said_is_what_happens(session: Session, clock: Clock) -> None:
    adele, boris = admins()
    near, far = a_live_idea(votes=5, ladder=OLD), a_live_idea(votes=1, ladder=OLD)
    climber, checked = a_live_idea(votes=3, ladder=OLD), a_live_idea(votes=9, ladder=OLD)
    clock.go(days=20)
    terms = a_version((1, 15), (3, 40), (5, 40), by=adele, certification_hours=24)
    session.commit()
    expected = consequences_of(terms, clock.moment)
    assert expected.counts == {"qualifying": 1, "reaching": 2}
    assert expected.ideas["qualifying"] == [near.id]
    application = carried_out(session, terms, adele, boris)
    assert application.done_at is not None
    assert what_happened(application) == expected.counts == application.expected
    assert ballot(near).reached_at == clock.moment
    assert ballot(near).certify_at == clock.moment + timedelta(hours=24)
    assert ballot(far).ladder == [[1, 15], [3, 40], [5, 40]]
    assert (ballot(far).tier, ballot(climber).tier) == (1, 2)
    assert ballot(climber).ladder == [[2, 30], [3, 40], [5, 40]]
    assert ballot(checked).terms_id != terms.id
    assert session.get_one(Idea, near.id, populate_existing=True).stage is Stage.CERTIFYING


def test_nothing_reached_is_taken_away(session: Session, clock: Clock) -> None:
    adele, boris = admins()
    idea = a_live_idea(votes=3, ladder=OLD)
    before = ballot(idea).closes_at
    clock.go(days=60)
    terms = a_version((50, 10), (100, 10), by=adele)
    session.commit()
    carried_out(session, terms, adele, boris)
    after = ballot(idea)
    assert (after.tier, after.goal) == (1, 100)
    assert after.ladder == [[2, 30], [50, 10], [100, 10]]
    assert after.closes_at == min(before, clock.moment + timedelta(days=30))
    crossed = sa.select(TierCrossing.tier).where(TierCrossing.idea_id == idea.id)
    assert session.scalars(crossed).all() == [1]
    expire_due()
    assert session.get_one(Idea, idea.id, populate_existing=True).stage is Stage.LIVE
    clock.stand_at(after.closes_at + timedelta(days=4))
    expire_due()
    assert session.get_one(Idea, idea.id, populate_existing=True).stage is Stage.EXPIRED


def test_a_lower_goal_qualifies_what_was_beyond_it(session: Session, clock: Clock) -> None:
    adele, boris = admins()
    idea = a_live_idea(votes=5, ladder=OLD)
    terms = a_version((1, 10), (3, 10), by=adele)
    session.commit()
    carried_out(session, terms, adele, boris)
    assert (ballot(idea).goal, ballot(idea).ladder) == (3, [[2, 30], [4, 60]])
    clock.go(hours=73)
    certify_due()
    assert session.get_one(Idea, idea.id, populate_existing=True).stage is Stage.QUALIFIED


def test_voting_goes_on_on_the_new_ladder(session: Session) -> None:
    adele, boris = admins()
    idea = a_live_idea(votes=1, ladder=OLD)
    terms = a_version((2, 10), (3, 10), by=adele)
    session.commit()
    carried_out(session, terms, adele, boris)
    votes_for(idea, 2)
    assert session.get_one(Idea, idea.id, populate_existing=True).stage is Stage.CERTIFYING


def test_it_is_done_once_and_leaves_a_row(session: Session) -> None:
    adele, boris = admins()
    idea = a_live_idea(votes=1, ladder=OLD)
    terms = a_version((5, 100), by=adele)
    session.commit()
    application = carried_out(session, terms, adele, boris)
    closes_at = ballot(idea).closes_at
    apply_to(application.id, idea.id)
    session.commit()
    carry_on_applications()
    assert ballot(idea).closes_at == closes_at
    (row,) = session.scalars(sa.select(AppliedIdea))
    assert (row.before["goal"], row.after["goal"]) == (9, 5)
    with pytest.raises(sa.exc.DBAPIError):
        session.execute(sa.delete(AppliedIdea))
    session.rollback()


def test_an_idea_on_newer_terms_keeps_them(session: Session) -> None:
    (adele, boris), earlier = admins(), a_live_idea("Earlier", ladder=OLD)
    second = a_version((2, 30), (8, 60), by=adele)
    application = propose_application(second, reason="Fair for all", by=adele)
    confirm_application(application, by=boris)
    session.commit()
    newer = a_live_idea("Newer", ladder=((2, 30), (7, 60)))
    third = ballot(newer).terms_id
    carry_on_applications()
    session.expire_all()
    assert second.id < third
    assert [ballot(each).terms_id for each in (earlier, newer)] == [second.id, third]


def test_the_team_is_told(session: Session, client: FlaskClient) -> None:
    adele, boris = admins()
    ada = a_person("Ada")
    idea = a_live_idea(by=ada, ladder=OLD)
    terms = a_version((5, 100), by=adele)
    session.commit()
    application = carried_out(session, terms, adele, boris)
    recorded = sa.select(RecordedEvent).where(RecordedEvent.name == TermsApplied.name())
    (event,) = session.scalars(recorded)
    assert event.values == {"idea_id": idea.id, "application_id": application.id}
    (listener,) = LISTENERS[TermsApplied]
    for _ in range(2):
        listener(TermsApplied(**event.values))
        session.commit()
    told = sa.select(Notice.variant).where(Notice.person_id == ada.id)
    assert session.scalars(told).all() == ["terms"]
    sign_in(client, ada)
    assert "The terms of “Lighthouse that turns” changed" in client.get("/notices").text


@pytest.mark.parametrize("who", ["proposer", "nobody else"])
def test_one_admin_is_not_enough(session: Session, who: str) -> None:
    adele, boris = admins()
    a_live_idea(ladder=OLD)
    terms = a_version((5, 100), by=adele)
    session.commit()
    application = propose_application(terms, reason="Fair", by=adele)
    session.commit()
    if who == "nobody else":
        session.execute(sa.delete(RoleGrant).where(RoleGrant.person_id != adele.id))
        session.commit()
    with pytest.raises(Refused) as refused:
        confirm_application(application, by=adele)
    code = "application.second_person" if who == "proposer" else "application.alone"
    assert refused.value.refusal.code == code
    assert boris.name in str(refused.value.refusal.values) or who != "proposer"


def test_what_cannot_be_proposed_or_confirmed(session: Session) -> None:
    adele, boris = admins()
    old = a_version((7, 10), by=adele)
    a_live_idea(ladder=OLD)
    terms = a_version((5, 100), by=adele)
    session.commit()

    def refused(do: Any, *args: Any, **kwargs: Any) -> str:
        with pytest.raises(Refused) as found:
            do(*args, **kwargs)
        session.rollback()
        return found.value.refusal.code

    assert refused(propose_application, old, reason="No", by=adele) == "application.old_version"
    assert refused(propose_application, terms, reason=" ", by=adele) == "application.no_reason"
    first = propose_application(terms, reason="Fair", by=adele)
    session.commit()
    assert applications_waiting() == [first]
    assert refused(propose_application, terms, reason="x", by=boris) == "application.standing"
    take_back_application(first, by=adele)
    session.commit()
    assert refused(confirm_application, first, by=boris) == "application.taken_back"
    again = propose_application(terms, reason="Fair", by=adele)
    session.commit()
    confirm_application(again, by=boris)
    session.commit()
    assert refused(confirm_application, again, by=boris) == "application.confirmed_already"
    assert refused(take_back_application, again, by=adele) == "application.confirmed_already"
    carry_on_applications()
    newest = a_version((6, 100), by=adele)
    session.commit()
    waiting = propose_application(newest, reason="Fair", by=adele)
    a_version((8, 100), by=adele)
    session.commit()
    assert applications_waiting() == []
    assert refused(confirm_application, waiting, by=boris) == "application.old_version"


def test_the_way_over_http(client: FlaskClient, session: Session) -> None:
    adele, boris = admins()
    a_live_idea("Tram for two", ladder=OLD)
    terms = a_version((5, 100), by=adele)
    session.commit()
    address = f"/desk/terms/{terms.version}/application"
    assert client.get(address).status_code == 303
    sign_in(client, adele)
    page = client.get(address).text
    assert "They have more time" in page
    assert "Tram for two" in page
    assert client.post(address, data={"reason": ""}).status_code == 422
    assert client.post(address, data={"reason": "Fair"}).status_code == 303
    page = client.get(address).text
    assert "These can:" in page
    assert "Boris" in page
    assert client.post(f"{address}/confirmation").status_code == 409
    sign_in(client, boris)
    assert "Changed terms to confirm" in client.get("/desk").text
    assert client.post(f"{address}/confirmation").status_code == 303
    carry_on_applications()
    page = client.get(address).text
    assert "every team was told" in page
    assert standing_application(terms.id) is not None
    assert client.delete(address).status_code == 409
    assert client.get("/desk/terms/99/application").status_code == 404
    sign_in(client, a_person("Mo", Role.MODERATOR))
    assert client.get(address).status_code == 403
    assert client.post(address, data={"reason": "x"}).status_code == 403


def test_a_lone_admin_is_told_whom_to_invite(client: FlaskClient, session: Session) -> None:
    a_live_idea(ladder=OLD)
    session.execute(sa.delete(RoleGrant))
    session.commit()
    adele = a_person("Adele", Role.ADMIN)
    a_person("Rita Reviewer", Role.REVIEWER)
    terms = a_version((5, 100), by=adele)
    session.commit()
    sign_in(client, adele)
    page = client.get(f"/desk/terms/{terms.version}/application").text
    assert "You are the only admin" in page
    assert "Rita Reviewer" in page
