"""Reports without an account, how often reports are right, and misuse."""

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from ideas.accounts.models import Person
from ideas.comments.actions import write_comment
from ideas.comments.models import RemovalReason
from ideas.db import db
from ideas.jobs.worker import drain
from ideas.journey.models import Idea
from ideas.journey.stages import Stage
from ideas.mail.models import Message
from ideas.moderation.appeals.actions import appeal, decide_appeal
from ideas.moderation.appeals.rules import Outcome as AppealOutcome
from ideas.moderation.measures.models import Measure
from ideas.moderation.reports.accuracy import accuracy_of, slowed_until
from ideas.moderation.reports.actions import (
    forget_contacts_of,
    forget_reports_of,
    keep_reported,
    remove_reported,
    report,
    report_as_visitor,
    slow_down,
)
from ideas.moderation.reports.models import Report, ReportContact
from ideas.moderation.reports.queries import number_reported, reported_after
from ideas.moderation.reports.rules import Accuracy, Outcome, ReportReason, Weight, refusal_to_crowd
from ideas.moderation.reports.things import Thing
from ideas.policy import Role
from ideas.refusals import Refused
from tests.conftest import Clock
from tests.factories import a_person, an_idea, sign_in

SPAM = ReportReason.SPAM
pytestmark = pytest.mark.usefixtures("session", "clock")


@pytest.fixture
def idea() -> Idea:
    """A public idea."""
    return an_idea(stage=Stage.LIVE)


@pytest.fixture
def max_() -> Person:
    """A moderator."""
    return a_person("Max", Role.MODERATOR)


def visitor(idea: Idea, address: str = "") -> Report:
    """Somebody without an account reports an idea."""
    return report_as_visitor(Thing(idea), SPAM, "Look!", address=address, language="fr")


def letters() -> list[tuple[str, str, str]]:
    """What was written to whom."""
    rows = db.session.scalars(sa.select(Message).order_by(Message.id))
    return [(row.template, row.address, row.language) for row in rows]


def decided(person: Person, outcome: Outcome, times: int, clock: Clock) -> None:
    """So many reports of somebody that were decided like this."""
    idea = an_idea(stage=Stage.LIVE)
    for _ in range(times):
        made = report(Thing(idea), SPAM, "", by=person)
        clock.go(minutes=1)
        made.decided_at, made.outcome = clock.moment, outcome
        clock.go(days=1)
    db.session.commit()


@pytest.mark.parametrize(
    ("right", "wrong", "weight", "is_misuse"),
    [
        (0, 0, Weight.UNKNOWN, False),
        (4, 0, Weight.UNKNOWN, False),
        (5, 0, Weight.MOSTLY_RIGHT, False),
        (3, 2, Weight.MOSTLY_RIGHT, False),
        (2, 3, Weight.UNKNOWN, False),
        (1, 4, Weight.MOSTLY_WRONG, False),
        (0, 9, Weight.MOSTLY_WRONG, False),
        (2, 8, Weight.MOSTLY_WRONG, True),
        (3, 7, Weight.UNKNOWN, False),
    ],
)
def test_how_much_to_heed(right: int, wrong: int, weight: Weight, is_misuse: bool) -> None:
    known = Accuracy(right, wrong)
    assert (known.weight, known.is_misuse) == (weight, is_misuse)


def test_a_crowd_is_enough() -> None:
    refusal = refusal_to_crowd(30)
    assert refusal_to_crowd(29) is None
    assert refusal
    assert refusal.code == "report.enough"


def test_a_visitor_reports_and_hears_of_it(idea: Idea, max_: Person) -> None:
    visitor(idea, "nora@example.org")
    visitor(idea)
    assert (number_reported(), idea.is_public) == (1, True)
    keep_reported(Thing(idea), by=max_)
    assert letters() == [
        ("moderation/report_received", "nora@example.org", "fr"),
        ("moderation/report_decided", "nora@example.org", "fr"),
    ]
    assert db.session.query(ReportContact).count() == 0


def test_a_storm_of_reports_hides_nothing(idea: Idea) -> None:
    for _ in range(30):
        visitor(idea)
    with pytest.raises(Refused, match=r"^report\.enough$"):
        visitor(idea)
    for number in range(3):
        report(Thing(idea), SPAM, "", by=a_person(f"Eve {number}"))
    (row,) = reported_after(None, limit=9)
    assert (row.number, row.weight, idea.is_public) == (33, 1, True)


def test_whoever_is_mostly_right_is_heard_first(clock: Clock) -> None:
    wrong, right = a_person("Eve"), a_person("Vera")
    decided(wrong, Outcome.KEPT, 5, clock)
    decided(right, Outcome.REMOVED, 5, clock)
    first, second, third = (an_idea(f"Idea {number}", stage=Stage.LIVE) for number in range(3))
    report(Thing(first), SPAM, "", by=wrong)
    report(Thing(second), SPAM, "", by=a_person("Carl"))
    report(Thing(third), SPAM, "", by=right)
    rows = reported_after(None, limit=9)
    assert [row.first.idea_id for row in rows] == [third.id, second.id, first.id]
    rest = reported_after(rows[0].place, limit=9)
    assert [row.first.idea_id for row in rest] == [second.id, first.id]


