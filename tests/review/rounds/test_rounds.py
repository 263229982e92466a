"""Rounds by the calendar, late ones and the words about them, what is expected of them."""

from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from ideas.accounts.models import Person
from ideas.audit.models import AuditEntry
from ideas.jobs.worker import drain
from ideas.journey.stages import Stage
from ideas.notifications.actions import follow
from ideas.notifications.models import Notice
from ideas.notifications.rounds.listeners import tell_of_late_rounds
from ideas.policy import Role
from ideas.refusals import Refused
from ideas.review import queries
from ideas.review.actions import cut_off_due, open_round
from ideas.review.models import Case, Round
from ideas.review.rounds.actions import keep_forecast, open_due, say_delay
from ideas.review.rounds.queries import delays_of, forecasts_of
from ideas.review.settings import Review
from ideas.settings.actions import turn
from ideas.settings.rules import Value
from ideas.tuning.foretelling.actions import foretell_rounds
from tests.conftest import Clock
from tests.factories import a_live_idea, a_person, an_idea, sign_in, the_campaign

SORRY = {"en": "We need two more weeks.", "fr": ""}


@pytest.fixture
def rita(session: Session, clock: Clock) -> Person:
    the_campaign()
    return a_person("Rita", Role.REVIEWER)


def by_calendar(**dials: Value) -> None:
    adam = a_person("Adam", Role.ADMIN)
    for name, value in dials.items():
        turn(Review, name, value, by=adam.id)


def a_late_round(clock: Clock, rita: Person, zone: str = "UTC") -> Round:
    cutoff = clock.moment + timedelta(days=1)
    due = (cutoff + timedelta(days=20)).date()
    round_ = open_round(
        "Spring", cutoff_at=cutoff, decision_due_on=due, capacity=1, zone=zone, by=rita
    )
    clock.go(days=1)
    cut_off_due()
    return round_


def test_the_calendar_announces_rounds_once(session: Session, rita: Person, clock: Clock) -> None:
    clock.stand_at(datetime(2027, 1, 1, tzinfo=UTC))
    by_calendar(calendar="fixed", zone="Europe/Paris")
    open_due()
    open_due()
    found = [(each.name, each.cutoff_at.isoformat()) for each in queries.coming_rounds()]
    assert found == [
        ("Round 1 of 2027", "2027-01-31T11:00:00+00:00"),
        ("Round 2 of 2027", "2027-05-31T10:00:00+00:00"),
    ]
    first = queries.coming_rounds()[0]
    assert (first.decision_due_on, first.opened_by_id, first.capacity) == (
        date(2027, 5, 31),
        None,
        20,
    )
    clock.stand_at(datetime(2027, 1, 31, 11, tzinfo=UTC))
    cut_off_due()
    open_due()
    assert [each.name for each in queries.coming_rounds()][1:] == [
        "Round 2 of 2027",
        "Round 3 of 2027",
    ]


def test_by_hand_the_calendar_announces_nothing(session: Session, rita: Person) -> None:
    open_due()
    assert not queries.rounds()


def test_a_rolling_calendar_opens_the_next_when_the_last_is_cut_off(
    session: Session, rita: Person, clock: Clock
) -> None:
    by_calendar(calendar="rolling", rolling_days=30)
    open_due()
    (first,) = queries.coming_rounds()
    idea = an_idea(stage=Stage.QUALIFIED)
    clock.stand_at(first.cutoff_at - timedelta(seconds=1))
    cut_off_due()
    stages = [idea.stage]
    clock.go(seconds=1)
    cut_off_due()
    cut_off_due()
    open_due()
    assert [*stages, idea.stage] == [Stage.QUALIFIED, Stage.IN_REVIEW]
    assert session.query(Case).count() == 1
    assert queries.coming_rounds()[1].cutoff_at == first.cutoff_at + timedelta(days=30)


