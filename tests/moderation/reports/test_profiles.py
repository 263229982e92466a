"""A person's profile is reported, and what it says, or the name, is taken down with the reasons."""

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from ideas.accounts.actions import write_profile
from ideas.accounts.models import Person
from ideas.comments.models import RemovalReason
from ideas.db import db
from ideas.jobs.worker import drain
from ideas.mail.letters import letter_of
from ideas.moderation.appeals.actions import appeal, decide_appeal
from ideas.moderation.appeals.effects import stands
from ideas.moderation.appeals.rules import Outcome as Second
from ideas.moderation.claims.actions import take_reported
from ideas.moderation.complaints.actions import complain, decide_complaint
from ideas.moderation.judgements.actions import judge_reported
from ideas.moderation.measures.models import Measure
from ideas.moderation.measures.rules import Source, ThingKind
from ideas.moderation.removals.actions import take_down_profile
from ideas.moderation.reports.actions import keep_reported, remove_reported, report
from ideas.moderation.reports.models import Report
from ideas.moderation.reports.queries import number_reported, open_reports_about
from ideas.moderation.reports.rules import Outcome, ReportReason
from ideas.moderation.reports.things import Thing
from ideas.notifications.models import Notice
from ideas.policy import Role
from ideas.refusals import Refused
from tests.accounts.making import mails_to
from tests.conftest import Clock
from tests.factories import a_live_idea, a_person, sign_in
from tests.races import at_once

INSULT, SPAM = RemovalReason.INSULT, RemovalReason.SPAM
YES = {"en": "You were right."}
FORM = {"reason": "insult", "words": "Look at <it>."}


@pytest.fixture
def max_(session: Session, clock: Clock) -> Person:
    """Who decides about reports."""
    return a_person("Max", Role.MODERATOR)


@pytest.fixture
def eve(max_: Person) -> Person:
    """Whose profile it is."""
    return a_person("Rude Eve", about="I sell watches")


@pytest.fixture
def thing(eve: Person) -> Thing:
    """Her profile."""
    return Thing(None, profile=eve)


def reported(thing: Thing) -> Person:
    """Somebody who reports it."""
    vera = a_person("Vera")
    report(thing, ReportReason.INSULT, "", by=vera)
    db.session.commit()
    return vera


def refused(code: str) -> pytest.RaisesExc[Refused]:
    """The action meets this refusal."""
    return pytest.raises(Refused, match=rf"^{code}$")


def last_measure() -> Measure:
    """What was decided last."""
    return db.session.scalars(sa.select(Measure).order_by(Measure.id.desc()).limit(1)).one()


def variants(person: Person) -> list[str]:
    """What somebody was told, in codes."""
    found = sa.select(Notice.variant).where(Notice.person_id == person.id)
    return sorted(db.session.scalars(found))


def test_what_it_says_goes_and_comes_back(
    app: Flask, thing: Thing, eve: Person, max_: Person
) -> None:
    vera = reported(thing)
    with refused("report.own"):
        report(thing, ReportReason.SPAM, "", by=eve)
    remove_reported(thing, SPAM, by=max_)
    measure = last_measure()
    assert (eve.about, eve.name, open_reports_about(thing)) == ("", "Rude Eve", [])
    assert (measure.thing, measure.ground) == (ThingKind.PROFILE, "spam")
    assert (measure.source, measure.person_id) == (Source.REPORT, eve.id)
    with refused("report.decided"):
        remove_reported(thing, SPAM, by=max_)
    db.session.commit()
    drain(app)
    assert (variants(vera), "profile" in variants(eve)) == (["profile_removed"], True)
    made = appeal(measure, "They are mine.", by=eve)
    with refused("objection.another_person"):
        decide_appeal(made, Second.UPHELD, YES, by=max_)
    decide_appeal(made, Second.UPHELD, YES, by=a_person("Maya", Role.MODERATOR))
    assert (eve.about, stands(measure)) == ("I sell watches", False)


