"""Whoever reported what was left standing asks somebody else to look again."""

import json

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from ideas.accounts import personal
from ideas.accounts.models import Person
from ideas.comments.actions import write_comment
from ideas.comments.models import RemovalReason
from ideas.db import db
from ideas.jobs.worker import drain
from ideas.mail.models import Message
from ideas.moderation.appeals.rules import Outcome
from ideas.moderation.complaints.actions import complain, decide_complaint
from ideas.moderation.complaints.models import Complaint, ComplaintContact
from ideas.moderation.complaints.queries import number_of_complaints
from ideas.moderation.complaints.rules import COMPLAIN_WITHIN
from ideas.moderation.judgements.actions import judge_reported
from ideas.moderation.reports.accuracy import accuracy_of, slowed_until
from ideas.moderation.reports.actions import (
    keep_reported,
    remove_reported,
    report,
    report_as_visitor,
)
from ideas.moderation.reports.addressed import token_of
from ideas.moderation.reports.models import Report, ReportContact
from ideas.moderation.reports.queries import open_reports_about
from ideas.moderation.reports.rules import Accuracy, ReportReason
from ideas.moderation.reports.things import Thing
from ideas.policy import Role
from ideas.refusals import Refused
from ideas.transparency.counting import figures_of
from ideas.transparency.rules import Section
from tests.conftest import Clock
from tests.factories import a_live_idea, a_person, sign_in
from tests.races import at_once


@pytest.fixture
def max_(session: Session, clock: Clock) -> Person:
    return a_person("Max", Role.MODERATOR)


@pytest.fixture
def maya(max_: Person) -> Person:
    return a_person("Maya", Role.MODERATOR)


@pytest.fixture
def thing(max_: Person) -> Thing:
    idea = a_live_idea("Kite")
    return Thing(idea, comment=write_comment(idea, "Buy my watches", by=a_person("Eve")))


def refused(code: str) -> pytest.RaisesExc[Refused]:
    return pytest.raises(Refused, match=rf"^{code}$")


def kept(thing: Thing, by: Person, vera: Person) -> Report:
    """What Vera reported and a moderator left standing."""
    made = report(thing, ReportReason.SPAM, "He sells.", by=vera)
    keep_reported(thing, by=by)
    db.session.commit()
    return made


def test_a_complaint_that_was_right_opens_the_report_again(
    app: Flask, session: Session, thing: Thing, max_: Person, maya: Person
) -> None:
    vera = a_person("Vera")
    made = complain(kept(thing, max_, vera), "He sells watches.", by=vera)
    with refused("complaint.another_person"):
        decide_complaint(made, Outcome.UPHELD, "You are right.", by=max_)
    with refused("objection.no_answer"):
        decide_complaint(made, Outcome.UPHELD, " ", by=maya)
    decide_complaint(made, Outcome.UPHELD, "You are right.", by=maya)
    session.commit()
    with refused("complaint.decided"):
        decide_complaint(made, Outcome.DISMISSED, "No.", by=maya)
    (again,) = open_reports_about(thing)
    assert (again.person_id, again.words, again.weight) == (vera.id, "He sells.", 2)
    session.rollback()
    drain(app)
    session.rollback()
    told = session.execute(sa.text("SELECT variant FROM notices")).scalars().all()
    assert "complaint_upheld" in told


def test_a_complaint_that_was_not_changes_nothing(
    session: Session, thing: Thing, max_: Person, maya: Person
) -> None:
    vera = a_person("Vera")
    made = complain(kept(thing, max_, vera), "He sells.", by=vera)
    decide_complaint(made, Outcome.DISMISSED, "He tells of his own.", by=maya, language="fr")
    assert (made.answer, open_reports_about(thing)) == ({"fr": "He tells of his own."}, [])


def test_when_one_cannot_complain(
    session: Session, clock: Clock, thing: Thing, max_: Person
) -> None:
    vera = a_person("Vera")
    made = report(thing, ReportReason.SPAM, "", by=vera)
    with refused("complaint.nothing"):
        complain(made, "Why?", by=vera)
    keep_reported(thing, by=max_)
    for words, code in ((" ", "complaint.no_words"), ("x" * 2_001, "objection.long_words")):
        with refused(code):
            complain(made, words, by=vera)
    clock.go(days=COMPLAIN_WITHIN.days, seconds=1)
    with refused("complaint.too_late"):
        complain(made, "Why?", by=vera)
    right = report(thing, ReportReason.SPAM, "", by=vera)
    remove_reported(thing, RemovalReason.SPAM, by=max_)
    with refused("complaint.nothing"):
        complain(right, "Why?", by=vera)