@pytest.mark.parametrize(
    ("zone", "late_at"), [("Pacific/Auckland", 12), ("UTC", 24), ("America/New_York", 28)]
)
def test_a_round_is_late_when_its_day_is_over_in_its_zone(
    session: Session, rita: Person, clock: Clock, zone: str, late_at: int
) -> None:
    clock.stand_at(datetime(2027, 6, 1, 12, tzinfo=UTC))
    round_ = a_late_round(clock, rita, zone)
    due = datetime.combine(round_.decision_due_on, datetime.min.time(), UTC)
    clock.stand_at(due + timedelta(hours=late_at, seconds=-1))
    assert not queries.is_late(round_)
    clock.go(seconds=1)
    assert queries.is_late(round_)


def test_words_about_a_delay_stay_and_are_told(
    app: Flask, session: Session, rita: Person, clock: Clock
) -> None:
    fan, ada = a_person("Fan"), a_person("Ada")
    idea = an_idea(stage=Stage.QUALIFIED, by=ada)
    follow(idea, by=fan)
    round_ = a_late_round(clock, rita)
    first = say_delay(round_, SORRY, expected_on=clock.moment.date() + timedelta(days=30), by=rita)
    later = say_delay(
        round_, {"en": "Sorry again."}, expected_on=first.expected_on + timedelta(days=9), by=rita
    )
    assert [each.id for each in delays_of([round_.id])[round_.id]] == [later.id, first.id]
    assert first.sentence == {"en": "We need two more weeks."}
    session.commit()
    drain(app)
    told = sa.select(Notice.person_id, Notice.words).where(Notice.variant == "delayed")
    people = [person_id for person_id, _ in session.execute(told)]
    assert sorted(people) == sorted([fan.id, ada.id] * 2)
    with pytest.raises(Exception, match="append-only"):
        session.execute(sa.text("UPDATE delays SET sentence = '{}'"))


@pytest.mark.parametrize(
    ("days", "sentence", "code"),
    [
        (0, SORRY, "round.expected_past"),
        (9, {"en": " "}, "round.no_sentence"),
        (9, {"en": "x" * 601}, "decision.long_sentence"),
    ],
)
def test_a_delay_needs_a_day_ahead_and_words(
    session: Session, rita: Person, clock: Clock, days: int, sentence: dict[str, str], code: str
) -> None:
    round_ = a_late_round(clock, rita)
    with pytest.raises(Refused, match=f"^{code.replace('.', '[.]')}$"):
        say_delay(round_, sentence, expected_on=clock.moment.date() + timedelta(days=days), by=rita)


def test_creators_hear_by_themselves_that_an_answer_is_late(
    session: Session, rita: Person, clock: Clock
) -> None:
    ada = a_person("Ada")
    an_idea(stage=Stage.QUALIFIED, by=ada)
    a_late_round(clock, rita)
    tell_of_late_rounds()
    assert session.query(Notice).filter_by(variant="late").count() == 0
    clock.go(days=21)
    tell_of_late_rounds()
    tell_of_late_rounds()
    (notice,) = session.query(Notice).filter_by(variant="late").all()
    assert notice.person_id == ada.id


def test_the_size_of_open_rounds_is_foretold(session: Session, rita: Person, clock: Clock) -> None:
    an_idea(stage=Stage.QUALIFIED)
    a_live_idea()
    cutoff = clock.moment + timedelta(days=30)
    due = (cutoff + timedelta(days=90)).date()
    round_ = open_round("Spring", cutoff_at=cutoff, decision_due_on=due, capacity=9, by=rita)
    foretell_rounds()
    foretell_rounds()
    size = forecasts_of([round_.id])[round_.id]
    assert 1 <= size.low <= size.middle <= size.high


