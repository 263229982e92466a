"""Levels: reckoned from rows, lowered by decisions alone, and what they lift."""

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from ideas.accounts.models import Person
from ideas.comments.actions import take_down, write_comment
from ideas.comments.models import RemovalReason
from ideas.db import db
from ideas.jobs.worker import drain
from ideas.journey.models import Idea
from ideas.journey.stages import Stage
from ideas.limits.rules import LIFTED, LIMITS, Level, limit_at
from ideas.moderation.appeals.actions import appeal, decide_appeal
from ideas.moderation.appeals.rules import Outcome
from ideas.moderation.measures.models import Measure
from ideas.moderation.trust.actions import reckon, reckon_all
from ideas.moderation.trust.models import TrustMove
from ideas.moderation.trust.rules import Conduct, level_after
from ideas.notifications.models import Notice
from ideas.policy import Role
from tests.conftest import Clock
from tests.factories import a_person, an_idea, sign_in

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
LONG_AGO = 400
NEW, REGULAR, TRUSTED = Level.NEW, Level.REGULAR, Level.TRUSTED


def ago(days: int) -> datetime:
    """So many days before noon."""
    return NOON - timedelta(days=days)


@pytest.mark.parametrize(
    ("current", "days", "accepted", "violated", "level"),
    [
        (NEW, 13, 100, None, NEW),
        (NEW, 14, 2, None, NEW),
        (NEW, 14, 3, None, REGULAR),
        (NEW, 90, 19, None, REGULAR),
        (NEW, 90, 20, None, TRUSTED),
        (REGULAR, 5, 0, None, REGULAR),
        (TRUSTED, LONG_AGO, 0, None, TRUSTED),
        (TRUSTED, LONG_AGO, 50, 0, NEW),
        (TRUSTED, LONG_AGO, 50, 89, NEW),
        (TRUSTED, LONG_AGO, 50, 90, REGULAR),
        (NEW, LONG_AGO, 50, 364, REGULAR),
        (NEW, LONG_AGO, 50, 365, TRUSTED),
    ],
)
def test_levels(
    current: Level, days: int, accepted: int, violated: int | None, level: Level
) -> None:
    conduct = Conduct(ago(days), accepted, None if violated is None else ago(violated))
    assert level_after(current, conduct, NOON) is level


@pytest.mark.parametrize("action", LIFTED)
def test_each_level_has_more_room(action: str) -> None:
    numbers = [limit_at(action, level).most for level in Level]
    assert numbers == sorted(set(numbers))
    assert limit_at(action, Level.NEW) == LIMITS[action]
    assert {limit_at(action, level).window for level in Level} == {LIMITS[action].window}
    assert limit_at("vote", Level.TRUSTED) == LIMITS["vote"]


@pytest.fixture
def vera(session: object, clock: Clock) -> Person:
    """Somebody who has been here for two weeks and said three things that stand."""
    person = a_person("Vera")
    idea = an_idea(stage=Stage.LIVE)
    for number in range(3):
        write_comment(idea, f"Good {number}", by=person)
    clock.go(days=14)
    reckon_all()
    db.session.commit()
    return person


def level(person: Person) -> Level:
    """The level somebody has now."""
    db.session.expire_all()
    return person.level


def test_it_is_reckoned_and_moves_are_kept(vera: Person) -> None:
    assert level(vera) is REGULAR
    reckon_all()
    reckon(vera.id)
    move = db.session.scalars(sa.select(TrustMove)).one()
    assert (move.from_level, move.to_level, move.measure_id) == (NEW, REGULAR, None)


def test_a_decision_lowers_it_at_once_and_an_appeal_gives_it_back(app: Flask, vera: Person) -> None:
    idea = db.session.scalars(sa.select(Idea)).one()
    said = write_comment(idea, "Buy watches", by=vera)
    take_down(said, RemovalReason.SPAM, by=a_person("Max", Role.MODERATOR))
    db.session.commit()
    drain(app)
    assert level(vera) is NEW
    measure = db.session.scalars(sa.select(Measure)).one()
    lost = db.session.scalars(sa.select(TrustMove).order_by(TrustMove.id.desc())).first()
    assert lost
    assert lost.measure_id == measure.id
    notices = db.session.scalars(sa.select(Notice).where(Notice.person_id == vera.id)).all()
    assert ("measure_taken", "level") in [(each.kind.value, each.variant) for each in notices]
    made = appeal(measure, "They are mine.", by=vera)
    decide_appeal(made, Outcome.UPHELD, {"en": "Sorry."}, by=a_person("Maya", Role.MODERATOR))
    db.session.commit()
    drain(app)
    assert level(vera) is REGULAR


def test_it_lifts_the_limit_on_comments(client: FlaskClient, vera: Person, clock: Clock) -> None:
    idea = db.session.scalars(sa.select(Idea)).one()
    place = f"/ideas/{idea.slug}/comments"
    for person, most in ((a_person("Carl"), 10), (vera, 20)):
        sign_in(client, person)
        codes = [client.post(place, data={"body": f"No {n}"}).status_code for n in range(most + 1)]
        assert codes == [303] * most + [429]


def test_everybody_reads_their_own(client: FlaskClient, vera: Person) -> None:
    assert client.get("/decisions/trust").status_code == 303
    sign_in(client, vera)
    page = client.get("/decisions/trust").text
    for words in (
        "Regular",
        "What lifts it to “Trusted”",
        "Comments, news and ideas that stand",
        "3 of 20",
    ):
        assert words in page
    sign_in(client, a_person("Adam", Role.ADMIN))
    assert "Regular" in client.get(f"/desk/people/{vera.handle}").text