def test_misuse_is_slowed_with_a_reason_and_an_appeal(
    app: Flask, max_: Person, clock: Clock
) -> None:
    eve = a_person("Eve")
    decided(eve, Outcome.KEPT, 9, clock)
    assert slow_down(eve.id) is None
    idea = an_idea("The tenth", stage=Stage.LIVE)
    report(Thing(idea), SPAM, "", by=eve)
    keep_reported(Thing(idea), by=max_)
    db.session.commit()
    drain(app)
    measure = db.session.scalars(sa.select(Measure)).one()
    assert (measure.kind.value, measure.ground, measure.is_automatic) == ("slowed", "misuse", True)
    until = slowed_until(eve.id)
    assert until is not None
    assert (until - clock.moment).days == 30
    made = appeal(measure, "I meant well.", by=eve)
    decide_appeal(made, AppealOutcome.UPHELD, {"en": "All right."}, by=max_)
    assert slowed_until(eve.id) is None
    assert slow_down(eve.id) is None
    assert accuracy_of(eve.id).wrong == 10


def test_it_ends_by_itself(clock: Clock) -> None:
    eve = a_person("Eve")
    decided(eve, Outcome.KEPT, 10, clock)
    assert slow_down(eve.id) is not None
    assert slow_down(eve.id) is None
    clock.go(days=30)
    assert slowed_until(eve.id) is None


def test_whoever_leaves_is_forgotten(idea: Idea) -> None:
    eve = a_person("Eve", email="eve@example.org")
    made = report(Thing(idea), SPAM, "My words", by=eve)
    visitor(idea, "eve@example.org")
    forget_reports_of(eve.id)
    forget_contacts_of(eve.id)
    db.session.refresh(made)
    assert (made.person_id, made.words) == (None, "")
    assert db.session.query(ReportContact).count() == 0


def test_a_visitor_through_http(client: FlaskClient, idea: Idea) -> None:
    said = write_comment(idea, "Buy watches", by=a_person("Eve"))
    db.session.commit()
    place = f"/ideas/{idea.slug}/report?comment={said.id}"
    assert "You need no account" in client.get(place).text
    wrong = client.post(place, data={"reason": "spam", "address": "nobody", "words": "Look"})
    assert (wrong.status_code, "name@example.org" in wrong.text) == (422, True)
    good = {"reason": "spam", "address": " Nora@Example.org ", "words": "Look"}
    sent = client.post(place, data=good)
    assert f"/ideas/{idea.slug}/report/sent?told=" in sent.headers["Location"]
    assert "Keep this address" in client.get(sent.headers["Location"]).text
    assert "Keep this address" not in client.get(f"/ideas/{idea.slug}/report/sent?told=x").text
    assert "We have your report." in client.get(sent.headers["Location"]).text
    assert letters()[0][1] == "nora@example.org"
    codes = [client.post(place, data=good).status_code for _ in range(10)]
    assert codes == [303] * 9 + [429]
    assert len(letters()) == 5


def test_what_moderators_see_and_what_came_of_ones_own(
    client: FlaskClient, idea: Idea, max_: Person, clock: Clock
) -> None:
    vera, said = a_person("Vera"), write_comment(idea, "Buy watches", by=a_person("Eve"))
    decided(vera, Outcome.REMOVED, 5, clock)
    thing = Thing(idea, comment=said)
    report(thing, SPAM, "They <b>sell</b>", by=vera)
    report_as_visitor(thing, SPAM, "", address="", language="en")
    db.session.commit()
    sign_in(client, max_)
    assert "mostly right" in client.get("/desk/reports").text
    (row,) = reported_after(None, limit=9)
    page = client.get(f"/desk/reports/{row.first.id}").text
    for words in ("right 5 of 5 times", "without an account", "They &lt;b&gt;sell"):
        assert words in page
    assert "Vera" not in page
    remove_reported(thing, RemovalReason.SPAM, by=max_)
    db.session.commit()
    sign_in(client, vera)
    own = client.get("/decisions/reports").text
    assert own.count("Taken down") == 6


def test_who_is_slowed_reports_two_things_a_day(client: FlaskClient, clock: Clock) -> None:
    eve = a_person("Eve")
    decided(eve, Outcome.KEPT, 10, clock)
    slow_down(eve.id)
    db.session.commit()
    sign_in(client, eve)
    assert "two things a day" in client.get("/decisions/reports").text
    ideas = [an_idea(f"Idea {number}", stage=Stage.LIVE) for number in range(3)]
    asked = [client.post(f"/ideas/{each.slug}/report", data={"reason": "spam"}) for each in ideas]
    assert [each.status_code for each in asked] == [303, 303, 429]