def test_nobody_decides_about_what_is_theirs(
    session: Session, thing: Thing, max_: Person, maya: Person
) -> None:
    made = complain(kept(thing, max_, maya), "He sells.", by=maya)
    with refused("complaint.own"):
        decide_complaint(made, Outcome.UPHELD, "Yes.", by=maya)
    assert thing.idea is not None
    with refused("report.judge"):
        decide_complaint(made, Outcome.UPHELD, "Yes.", by=thing.idea.creator)


def test_pressing_at_once_is_one_complaint(
    app: Flask, session: Session, thing: Thing, max_: Person
) -> None:
    vera = a_person("Vera")
    ids = kept(thing, max_, vera).id, vera.id

    def press() -> None:
        mine, by = db.session.get_one(Report, ids[0]), db.session.get_one(Person, ids[1])
        complain(mine, "He sells.", by=by)

    assert at_once(app, *[press] * 3) == ["", *["complaint.made_already"] * 2]


def test_a_report_opened_again_counts_once(
    session: Session, thing: Thing, max_: Person, maya: Person
) -> None:
    vera = a_person("Vera")
    made = complain(kept(thing, max_, vera), "He sells.", by=vera)
    decide_complaint(made, Outcome.UPHELD, "You are right.", by=maya)
    assert accuracy_of(vera.id) == Accuracy(1, 0)
    for leave in (keep_reported, judged_as_kept):
        with refused("complaint.another_person"):
            leave(thing, by=max_)
    remove_reported(thing, RemovalReason.SPAM, by=max_)
    assert accuracy_of(vera.id) == Accuracy(1, 0)


def test_a_visitor_complains_at_the_address_in_the_mail(
    client: FlaskClient, session: Session, clock: Clock, thing: Thing, max_: Person, maya: Person
) -> None:
    spam, nora = ReportReason.SPAM, "nora@example.org"
    first = report_as_visitor(thing, spam, "He sells.", address=nora, language="fr")
    second = report_as_visitor(thing, spam, "", address="", language="en")
    session.commit()
    page = f"/reported/{token_of(first.id)}"
    assert "A moderator looks at it" in client.get(page).text
    said = {"words": "He <b>sells</b>.", "address": nora}
    assert client.post(f"{page}/complaint", data=said).status_code == 409
    keep_reported(thing, by=max_)
    session.commit()
    assert f'"{token_of(first.id)}"' in letters()[-1][1]
    text = client.get(page).text
    assert "it stays" in text
    assert "He sells." not in text
    for wrong in ({"words": " "}, {"words": "x" * 2_001}, {**said, "address": "nobody"}):
        assert client.post(f"{page}/complaint", data=wrong).status_code == 422
    for forged in (f"{page}x", "/reported/1"):
        assert client.get(forged).status_code == 404
        assert client.post(f"{forged}/complaint", data=said).status_code == 404
    assert client.post(f"{page}/complaint", data=said).status_code == 303
    assert client.post(f"{page}/complaint", data=said).status_code == 409
    sign_in(client, maya)
    assert "He &lt;b&gt;sells&lt;/b&gt;." in client.get("/desk/complaints").text
    (made,) = session.scalars(sa.select(Complaint))
    decide_complaint(made, Outcome.UPHELD, "You are right.", by=maya)
    session.commit()
    assert letters()[-1][0] == "moderation/complaint_answered"
    (again,) = open_reports_about(thing)
    assert (again.person_id, again.again_of_id) == (None, first.id)
    (contact,) = session.scalars(sa.select(ReportContact))
    assert (contact.report_id, contact.address) == (again.id, nora)
    assert session.scalars(sa.select(ComplaintContact)).all() == []
    assert "You are right." in client.get(page).text
    clock.go(days=COMPLAIN_WITHIN.days, seconds=1)
    late = f"/reported/{token_of(second.id)}/complaint"
    assert client.post(late, data=said).status_code == 409


