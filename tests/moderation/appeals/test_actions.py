"""Measures are stated for whatever moderators take, and an appeal that was right gives it back."""

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from ideas.accounts.models import Person
from ideas.comments.actions import (
    publish_update,
    take_back,
    take_down,
    take_down_update,
    write_comment,
)
from ideas.comments.feedback.actions import give_feedback
from ideas.comments.feedback.rules import Marks
from ideas.comments.models import Comment, RemovalReason, Update
from ideas.db import db
from ideas.jobs.worker import drain
from ideas.journey.models import Idea
from ideas.journey.stages import Stage
from ideas.moderation import actions as moderation
from ideas.moderation.appeals.actions import appeal, decide_appeal, forget_words_of
from ideas.moderation.appeals.models import MeasureAppeal
from ideas.moderation.appeals.queries import next_appeal, number_of_open_appeals
from ideas.moderation.appeals.rules import Outcome
from ideas.moderation.measures.actions import Reasons, Subject, take
from ideas.moderation.measures.models import Measure
from ideas.moderation.measures.queries import measure_about, measures_about
from ideas.moderation.measures.rules import MeasureKind, Source, ThingKind
from ideas.moderation.reports.actions import remove_reported, report
from ideas.moderation.reports.rules import ReportReason
from ideas.moderation.reports.things import Thing
from ideas.moderation.rules import Reason
from ideas.notifications.models import Notice
from ideas.policy import Role
from ideas.refusals import Refused
from tests.conftest import Clock
from tests.factories import a_live_idea, a_person, an_idea
from tests.races import at_once

NO = {"en": "It is an advertisement.", "fr": ""}
YES = {"en": "You were right.", "fr": "Vous aviez raison."}


@pytest.fixture
def max_(session: Session, clock: Clock) -> Person:
    """A moderator."""
    return a_person("Max", Role.MODERATOR)


@pytest.fixture
def maya(max_: Person) -> Person:
    """Another one."""
    return a_person("Maya", Role.MODERATOR)


@pytest.fixture
def ada(max_: Person) -> Person:
    """Who makes ideas."""
    return a_person("Ada")


def measures() -> list[Measure]:
    """All of them, oldest first."""
    return list(db.session.scalars(sa.select(Measure).order_by(Measure.id)))


def told(person: Person) -> list[tuple[str, str]]:
    """What somebody was told of decisions and appeals."""
    rows = db.session.scalars(sa.select(Notice).where(Notice.person_id == person.id))
    kinds = [(row.kind.value, row.variant) for row in rows.all()]
    return sorted(kind for kind in kinds if kind[0].startswith("measure"))


def refused(code: str) -> pytest.RaisesExc[Refused]:
    """The action meets this refusal."""
    return pytest.raises(Refused, match=f"^{code}$")


def declined(by: Person, moderator: Person) -> tuple[Idea, Measure]:
    """An idea that was declined, and the measure."""
    idea = an_idea(stage=Stage.SUBMITTED, by=by)
    moderation.decline(idea, by=moderator, reason=Reason.ADVERTISING, sentence=NO)
    return idea, measures()[-1]


def test_every_no_of_the_queue_is_stated(max_: Person, ada: Person, clock: Clock) -> None:
    _, measure = declined(ada, max_)
    assert (measure.kind, measure.thing, measure.ground) == ("declined", "idea", "advertising")
    assert (measure.person_id, measure.by_id, measure.source) == (ada.id, max_.id, "check")
    assert measure.sentence == {"en": "It is an advertisement."}
    assert measure.terms_id is not None
    assert measure.appeal_ends_at is not None
    assert (measure.appeal_ends_at - clock.moment).days == 183
    moderation.publish(an_idea(stage=Stage.SUBMITTED), by=max_)
    assert len(measures()) == 1


def test_nobody_changes_a_measure(max_: Person, ada: Person) -> None:
    declined(ada, max_)
    db.session.commit()
    for change in (sa.update(Measure).values(ground="spam"), sa.delete(Measure)):
        with pytest.raises(DatabaseError, match="append-only"):
            db.session.execute(change)
        db.session.rollback()


def test_a_declined_idea_waits_again(app: Flask, max_: Person, maya: Person, ada: Person) -> None:
    idea, measure = declined(ada, max_)
    made = appeal(measure, "It is for everybody.", by=ada)
    assert number_of_open_appeals() == 1
    decide_appeal(made, Outcome.UPHELD, YES, by=maya)
    assert (idea.stage, number_of_open_appeals()) == (Stage.SUBMITTED, 0)
    given_back = measures()[-1]
    assert (given_back.kind, given_back.source) == (MeasureKind.RESTORED, Source.APPEAL)
    db.session.commit()
    drain(app)
    assert told(ada) == [("measure_appeal", "upheld")]


@pytest.mark.parametrize("reason", [Reason.BROKEN_GUIDELINES, Reason.UNLAWFUL])
def test_an_archived_idea_is_open_again(
    max_: Person, maya: Person, ada: Person, reason: Reason
) -> None:
    idea = a_live_idea(by=ada)
    report(Thing(idea), ReportReason.UNLAWFUL, "", by=a_person("Vera"))
    moderation.archive(idea, by=max_, reason=reason, sentence=NO)
    measure = measures()[-1]
    assert measure.source is Source.REPORT
    decide_appeal(appeal(measure, "No.", by=ada), Outcome.UPHELD, YES, by=maya)
    assert (idea.stage, idea.is_public) == (Stage.LIVE, True)


