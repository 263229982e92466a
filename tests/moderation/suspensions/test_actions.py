"""A suspension is stated, appealed against, and decided about by somebody else."""

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from ideas.accounts.models import Person
from ideas.accounts.roles.rules import SuspensionGround
from ideas.accounts.suspended import read_token, token_for
from ideas.db import db
from ideas.jobs.worker import drain
from ideas.mail.models import Message
from ideas.moderation.appeals.actions import appeal, decide_appeal
from ideas.moderation.appeals.models import MeasureAppeal
from ideas.moderation.appeals.rules import Outcome
from ideas.moderation.measures.models import Measure
from ideas.moderation.measures.queries import suspension_of
from ideas.moderation.measures.rules import MeasureKind, Source, ThingKind
from ideas.moderation.suspensions.actions import lift, suspend
from ideas.notifications.models import Notice
from ideas.policy import Role
from ideas.refusals import Refused
from tests.accounts.making import mails_to
from tests.conftest import Clock
from tests.factories import a_person, the_campaign
from tests.races import at_once

SPAM = SuspensionGround.SPAM
YES = {"en": "You were right.", "fr": "Vous aviez raison."}
NO = {"en": "Twelve adverts are twelve."}


@pytest.fixture
def adam(session: Session, clock: Clock) -> Person:
    """Who suspends."""
    the_campaign()
    return a_person("Adam", Role.ADMIN)


@pytest.fixture
def max_(adam: Person) -> Person:
    """Who decides about appeals."""
    return a_person("Max", Role.MODERATOR)


@pytest.fixture
def eve(adam: Person) -> Person:
    """Who is suspended; she reads French."""
    return a_person("Eve", email="eve@example.org", language="fr")


def refused(code: str) -> pytest.RaisesExc[Refused]:
    """The action meets this refusal."""
    return pytest.raises(Refused, match=f"^{code}$")


def written_to(eve: Person) -> list[Message]:
    """What was written to her, once the listeners have heard."""
    return mails_to(db.session(), eve.email or "")


def test_the_reasons_are_stated_and_written(adam: Person, eve: Person, clock: Clock) -> None:
    measure = suspend(eve, SPAM, {"en": " Twelve adverts. "}, by=adam)
    db.session.commit()
    assert (measure.kind, measure.thing) == (MeasureKind.SUSPENDED, ThingKind.ACCOUNT)
    assert (measure.ground, measure.sentence) == ("spam", {"en": "Twelve adverts."})
    assert (measure.person_id, measure.by_id, measure.source) == (eve.id, adam.id, Source.CHECK)
    assert measure.terms_id is not None
    assert measure.appeal_ends_at is not None
    assert (measure.appeal_ends_at - clock.moment).days == 183
    (told,) = written_to(eve)
    assert (told.template, told.language) == ("accounts/suspended", "fr")
    told_of = read_token(told.values["token"])
    assert told_of is not None
    assert suspension_of(*told_of) == measure
    assert read_token("made.up") is None


def test_everybody_reads_the_reason_in_their_language(adam: Person, eve: Person) -> None:
    said = {"en": "Twelve adverts.", "fr": "Douze publicités."}
    measure = suspend(eve, SPAM, said, by=adam)
    db.session.commit()
    assert (measure.sentence, eve.suspended_reason) == (said, said["fr"])
    (told,) = written_to(eve)
    assert told.values["reason"] == said["fr"]


def test_what_is_refused_is_not_stated(adam: Person, eve: Person) -> None:
    for person, reason, code in (
        (adam, "Me", "suspension.self"),
        (eve, " ", "suspension.no_reason"),
    ):
        with refused(code):
            suspend(person, SPAM, {"en": reason}, by=adam)
    assert db.session.scalars(sa.select(Measure)).all() == []
    suspend(eve, SPAM, {"en": "Adverts."}, by=adam)
    with refused("suspension.twice"):
        suspend(eve, SPAM, {"en": "Adverts."}, by=adam)


def test_an_appeal_that_was_right_lets_them_in(
    app: Flask, adam: Person, max_: Person, eve: Person
) -> None:
    made = appeal(suspend(eve, SPAM, {"en": "Adverts."}, by=adam), "They were ideas.", by=eve)
    with refused("objection.another_person"):
        decide_appeal(made, Outcome.UPHELD, YES, by=adam)
    decide_appeal(made, Outcome.UPHELD, YES, by=max_)
    assert (eve.is_active, eve.suspended_reason) == (True, None)
    last = db.session.scalars(sa.select(Measure).order_by(Measure.id.desc())).first()
    assert last is not None
    assert (last.kind, last.source, last.by_id) == (MeasureKind.RESTORED, Source.APPEAL, max_.id)
    db.session.commit()
    drain(app)
    told = written_to(eve)[-1]
    assert [each.template for each in written_to(eve)][1:] == ["accounts/suspension_decided"]
    assert (told.values["outcome"], told.values["answer"]) == ("upheld", "Vous aviez raison.")
    notices = sa.select(Notice.kind).where(Notice.person_id == eve.id)
    assert "measure_appeal" not in db.session.scalars(notices).all()