def test_the_name_goes_with_its_handle_and_comes_back(
    thing: Thing, eve: Person, max_: Person
) -> None:
    handle = eve.handle
    reported(thing)
    remove_reported(thing, INSULT, by=max_, with_name=True)
    assert "eve" not in f"{eve.name} {eve.handle}".lower()
    assert eve.name.startswith("Fan ")
    measure = last_measure()
    with refused("profile.unnamed"):
        take_down_profile(eve, INSULT, by=max_, with_name=True)
    made = appeal(measure, "It is my name.", by=eve)
    decide_appeal(made, Second.UPHELD, YES, by=a_person("Maya", Role.MODERATOR))
    assert (eve.name, eve.handle, eve.about) == ("Rude Eve", handle, "I sell watches")
    assert (eve.taken_name, eve.taken_handle) == ("", "")


def test_a_name_chosen_since_stays(thing: Thing, eve: Person, max_: Person) -> None:
    reported(thing)
    remove_reported(thing, INSULT, by=max_, with_name=True)
    measure = last_measure()
    made = appeal(measure, "It is my name.", by=eve)
    write_profile(eve, "Eve", "I like boats", "en")
    assert not stands(measure)
    decide_appeal(made, Second.UPHELD, YES, by=a_person("Maya", Role.MODERATOR))
    assert (eve.name, eve.about) == ("Eve", "I like boats")


def test_a_handle_somebody_else_took_is_theirs(thing: Thing, eve: Person, max_: Person) -> None:
    handle = eve.handle
    reported(thing)
    remove_reported(thing, INSULT, by=max_, with_name=True)
    db.session.commit()
    a_person("Another").handle = handle
    db.session.commit()
    made = appeal(last_measure(), "It is my name.", by=eve)
    decide_appeal(made, Second.UPHELD, YES, by=a_person("Maya", Role.MODERATOR))
    assert (eve.name, eve.handle == handle) == ("Rude Eve", False)


def test_it_stays_and_somebody_else_looks_again(
    app: Flask, thing: Thing, eve: Person, max_: Person
) -> None:
    vera = reported(thing)
    keep_reported(thing, by=max_)
    first = db.session.scalars(sa.select(Report)).one()
    assert first.outcome is Outcome.KEPT
    with refused("report.looked_at"):
        report(thing, ReportReason.SPAM, "", by=vera)
    made = complain(first, "It is rude.", by=vera)
    decide_complaint(made, Second.UPHELD, "It is.", by=a_person("Maya", Role.MODERATOR))
    (again,) = open_reports_about(thing)
    assert (again.profile_id, again.person_id, again.kind) == (eve.id, vera.id, "profile")
    db.session.commit()
    drain(app)
    assert variants(vera) == ["profile_complaint_upheld", "profile_kept"]


def test_what_is_taken_down_on_the_page_itself_is_settled(
    app: Flask, thing: Thing, eve: Person, max_: Person
) -> None:
    reported(thing)
    take_down_profile(eve, SPAM, by=max_)
    db.session.commit()
    assert last_measure().source is Source.REPORT
    db.session.rollback()
    drain(app)
    db.session.rollback()
    assert number_reported() == 0


def test_a_report_is_about_an_idea_or_a_profile(thing: Thing, eve: Person) -> None:
    idea, vera = a_live_idea(), reported(thing)
    for change in ({"idea_id": idea.id}, {"profile_id": None}):
        with pytest.raises(IntegrityError):
            db.session.execute(sa.update(Report).values(change))
        db.session.rollback()
    assert report(thing, ReportReason.SPAM, "", by=vera).reason is ReportReason.INSULT


def test_of_two_moderators_at_once_one_decides(
    app: Flask, thing: Thing, eve: Person, max_: Person
) -> None:
    reported(thing)
    maya, eve_id = a_person("Maya", Role.MODERATOR), eve.id
    ids = max_.id, maya.id

    def press(by_id: int, removal: RemovalReason | None) -> None:
        person, by = (db.session.get_one(Person, each) for each in (eve_id, by_id))
        judge_reported(Thing(None, profile=person), removal, by=by)

    told = at_once(app, lambda: press(ids[0], SPAM), lambda: press(ids[1], None))
    assert told == ["", "judgement.made"]