def test_words_are_put_back(app: Flask, max_: Person, maya: Person, ada: Person) -> None:
    idea = a_live_idea(by=ada)
    said = write_comment(idea, "Buy watches", by=a_person("Eve"))
    news = publish_update(idea, "News", "Buy more", by=ada)
    take_down(said, RemovalReason.SPAM, by=max_)
    take_down_update(news, RemovalReason.SPAM, by=max_)
    db.session.commit()
    drain(app)
    assert [each.thing.value for each in measures()] == ["comment", "update"]
    both: tuple[Comment | Update, ...] = (said, news)
    for measure, words in zip(measures(), both, strict=True):
        decide_appeal(appeal(measure, "No.", by=words.author), Outcome.UPHELD, YES, by=maya)
        assert (words.removed_at, words.removal_reason) == (None, None)
        with refused("objection.decided"):
            decide_appeal(
                db.session.scalars(
                    sa.select(MeasureAppeal).where(MeasureAppeal.measure_id == measure.id)
                ).one(),
                *(Outcome.DISMISSED, YES),
                by=maya,
            )


def test_private_words_are_put_back(app: Flask, max_: Person, maya: Person, ada: Person) -> None:
    idea, vera = a_live_idea(by=ada), a_person("Vera")
    given = give_feedback(idea, Marks(1, 1, 1), "Nobody wants it", by=vera)
    thing = Thing(idea, feedback=given)
    report(thing, ReportReason.INSULT, "", by=ada)
    remove_reported(thing, RemovalReason.INSULT, by=max_)
    measure = measures()[-1]
    assert (measure.thing, measure.person_id, given.words) == (ThingKind.FEEDBACK, vera.id, "")
    assert measure_about(ada.id, measure.id) is None
    decide_appeal(appeal(measure, "It is my view.", by=vera), Outcome.UPHELD, YES, by=maya)
    assert given.words == "Nobody wants it"
    db.session.commit()
    drain(app)
    assert told(vera) == [("measure_appeal", "upheld"), ("measure_taken", "feedback")]


def test_a_dismissed_appeal_changes_nothing_and_has_words(
    max_: Person, maya: Person, ada: Person
) -> None:
    idea, measure = declined(ada, max_)
    made = appeal(measure, "Look again.", by=ada)
    with refused("objection.no_answer"):
        decide_appeal(made, Outcome.DISMISSED, {"en": " "}, by=maya)
    decide_appeal(made, Outcome.DISMISSED, {"en": "We did.", "fr": ""}, by=maya)
    assert (idea.stage, made.answer, len(measures())) == (Stage.DECLINED, {"en": "We did."}, 1)
    with refused("objection.made_already"):
        appeal(measure, "And again.", by=ada)


def test_somebody_else_decides(max_: Person, ada: Person, clock: Clock) -> None:
    _, measure = declined(ada, max_)
    made = appeal(measure, "Look again.", by=ada)
    for somebody, code in ((max_, "objection.another_person"), (ada, "moderation.own_idea")):
        with refused(code):
            decide_appeal(made, Outcome.UPHELD, YES, by=somebody)
    assert next_appeal(0, by_id=max_.id) is None
    db.session.commit()
    theirs = sa.update(MeasureAppeal).values(
        outcome=Outcome.DISMISSED, decided_by_id=max_.id, decided_at=clock.moment
    )
    with pytest.raises(DatabaseError, match="who decided does not decide"):
        db.session.execute(theirs)
    db.session.rollback()


def test_what_is_over_or_too_late(max_: Person, ada: Person, clock: Clock) -> None:
    _, measure = declined(ada, max_)
    clock.go(days=183, seconds=1)
    with refused("objection.too_late"):
        appeal(measure, "Look again.", by=ada)
    said = write_comment(a_live_idea(), "Mine", by=ada)
    take_back(said, by=ada)
    assert len(measures()) == 1


def test_the_team_reads_it_and_whoever_leaves_takes_their_words(max_: Person, ada: Person) -> None:
    ben = a_person("Ben")
    idea = an_idea(stage=Stage.SUBMITTED, by=ada, team=(ben,))
    moderation.decline(idea, by=max_, reason=Reason.ADVERTISING, sentence=NO)
    (measure,) = measures_about(ben.id, None, limit=5)
    made = appeal(measure, "We made it together.", by=ben)
    assert measures_about(a_person("Eve").id, None, limit=5) == []
    forget_words_of(ben.id)
    db.session.refresh(made)
    assert made.words == ""


def test_two_appeals_at_once_against_what_is_no_ideas_are_one(
    app: Flask, ada: Person, clock: Clock
) -> None:
    subject = Subject(ThingKind.REPORTING, ada.id, ada.id)
    slowed = take(MeasureKind.SLOWED, subject, Reasons("misuse"), by_id=None, at=clock.moment)
    ids = slowed.id, ada.id

    def press() -> None:
        measure, person = db.session.get_one(Measure, ids[0]), db.session.get_one(Person, ids[1])
        appeal(measure, "I was right.", by=person)

    assert at_once(app, *[press] * 4) == ["", *["objection.made_already"] * 3]
