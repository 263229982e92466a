"""What the staff hears of its own work."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from ideas.db import take_write_lock
from ideas.jobs.models import Job, JobState
from ideas.journey.stages import Stage
from ideas.notifications.duties.actions import tell_of_duties
from ideas.notifications.duties.rules import variant_of_round
from ideas.notifications.models import Notice
from ideas.policy import Role
from ideas.review.models import Round
from tests.conftest import Clock
from tests.factories import a_person, an_idea

TODAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("closes_in", "due_in", "variant"),
    [
        *((8, 90, None), (7, 90, "closing_7"), (2, 90, "closing_7")),
        *((1, 90, "closing_1"), (0, 90, "closing_1"), (-1, 90, None)),
        *((None, 15, None), (None, 14, "due_14"), (None, 3, "due_3"), (None, 0, "due_3")),
        *((None, -1, "late"), (None, -40, "late")),
    ],
)
def test_when_a_round_is_near(closes_in: int | None, due_in: int, variant: str | None) -> None:
    closes_on = None if closes_in is None else TODAY + timedelta(days=closes_in)
    due_on = TODAY + timedelta(days=due_in)
    assert variant_of_round(closes_on=closes_on, due_on=due_on, today=TODAY) == variant


def told(session: Session) -> list[tuple[str, str]]:
    tell_of_duties()
    tell_of_duties()
    session.commit()
    rows = session.execute(sa.select(Notice.kind, Notice.variant, Notice.person_id))
    return sorted((row.kind.value, row.variant) for row in rows)


def test_each_hears_of_what_they_can_do(session: Session, clock: Clock) -> None:
    a_person("Vera")
    staff = {role: a_person(role.value, role) for role in Role}
    an_idea(stage=Stage.SUBMITTED)
    assert told(session) == []
    clock.go(days=8)
    take_write_lock()
    session.add(Job(name="a.b", values={}, run_at=clock.moment, state=JobState.DEAD))
    moment = clock.moment
    round_ = {"cutoff_at": moment + timedelta(days=5), "decision_due_on": date(2026, 9, 1)}
    session.add(Round(slug="spring", name="Spring", capacity=3, opened_at=moment, **round_))
    session.commit()
    day_one = [("jobs_failed", ""), ("queue_late", ""), ("round_near", "closing_7")]
    assert told(session) == day_one
    rows = session.execute(sa.select(Notice.kind, Notice.person_id))
    assert {kind.value: person_id for kind, person_id in rows} == {
        "queue_late": staff[Role.MODERATOR].id,
        "round_near": staff[Role.REVIEWER].id,
        "jobs_failed": staff[Role.ADMIN].id,
    }
    clock.go(days=1)
    assert told(session) == sorted([*day_one, ("jobs_failed", ""), ("queue_late", "")])