def test_the_desk_warns_of_too_many_and_says_a_delay(
    client: FlaskClient, session: Session, rita: Person, clock: Clock
) -> None:
    cutoff = clock.moment + timedelta(days=9)
    round_ = open_round(
        "Spring", cutoff_at=cutoff, decision_due_on=date(2026, 7, 1), capacity=2, by=rita
    )
    keep_forecast(round_.id, low=3, middle=5, high=8)
    session.commit()
    address = f"/desk/rounds/{round_.slug}"
    assert client.post(f"{address}/delays").status_code == 303
    sign_in(client, rita)
    page = client.get(address).text
    assert "Even the least that is expected is more than its capacity." in page
    assert "3 to 8, in eight cases of ten" in page
    assert "too many" in client.get("/desk/rounds").text
    assert "Expected in Spring" in client.get("/desk").text
    sent = {"delay_en": "Sorry.", "expected_on": "2026-08-01"}
    assert client.post(f"{address}/delays", data=sent).status_code == 409
    clock.stand_at(cutoff)
    cut_off_due()
    session.commit()
    sign_in(client, rita)
    assert client.post(f"{address}/delays", data=sent | {"expected_on": ""}).status_code == 422
    assert client.post(f"{address}/delays", data=sent).status_code == 303
    sign_in(client, a_person("Max", Role.MODERATOR))
    assert client.post(f"{address}/delays", data=sent).status_code == 403
    client.get("/sign-out")
    for page in (f"/rounds/{round_.slug}", "/rounds"):
        text = client.get(page).text
        assert "Sorry." in text
        assert "August 1, 2026" in text


def test_room_in_an_open_round_is_changed_and_written_down(
    client: FlaskClient, session: Session, rita: Person, clock: Clock
) -> None:
    cutoff = clock.moment + timedelta(days=9)
    round_ = open_round(
        "Spring", cutoff_at=cutoff, decision_due_on=date(2026, 7, 1), capacity=2, by=rita
    )
    keep_forecast(round_.id, low=1, middle=5, high=8)
    session.commit()
    address = f"/desk/rounds/{round_.slug}"
    room = f"{address}/capacity"
    assert client.post(room, data={"capacity": "9"}).status_code == 303
    sign_in(client, a_person("Max", Role.MODERATOR))
    assert client.post(room, data={"capacity": "9"}).status_code == 403
    sign_in(client, rita)
    assert "up to 6 would be carried over into the next round" in client.get(address).text
    for wrong in ("", "0", "1001", "many"):
        assert client.post(room, data={"capacity": wrong}).status_code == 422
    assert client.post("/desk/rounds/none/capacity", data={"capacity": "9"}).status_code == 404
    for _ in range(2):
        assert client.post(room, data={"capacity": "9"}).status_code == 303
    assert "room for 9" in client.get(address).text
    session.expire_all()
    assert round_.capacity == 9
    noted = session.query(AuditEntry).filter_by(action="round.capacity").all()
    assert [(each.actor_id, each.detail) for each in noted] == [
        (rita.id, {"before": 2, "after": 9})
    ]
    clock.stand_at(cutoff)
    cut_off_due()
    session.commit()
    sign_in(client, rita)
    answer = client.post(room, data={"capacity": "3"})
    assert answer.status_code == 409
    assert "so its capacity stays" in answer.text
    assert 'id="room"' not in client.get(address).text


def test_the_public_calendar_and_its_file(
    client: FlaskClient, session: Session, rita: Person, clock: Clock
) -> None:
    clock.stand_at(datetime(2027, 1, 1, tzinfo=UTC))
    by_calendar(calendar="fixed", zone="Europe/Paris", round_name="Été, {year}")
    open_due()
    session.commit()
    page = client.get("/rounds").text
    assert "January 31, 2027, 12:00" in page.replace("\u202f", " ")
    assert "(Europe/Paris)" in page
    french = client.get("/rounds", headers={"Accept-Language": "fr"}).text
    assert "31 janvier 2027" in french
    file = client.get("/rounds.ics")
    assert file.mimetype == "text/calendar"
    lines = file.data.decode().split("\r\n")
    assert max(len(line.encode()) for line in lines) <= 75
    assert {"DTSTART:20270131T110000Z", "DTSTART;VALUE=DATE:20270531"} <= set(lines)
    assert "SUMMARY:Été\\, 2027 takes ideas in" in lines
    assert lines.count("BEGIN:VEVENT") == lines.count("END:VEVENT") == 4
