"""Private words to a team, reported by the team and decided on the desk."""

import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from ideas.accounts.models import Person
from ideas.comments.feedback.actions import give_feedback
from ideas.comments.feedback.models import Feedback
from ideas.comments.feedback.queries import results_of
from ideas.comments.feedback.rules import SHOWN_FROM, Marks
from ideas.comments.models import RemovalReason
from ideas.db import db
from ideas.journey.models import Idea
from ideas.journey.stages import Stage
from ideas.moderation.judgements.actions import carry_out
from ideas.moderation.judgements.models import Judgement
from ideas.moderation.reports.actions import remove_reported, report
from ideas.moderation.reports.models import Report
from ideas.moderation.reports.queries import number_reported, reported_after
from ideas.moderation.reports.rules import Outcome, ReportReason
from ideas.moderation.reports.things import Thing
from ideas.policy import Role
from ideas.refusals import Refused
from ideas.wiring import PERSONAL
from tests.factories import a_live_idea, a_person, an_idea, sign_in

pytestmark = pytest.mark.usefixtures("session")
INSULT = ReportReason.INSULT


@pytest.fixture
def idea() -> Idea:
    return a_live_idea()


@pytest.fixture
def eve() -> Person:
    return a_person("Eve")


@pytest.fixture
def said(idea: Idea, eve: Person) -> Feedback:
    for number in range(SHOWN_FROM - 1):
        give_feedback(idea, Marks(5, 5, 5), "", by=a_person(f"Fan {number}"))
    words = give_feedback(idea, Marks(1, 1, 1), "You are <b>all</b> fools", by=eve)
    db.session.commit()
    return words


def place_of(client: FlaskClient, idea: Idea) -> str:
    page = client.get(f"/workshop/ideas/{idea.slug}").text
    (place,) = re.findall(r'href="(/ideas/[^"]*/report\?feedback=[^"]*)"', page)
    return str(place)


def test_the_team_reports_and_the_desk_takes_them_away(
    client: FlaskClient, idea: Idea, said: Feedback, eve: Person
) -> None:
    sign_in(client, idea.creator)
    place = place_of(client, idea)
    form = client.get(place).text
    assert "You are &lt;b&gt;all&lt;/b&gt; fools" in form
    assert eve.name not in form
    assert client.post(place, data={"reason": "insult"}).status_code == 303
    assert "You have reported this." in client.get(place).text
    sign_in(client, a_person("Max", Role.MODERATOR))
    (row,) = reported_after(None, limit=9)
    assert "You are" in client.get("/desk/reports").text
    assert "Take it down:" in client.get(f"/desk/reports/{row.first.id}").text
    address = f"/desk/reports/{row.first.id}/decision"
    assert client.post(address, data={"verdict": "insult"}).status_code == 303
    carry_out(db.session.query(Judgement).one().id)
    db.session.expire_all()
    assert (said.words, said.clear, row.first.outcome) == ("", 1, Outcome.REMOVED)
    assert results_of([idea.id])[idea.id].words == []
    assert number_reported() == 0


def test_only_the_team_reads_and_reports_them(
    client: FlaskClient, idea: Idea, said: Feedback, eve: Person
) -> None:
    place = f"/ideas/{idea.slug}/report?feedback={said.mark}"
    for person in (a_person("Vera"), eve, a_person("Mo", Role.MODERATOR)):
        sign_in(client, person)
        assert client.get(place).status_code == 404
        assert client.post(place, data={"reason": "spam"}).status_code == 404
    sign_in(client, idea.creator)
    assert client.get(f"/ideas/{idea.slug}/report?feedback=another").status_code == 404
    other = an_idea("Kettle", stage=Stage.LIVE, by=idea.creator)
    assert client.get(f"/ideas/{other.slug}/report?feedback={said.mark}").status_code == 404


def test_words_that_are_not_shown_yet_cannot_be_found_by_reporting(
    client: FlaskClient, idea: Idea, eve: Person
) -> None:
    first = give_feedback(idea, Marks(1, 1, 1), "Fools", by=eve)
    db.session.commit()
    sign_in(client, idea.creator)
    assert client.get(f"/ideas/{idea.slug}/report?feedback={first.mark}").status_code == 404


def test_each_thing_of_an_idea_is_reported_for_itself(
    idea: Idea, said: Feedback, eve: Person
) -> None:
    thing, max_ = Thing(idea, feedback=said), a_person("Max", Role.MODERATOR)
    own = report(thing, INSULT, "", by=idea.creator)
    assert report(thing, INSULT, "", by=idea.creator).id == own.id
    report(Thing(idea), INSULT, "", by=max_)
    assert number_reported() == 2
    with pytest.raises(Refused, match=r"report\.own"):
        report(thing, INSULT, "", by=eve)
    remove_reported(thing, RemovalReason.INSULT, by=max_)
    assert number_reported() == 1
    with pytest.raises(Refused, match=r"comment\.gone"):
        report(thing, INSULT, "", by=a_person("Ada"))


def test_what_was_reported_goes_with_whoever_wrote_it(
    session: Session, idea: Idea, said: Feedback, eve: Person
) -> None:
    report(Thing(idea, feedback=said), INSULT, "", by=idea.creator)
    session.commit()
    PERSONAL["feedback"].erase(eve.id)
    session.commit()
    assert session.query(Report).all() == []