def judged_as_kept(thing: Thing, *, by: Person) -> None:
    judge_reported(thing, None, by=by)


def letters() -> list[tuple[str, str]]:
    """The mails as they wait: which, and what fills them."""
    rows = db.session.scalars(sa.select(Message).order_by(Message.id))
    return [(row.template, json.dumps(row.values)) for row in rows]


def test_words_go_with_their_writer(session: Session, thing: Thing, max_: Person) -> None:
    vera = a_person("Vera")
    made = complain(kept(thing, max_, vera), "He sells.", by=vera)
    there = {"address": vera.email, "language": "en"}
    session.add(ComplaintContact(complaint_id=made.id, **there))
    session.commit()
    personal.erase(vera)
    session.commit()
    assert session.get_one(Complaint, made.id, populate_existing=True).words == ""
    assert session.scalars(sa.select(ComplaintContact)).all() == []


def test_the_pages(
    client: FlaskClient, session: Session, thing: Thing, max_: Person, maya: Person
) -> None:
    vera = a_person("Vera")
    mine = kept(thing, max_, vera)
    place = f"/decisions/reports/{mine.id}/complaint"
    assert client.post(place).status_code == 303
    assert client.get("/desk/complaints").status_code == 303
    sign_in(client, a_person("Mallory"))
    assert client.post(place, data={"words": "Me too"}).status_code == 404
    assert client.get("/desk/complaints").status_code == 403
    sign_in(client, vera)
    assert "I see it differently" in client.get("/decisions/reports").text
    assert client.post(place, data={"words": ""}).status_code == 409
    assert client.post(place, data={"words": "He <b>sells</b>."}).status_code == 303
    assert client.post(place, data={"words": "Again"}).status_code == 409
    assert "You complained" in client.get("/decisions/reports").text
    sign_in(client, max_)
    assert "1 complaint about a report" in client.get("/desk/appeals").text
    assert "You decided about the report" in client.get("/desk/complaints").text
    sign_in(client, maya)
    page = client.get("/desk/complaints").text
    assert "He &lt;b&gt;sells&lt;/b&gt;." in page
    assert "Buy my watches" in page
    made = session.scalars(sa.select(Complaint)).one()
    desk = f"/desk/complaints/{made.id}/decision"
    assert client.post(desk, data={"outcome": "maybe"}).status_code == 422
    said = {"outcome": "dismissed", "words": "These are his own."}
    assert client.post(desk, data={"outcome": "dismissed"}).status_code == 409
    assert client.post(desk, data=said).status_code == 303
    assert client.post(desk, data=said).status_code == 409
    assert client.post("/desk/complaints/99/decision", data=said).status_code == 404
    assert number_of_complaints() == 0
    sign_in(client, vera)
    assert "These are his own." in client.get("/decisions/reports").text


def test_a_complaint_that_was_right_corrects_how_often_somebody_is(
    app: Flask, thing: Thing, max_: Person, maya: Person, clock: Clock
) -> None:
    vera = a_person("Vera")
    for number in range(10):
        kept(Thing(a_live_idea(f"Idea {number}")), max_, vera)
    drain(app)
    first = db.session.scalars(sa.select(Report).order_by(Report.id)).all()
    assert accuracy_of(vera.id) == Accuracy(0, 10)
    assert slowed_until(vera.id) is not None
    for each in first[:3]:
        assert slowed_until(vera.id) is not None
        made = complain(each, "Look again.", by=vera)
        decide_complaint(made, Outcome.UPHELD, "You are right.", by=maya)
    assert accuracy_of(vera.id) == Accuracy(3, 7)
    assert slowed_until(vera.id) is None
    dismissed = complain(first[9], "Look again.", by=vera)
    decide_complaint(dismissed, Outcome.DISMISSED, "It stays.", by=maya)
    assert accuracy_of(vera.id) == Accuracy(3, 7)
    told = [each for each in figures_of(clock.moment.year) if each.section is Section.COMPLAINTS]
    counted = {(each.item, each.detail): each.number for each in told}
    assert counted[("received", "")] == 4
    assert (counted[("outcome", "upheld")], counted[("outcome", "dismissed")]) == (3, 1)
