"""Reporting, deciding, and what settles reports by itself."""

import threading

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.exc import IntegrityError

from ideas.accounts.models import Person
from ideas.audit.models import AuditEntry
from ideas.comments.actions import edit_comment, publish_update, take_back, take_down, write_comment
from ideas.comments.events import CommentTakenDown
from ideas.comments.models import Comment, RemovalReason
from ideas.db import db
from ideas.events.models import RecordedEvent
from ideas.journey.events import IdeaMoved
from ideas.journey.models import Idea
from ideas.journey.stages import Stage
from ideas.moderation.events import ReportsDecided
from ideas.moderation.reports.actions import keep_reported, remove_reported, report
from ideas.moderation.reports.listeners import settle_comment, settle_idea
from ideas.moderation.reports.models import Report
from ideas.moderation.reports.queries import number_reported, reported_after
from ideas.moderation.reports.rules import Outcome, ReportReason
from ideas.moderation.reports.things import Thing
from ideas.notifications.listeners import tell_of_report
from ideas.notifications.models import Notice
from ideas.policy import Role
from ideas.refusals import Refused
from tests.conftest import Clock
from tests.factories import a_person, an_idea

pytestmark = pytest.mark.usefixtures("session")
SPAM = ReportReason.SPAM


@pytest.fixture
def thing() -> Thing:
    idea = an_idea(stage=Stage.LIVE)
    comment = write_comment(idea, "Buy watches", by=a_person("Eve"))
    db.session.commit()
    return Thing(idea, comment=comment)


def outcomes() -> list[Outcome | None]:
    return list(db.session.scalars(sa.select(Report.outcome).order_by(Report.id)))


def test_a_thing_is_reported_once_by_each(thing: Thing) -> None:
    ada, vera = a_person("Ada"), a_person("Vera")
    first = report(thing, SPAM, "Look", by=ada)
    assert report(thing, ReportReason.INSULT, "", by=ada).id == first.id
    report(thing, ReportReason.INSULT, "", by=vera)
    report(Thing(thing.idea), SPAM, "", by=vera)
    db.session.commit()
    words, idea = reported_after(None, limit=9)
    assert (words.first.id, words.number, idea.number) == (first.id, 2, 1)
    assert {reason for reason, _ in words.reasons} == {SPAM, ReportReason.INSULT}
    assert number_reported() == 2
    assert [each.first.id for each in reported_after(words.place, limit=9)] == [idea.first.id]


def test_the_database_keeps_once(thing: Thing) -> None:
    vera = a_person("Vera")
    for each in (thing, Thing(thing.idea)):
        said = report(each, SPAM, "", by=vera)
        db.session.commit()
        row = {c.key: getattr(said, c.key) for c in Report.__table__.columns if c.key != "id"}
        with pytest.raises(IntegrityError):
            db.session.execute(sa.insert(Report).values(row))
        db.session.rollback()


def test_what_cannot_be_reported(thing: Thing) -> None:
    comment = thing.comment
    assert comment is not None
    assert thing.idea is not None
    with pytest.raises(Refused, match=r"report\.own"):
        report(thing, SPAM, "", by=comment.author)
    with pytest.raises(Refused, match=r"report\.own"):
        report(Thing(thing.idea), SPAM, "", by=thing.idea.creator)
    with pytest.raises(Refused, match=r"comment\.too_long"):
        report(thing, SPAM, "x" * 1001, by=a_person("Ada"))
    take_back(comment, by=comment.author)
    with pytest.raises(Refused, match=r"comment\.gone"):
        report(thing, SPAM, "", by=a_person("Ada"))


def test_taking_down_settles_all_and_tells_everybody_who_reported(thing: Thing) -> None:
    people, max_ = [a_person("Ada"), a_person("Vera")], a_person("Max", Role.MODERATOR)
    for person in people:
        report(thing, SPAM, "", by=person)
    remove_reported(thing, RemovalReason.SPAM, by=max_)
    db.session.commit()
    assert thing.comment is not None
    assert thing.comment.removal_reason is RemovalReason.SPAM
    assert outcomes() == [Outcome.REMOVED] * 2
    with pytest.raises(Refused, match=r"report\.decided"):
        remove_reported(thing, RemovalReason.SPAM, by=max_)
    for event in decided():
        tell_of_report(event)
    told = db.session.scalars(sa.select(Notice)).all()
    assert {notice.person_id for notice in told} == {person.id for person in people}
    assert {notice.variant for notice in told} == {"removed"}


