"""The desk's first page: each line for those who can act on it."""

import re
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from ideas import clock as ideas_clock
from ideas.db import Base, db, take_write_lock
from ideas.jobs.models import Job, JobState
from ideas.journey.stages import Stage
from ideas.mail.models import MailState, Message
from ideas.policy import Role
from ideas.review.actions import cut_off_due, open_round
from tests.conftest import Clock
from tests.factories import a_person, an_idea, sign_in


def keep(*rows: Base) -> None:
    """Add rows."""
    take_write_lock()
    db.session.add_all(rows)
    db.session.commit()


def shown_to(client: FlaskClient, *roles: Role) -> dict[str, tuple[str, str]]:
    """The lines somebody with these roles sees: tone and value by label."""
    sign_in(client, a_person("Somebody", *roles))
    page = client.get("/desk")
    assert page.status_code == 200
    tile = r'class="stat(?: stat-(\w+))?".*?stat-label">(.*?)<.*?stat-value">(.*?)<'
    return {label: (tone, value) for tone, label, value in re.findall(tile, page.text, re.S)}


@pytest.fixture(autouse=True)
def everything_waits(session: Session, clock: Clock) -> None:
    """One of each thing that can wait."""
    rita = a_person("Rita", Role.REVIEWER)
    moment = ideas_clock.now()
    open_round(
        "Spring",
        cutoff_at=moment + timedelta(days=1),
        decision_due_on=(moment + timedelta(days=30)).date(),
        capacity=5,
        by=rita,
    )
    an_idea("Qualified", stage=Stage.QUALIFIED)
    an_idea("Selected", stage=Stage.SELECTED)
    session.commit()
    clock.go(days=2)
    cut_off_due()
    an_idea("Submitted", stage=Stage.SUBMITTED)
    dead = Job(name="x.y", values={}, run_at=clock.moment, state=JobState.DEAD)
    late = Job(name="x.z", values={}, run_at=clock.moment)
    unsent = Message(
        address="ada@example.org",
        language="en",
        template="accounts/known",
        values={},
        state=MailState.FAILED,
        written_at=clock.moment,
        next_at=clock.moment,
    )
    keep(dead, late, unsent)
    clock.go(minutes=11)


def test_each_role_sees_what_it_can_act_on(client: FlaskClient) -> None:
    assert shown_to(client, Role.MODERATOR) == {"Ideas to decide about": ("good", "1")}
    assert shown_to(client, Role.REVIEWER) == {"Without an answer in Spring": ("good", "1")}
    assert shown_to(client, Role.FINANCE) == {"Agreements to prepare": ("warn", "1")}
    assert shown_to(client, Role.ADMIN) == {
        "Audit entries without a seal": ("bad", "1"),
        "Jobs that failed": ("bad", "1"),
        "Jobs waiting": ("bad", "1"),
        "Messages not sent": ("warn", "1"),
    }
    assert len(shown_to(client, *Role)) == 7


def test_lines_turn_amber_and_red_with_time(client: FlaskClient, clock: Clock) -> None:
    clock.go(days=20)
    assert shown_to(client, Role.MODERATOR)["Ideas to decide about"] == ("bad", "1")
    assert shown_to(client, Role.REVIEWER)["Without an answer in Spring"] == ("warn", "1")
    clock.go(days=20)
    assert shown_to(client, Role.REVIEWER)["Without an answer in Spring"] == ("bad", "1")


def test_ideas_without_a_round_are_told_of(client: FlaskClient, clock: Clock) -> None:
    an_idea("Left over", stage=Stage.QUALIFIED)
    assert shown_to(client, Role.REVIEWER)["Ideas waiting for a round"] == ("warn", "1")


def test_the_rail_counts_what_waits_in_every_room(client: FlaskClient) -> None:
    sign_in(client, a_person("Max", Role.MODERATOR, Role.ADMIN))
    for address in ("/desk", "/desk/people", "/desk/audit"):
        page = client.get(address).text
        assert re.search(r"Moderation</span>\s*<span class=\"desk-nav-count\">1<", page)


def test_fans_and_visitors_stay_out(client: FlaskClient) -> None:
    assert client.get("/desk").status_code == 303
    sign_in(client, a_person("Vera"))
    assert client.get("/desk").status_code == 403