def test_one_looks_at_a_time(thing: Thing, max_: Person) -> None:
    reported(thing)
    take_reported(thing, by=max_)
    with refused("claim.taken"):
        take_reported(thing, by=a_person("Maya", Role.MODERATOR))


def test_a_visitor_reports_and_is_written_to(
    client: FlaskClient, session: Session, eve: Person
) -> None:
    page = f"/people/{eve.handle}"
    assert f'href="{page}/report"' in client.get(page).text
    form = client.get(f"{page}/report")
    assert (form.status_code, "I sell watches" in form.text) == (200, True)
    for reason in ("looks", "off_topic"):
        assert client.post(f"{page}/report", data={"reason": reason}).status_code == 422
    sent = client.post(f"{page}/report", data=FORM | {"address": "vic@example.org"})
    assert sent.location.startswith(f"{page}/report/sent?told=")
    assert "We have your report" in client.get(sent.location).text
    (letter,) = mails_to(session, "vic@example.org")
    assert page in letter_of(letter).as_string().replace("=\n", "")
    for path in ("/people/nobody/report", "/people/nobody/report/sent"):
        assert client.get(path).status_code == 404
    eve.erased_at = eve.created_at
    session.commit()
    assert client.post(f"{page}/report", data=FORM).status_code == 404


def test_a_report_goes_through_the_same_queue(
    app: Flask, client: FlaskClient, session: Session, eve: Person, max_: Person
) -> None:
    page = f"/people/{eve.handle}"
    sign_in(client, eve)
    assert f"{page}/report" not in client.get(page).text
    assert client.post(f"{page}/report", data=FORM).status_code == 409
    vera = a_person("Vera")
    sign_in(client, vera)
    assert client.post(f"{page}/report", data=FORM).location == page
    assert "You have reported this." in client.get(f"{page}/report").text
    assert "Rude Eve" in client.get("/decisions/reports").text
    place = f"/desk/reports/{session.scalars(sa.select(Report.id)).one()}"
    assert client.get(place).status_code == 403
    sign_in(client, max_)
    assert "Rude Eve" in client.get("/desk/reports").text
    shown = client.get(place).text
    for words in ("I sell watches", "Take the name down as well", "Look at &lt;it&gt;."):
        assert words in shown
    assert client.post(f"{place}/decision", data={"verdict": "name-own"}).status_code == 422
    assert client.post(f"{place}/decision", data={"verdict": "name-insult"}).status_code == 303
    assert client.post(f"{place}/decision", data={"verdict": "keep"}).status_code == 409
    assert "Take it down with the name" in client.get("/desk/reports").text
    session.rollback()


def test_a_moderator_does_not_judge_their_own(client: FlaskClient, session: Session) -> None:
    moe = a_person("Moe", Role.MODERATOR, about="I moderate")
    reported(Thing(None, profile=moe))
    place = f"/desk/reports/{session.scalars(sa.select(Report.id)).one()}"
    sign_in(client, moe)
    assert "another moderator decides" in client.get(place).text
    assert client.post(f"{place}/decision", data={"verdict": "spam"}).status_code == 409


def test_complaints_show_the_profile(
    client: FlaskClient, session: Session, thing: Thing, eve: Person, max_: Person
) -> None:
    vera = reported(thing)
    keep_reported(thing, by=max_)
    complain(session.scalars(sa.select(Report)).one(), "It is rude.", by=vera)
    session.commit()
    sign_in(client, a_person("Maya", Role.MODERATOR))
    shown = client.get("/desk/complaints").text
    assert ("I sell watches" in shown, f'href="/people/{eve.handle}"' in shown) == (True, True)