def decided() -> list[ReportsDecided]:
    name = RecordedEvent.name == "moderation.ReportsDecided"
    found = sa.select(RecordedEvent).where(name).order_by(RecordedEvent.id)
    return [ReportsDecided(**each.values) for each in db.session.scalars(found)]


def test_what_is_left_stays_is_audited_and_can_be_reported_by_others(thing: Thing) -> None:
    max_ = a_person("Max", Role.MODERATOR)
    report(thing, SPAM, "", by=a_person("Ada"))
    keep_reported(thing, by=max_)
    assert outcomes() == [Outcome.KEPT]
    assert db.session.scalars(sa.select(AuditEntry.action)).all() == ["report.keep"]
    with pytest.raises(Refused, match=r"report\.decided"):
        keep_reported(thing, by=max_)
    report(thing, SPAM, "", by=a_person("Vera"))
    assert number_reported() == 1


def test_who_reported_may_report_again_after_a_day_or_a_change(thing: Thing, clock: Clock) -> None:
    ada, max_ = a_person("Ada"), a_person("Max", Role.MODERATOR)
    first = report(thing, SPAM, "", by=ada)
    keep_reported(thing, by=max_)
    with pytest.raises(Refused, match=r"report\.looked_at"):
        report(thing, SPAM, "Still", by=ada)
    assert thing.comment is not None
    clock.go(minutes=1)
    edit_comment(thing.comment, "Buy more watches")
    again = report(thing, SPAM, "Worse", by=ada)
    assert (again.id != first.id, again.words, again.decided_at) == (True, "Worse", None)
    keep_reported(thing, by=max_)
    clock.go(hours=23)
    with pytest.raises(Refused, match=r"report\.looked_at"):
        report(thing, SPAM, "", by=ada)
    clock.go(hours=1)
    report(thing, SPAM, "", by=ada)
    assert outcomes() == [Outcome.KEPT, Outcome.KEPT, None]


def test_two_reports_of_one_person_at_once_are_one(app: Flask, thing: Thing) -> None:
    ada, begin = a_person("Ada"), threading.Barrier(6)
    ids = ada.id, thing.idea_id or 0, thing.comment.id if thing.comment else 0
    db.session.commit()
    made: list[int] = []

    def press() -> None:
        with app.app_context():
            person, idea = db.session.get_one(Person, ids[0]), db.session.get_one(Idea, ids[1])
            what = Thing(idea, comment=db.session.get_one(Comment, ids[2]))
            begin.wait()
            made.append(report(what, SPAM, "", by=person).id)
            db.session.commit()

    threads = [threading.Thread(target=press) for _ in range(6)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert (len(made), len(set(made))) == (6, 1)


def test_nobody_decides_about_their_own(thing: Thing) -> None:
    max_ = a_person("Max", Role.MODERATOR)
    update = publish_update(an_idea(stage=Stage.LIVE, by=max_), "News", "News", by=max_)
    own = Thing(db.session.get_one(Idea, update.idea_id), update=update)
    report(own, SPAM, "", by=a_person("Ada"))
    with pytest.raises(Refused, match=r"report\.judge"):
        keep_reported(own, by=max_)
    with pytest.raises(Refused, match=r"report\.judge"):
        remove_reported(own, RemovalReason.SPAM, by=max_)
    remove_reported(own, RemovalReason.SPAM, by=a_person("Mo", Role.MODERATOR))
    assert update.removal_reason is RemovalReason.SPAM


def test_an_idea_is_archived_in_its_own_way(thing: Thing) -> None:
    idea = Thing(thing.idea)
    report(idea, SPAM, "", by=a_person("Ada"))
    with pytest.raises(Refused, match=r"report\.archive"):
        remove_reported(idea, RemovalReason.SPAM, by=a_person("Max", Role.MODERATOR))
    settle_idea(IdeaMoved(thing.idea_id or 0, "live", "certifying", 1))
    assert number_reported() == 1
    settle_idea(IdeaMoved(thing.idea_id or 0, "live", "archived", 1))
    assert outcomes() == [Outcome.REMOVED]


def test_what_a_moderator_takes_down_in_the_thread_is_settled(thing: Thing) -> None:
    report(thing, SPAM, "", by=a_person("Ada"))
    comment: Comment | None = thing.comment
    assert comment is not None
    take_down(comment, RemovalReason.INSULT, by=a_person("Max", Role.MODERATOR))
    event = CommentTakenDown(comment.id, thing.idea_id or 0, comment.author_id, "insult")
    settle_comment(event)
    settle_comment(event)
    assert (outcomes(), len(decided())) == ([Outcome.REMOVED], 1)