def test_a_dismissed_appeal_is_written_to_whoever_stays_out(
    app: Flask, adam: Person, max_: Person, eve: Person
) -> None:
    made = appeal(suspend(eve, SPAM, {"en": "Adverts."}, by=adam), "They were ideas.", by=eve)
    decide_appeal(made, Outcome.DISMISSED, NO, by=max_)
    with refused("objection.decided"):
        decide_appeal(made, Outcome.UPHELD, YES, by=max_)
    db.session.commit()
    drain(app)
    assert not eve.is_active
    assert written_to(eve)[-1].values["answer"] == "Twelve adverts are twelve."


def test_what_an_admin_lifts_is_over(adam: Person, eve: Person, clock: Clock) -> None:
    measure = suspend(eve, SPAM, {"en": "Adverts."}, by=adam)
    clock.go(days=1)
    lift(eve, by=adam)
    lift(eve, by=adam)
    db.session.commit()
    kinds = db.session.scalars(sa.select(Measure.kind).order_by(Measure.id)).all()
    assert kinds == [MeasureKind.SUSPENDED, MeasureKind.RESTORED]
    assert [each.template for each in written_to(eve)] == ["accounts/suspended", "accounts/lifted"]
    with refused("objection.over"):
        appeal(measure, "And yet.", by=eve)
    clock.go(days=1)
    again = suspend(eve, SPAM, {"en": "More adverts."}, by=adam)
    with refused("objection.over"):
        appeal(measure, "The first was wrong.", by=eve)
    assert token_for(eve) is not None
    assert appeal(again, "And yet.", by=eve).measure_id == again.id


def test_an_appeal_about_what_is_lifted_moves_nothing(
    adam: Person, max_: Person, eve: Person, clock: Clock
) -> None:
    made = appeal(suspend(eve, SPAM, {"en": "Adverts."}, by=adam), "They were ideas.", by=eve)
    lift(eve, by=adam)
    clock.go(days=1)
    suspend(eve, SPAM, {"en": "More adverts."}, by=adam)
    decide_appeal(made, Outcome.UPHELD, YES, by=max_)
    assert not eve.is_active


def test_nothing_is_read_of_who_has_left(adam: Person, eve: Person, clock: Clock) -> None:
    measure = suspend(eve, SPAM, {"en": "Adverts."}, by=adam)
    eve.erased_at = clock.moment
    db.session.flush()
    assert suspension_of(eve.id, measure.made_at) is None


def test_of_two_who_decide_at_once_one_does(
    app: Flask, adam: Person, max_: Person, eve: Person
) -> None:
    made = appeal(suspend(eve, SPAM, {"en": "Adverts."}, by=adam), "They were ideas.", by=eve)
    maya = a_person("Maya", Role.MODERATOR)
    made_id = made.id

    def press(by_id: int, outcome: Outcome) -> None:
        found = db.session.get_one(MeasureAppeal, made_id)
        decide_appeal(found, outcome, YES, by=db.session.get_one(Person, by_id))

    deeds = [
        lambda by_id=by_id, outcome=outcome: press(by_id, outcome)
        for by_id, outcome in ((max_.id, Outcome.UPHELD), (maya.id, Outcome.DISMISSED))
    ]
    assert at_once(app, *deeds) == ["", "objection.decided"]
    db.session.refresh(made)
    assert eve.is_active is (made.outcome is Outcome.UPHELD)


def test_of_two_who_suspend_at_once_one_does(app: Flask, adam: Person, eve: Person) -> None:
    ann, eve_id = a_person("Ann", Role.ADMIN), eve.id

    def press(by_id: int) -> None:
        person, by = (db.session.get_one(Person, each) for each in (eve_id, by_id))
        suspend(person, SPAM, {"en": "Adverts."}, by=by)

    ids = adam.id, ann.id
    assert at_once(app, lambda: press(ids[0]), lambda: press(ids[1])) == ["", "suspension.twice"]
    assert len(written_to(eve)) == 1
