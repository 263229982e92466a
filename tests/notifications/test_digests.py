"""The digest: one mail for each person and period, gathered by idea, and none that is empty."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from ideas.accounts.models import Person
from ideas.db import db
from ideas.journey.models import Idea
from ideas.mail.letters import letter_of
from ideas.mail.models import Message
from ideas.notifications.actions import choose, mark_read, tell
from ideas.notifications.digests.actions import forget_old_digests
from ideas.notifications.digests.models import Digest
from ideas.notifications.digests.rules import due_at
from ideas.notifications.listeners import write_digests
from ideas.notifications.models import Notice
from ideas.notifications.rules import NoticeKind, Told, Topic, Way
from tests.conftest import Clock
from tests.factories import a_live_idea, a_person

SUNDAY = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("moment", "zone", "day", "daily", "weekly"),
    [
        ("2026-03-04T09:00", "UTC", "2026-03-04", "2026-03-04T08:00", "2026-03-02T08:00"),
        ("2026-03-04T07:59", "UTC", "2026-03-03", "2026-03-03T08:00", "2026-03-02T08:00"),
        ("2026-03-02T08:00", "UTC", "2026-03-02", "2026-03-02T08:00", "2026-03-02T08:00"),
        ("2026-03-02T07:00", "UTC", "2026-03-01", "2026-03-01T08:00", "2026-02-23T08:00"),
        ("2026-03-29T06:30", "Europe/Paris", "2026-03-29", "2026-03-29T06:00", "2026-03-23T07:00"),
        ("2026-03-04T09:00", "Nowhere/Land", "2026-03-04", "2026-03-04T08:00", "2026-03-02T08:00"),
        ("2026-03-04T09:00", "../etc/passwd", "2026-03-04", "2026-03-04T08:00", "2026-03-02T08:00"),
    ],
)
def test_when_it_is_due(moment: str, zone: str, day: str, daily: str, weekly: str) -> None:
    now = datetime.fromisoformat(moment).replace(tzinfo=UTC)
    due = due_at(now, hour=8, weekday=1, zone=zone)
    assert due.day == date.fromisoformat(day)
    assert due.daily == datetime.fromisoformat(daily).replace(tzinfo=UTC)
    assert due.weekly == datetime.fromisoformat(weekly).replace(tzinfo=UTC)


@pytest.fixture
def vera(session: Session, clock: Clock) -> Person:
    """Somebody with a digest of every way, on a Sunday at noon."""
    clock.stand_at(SUNDAY)
    vera = a_person("Vera", language="fr")
    choose({Topic.OUTCOMES: Way.DAILY, Topic.PROGRESS: Way.WEEKLY}, by=vera)
    session.commit()
    return vera


@pytest.fixture
def idea(session: Session, vera: Person) -> Idea:
    return a_live_idea("Whale & <co>")


@pytest.fixture
def tell_vera(session: Session, vera: Person, idea: Idea) -> Callable[..., None]:
    """``tell_vera(kind, variant, key)``: a notice about the idea."""

    def told(kind: NoticeKind, variant: str, key: str, about: Idea | None = None, **w: Any) -> None:
        tell_ = Told(kind, key, variant, (about or idea).id, words=w)
        tell(tell_, sa.select(Person.id).where(Person.id == vera.id))
        session.commit()

    return told


def digests(session: Session) -> list[Message]:
    write_digests()
    session.commit()
    found = sa.select(Message).where(Message.template == "notifications/digest")
    return list(session.scalars(found.order_by(Message.id)))


def test_a_day_is_one_mail_in_the_readers_language(
    session: Session, tell_vera: Callable[..., None], clock: Clock
) -> None:
    lamp = a_live_idea("Lamp")
    tell_vera(NoticeKind.BACKED_MOVED, "selected", "a", sentence={"en": "We love it."})
    tell_vera(NoticeKind.BACKED_MOVED, "in_review", "b", lamp)
    tell_vera(NoticeKind.BACKED_TIER, "tier", "c", votes=1_000)
    assert digests(session) == []
    clock.go(hours=19, minutes=59)
    assert digests(session) == []
    clock.go(minutes=2)
    (message,) = digests(session)
    assert digests(session) == [message]
    letter = letter_of(message)
    assert "2 autres" not in letter["Subject"]
    assert "Whale & <co>" in letter["Subject"]
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    text, html = (str(part.get_content()) for part in letter.iter_parts())
    assert "We love it." in text
    assert "1 000" in text.replace("\u202f", " ").replace("\xa0", " ")
    assert text.count(f"/ideas/{lamp.slug}") == 1
    assert "Whale &amp; &lt;co&gt;" in html


def test_the_weekly_waits_for_its_day(
    session: Session, tell_vera: Callable[..., None], clock: Clock
) -> None:
    clock.go(days=1)
    tell_vera(NoticeKind.BACKED_TIER, "tier", "a", votes=10)
    clock.go(days=3)
    assert digests(session) == []
    clock.go(days=4)
    assert len(digests(session)) == 1
    assert len(digests(session)) == 1


def test_what_comes_after_the_digest_waits_for_the_next_day(
    session: Session, tell_vera: Callable[..., None], clock: Clock
) -> None:
    tell_vera(NoticeKind.BACKED_MOVED, "qualified", "a")
    clock.go(days=1)
    assert len(digests(session)) == 1
    tell_vera(NoticeKind.BACKED_MOVED, "in_review", "b")
    clock.go(hours=10)
    assert len(digests(session)) == 1
    clock.go(hours=14)
    assert len(digests(session)) == 2


def test_what_was_read_is_left_out_and_an_empty_one_is_not_sent(
    session: Session, vera: Person, tell_vera: Callable[..., None], clock: Clock
) -> None:
    tell_vera(NoticeKind.BACKED_MOVED, "qualified", "a")
    mark_read(session.scalar(sa.select(sa.func.max(Notice.id))) or 0, by=vera)
    clock.go(days=1)
    assert digests(session) == []
    assert session.scalars(sa.select(Notice.waits_for)).all() == [None]


def test_who_was_suspended_or_chose_otherwise_meanwhile_gets_none(
    session: Session, vera: Person, tell_vera: Callable[..., None], clock: Clock
) -> None:
    tell_vera(NoticeKind.BACKED_MOVED, "qualified", "a")
    tell_vera(NoticeKind.BACKED_TIER, "tier", "b", votes=10)
    choose({Topic.PROGRESS: Way.SITE}, by=vera)
    vera.suspended_at = clock.moment
    session.commit()
    clock.go(days=1)
    assert digests(session) == []


def test_a_hidden_idea_is_not_linked(
    session: Session, idea: Idea, tell_vera: Callable[..., None], clock: Clock
) -> None:
    tell_vera(NoticeKind.BACKED_MOVED, "qualified", "a")
    idea.hidden_at = clock.moment
    session.commit()
    clock.go(days=1)
    (message,) = digests(session)
    assert idea.slug not in letter_of(message).as_string()


def test_two_workers_at_once_send_one(
    app: Flask,
    session: Session,
    tell_vera: Callable[..., None],
    clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The second found the same people before the first was done."""
    tell_vera(NoticeKind.BACKED_MOVED, "qualified", "a")
    clock.go(days=1)
    people = session.scalars(sa.select(Notice.person_id).distinct()).all()
    assert len(digests(session)) == 1
    session.execute(sa.update(Notice).values(waits_for=Way.DAILY))
    session.commit()
    monkeypatch.setattr("ideas.notifications.digests.actions.people_due", lambda due, limit: people)
    assert len(digests(session)) == 1
    again = {"person_id": people[0], "due_on": clock.moment.date(), "written_at": clock.moment}
    with pytest.raises(sa.exc.IntegrityError):
        db.session.execute(sa.insert(Digest).values(again))
    session.rollback()


def test_old_digests_are_forgotten(
    session: Session, tell_vera: Callable[..., None], clock: Clock
) -> None:
    tell_vera(NoticeKind.BACKED_MOVED, "qualified", "a")
    clock.go(days=1)
    digests(session)
    clock.go(days=59)
    forget_old_digests()
    assert session.scalar(sa.select(sa.func.count()).select_from(Digest)) == 1
    clock.stand_at(clock.moment + timedelta(days=2))
    forget_old_digests()
    session.commit()
    assert session.scalar(sa.select(sa.func.count()).select_from(Digest)) == 0
