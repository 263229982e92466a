"""Jobs, the outbox of this machine, the status."""

import dataclasses
import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from ideas.audit.models import AuditEntry
from ideas.db import db, take_write_lock
from ideas.desk.machines.reading import linked
from ideas.jobs.actions import make_due_jobs
from ideas.jobs.models import Job, JobState
from ideas.jobs.rules import Recurring
from ideas.mail.actions import forget_old_messages, keep, mark_failed, post
from ideas.mail.models import MailState, Message
from ideas.policy import Role
from ideas.settings.actions import turn
from ideas.settings.settings import Site
from tests.conftest import Clock
from tests.factories import a_person, sign_in


@pytest.fixture(autouse=True)
def _admin(client: FlaskClient, session: Session, clock: Clock) -> None:
    sign_in(client, a_person("Adam", Role.ADMIN))


@pytest.fixture
def message(session: Session) -> Message:
    """A message that stayed on this machine."""
    message = post(
        "accounts/known", to="ada@example.org", language="en", name="Ada", url="https://x.example"
    )
    session.flush()
    keep(message)
    session.commit()
    return message


@pytest.mark.parametrize(
    ("address", "room"),
    [
        *(("/desk/jobs", "Jobs"), ("/desk/counts", "Jobs"), ("/desk/status", "Jobs")),
        *(("/desk/audit", "Audit"), ("/desk/audit/chain", "Audit")),
    ],
)
def test_the_rail_says_in_which_room_one_is(client: FlaskClient, address: str, room: str) -> None:
    rail = client.get(address).text.partition('class="desk-nav"')[2].partition("</nav>")[0]
    (here,) = re.findall(r'aria-current="page">(.*?)</a>', rail, re.DOTALL)
    assert f"<span>{room}</span>" in here


def test_a_dead_job_is_tried_again(client: FlaskClient, session: Session, clock: Clock) -> None:
    take_write_lock()
    error = "KeyError: '<b>'"
    job = Job(name="a.b", values={}, run_at=clock.moment, state=JobState.DEAD, last_error=error)
    job.finished_at, job.attempts = clock.moment, 6
    session.add(job)
    session.commit()
    page = client.get("/desk/jobs").text
    assert "KeyError: &#39;&lt;b&gt;&#39;" in page
    for _ in range(2):
        assert client.post(f"/desk/jobs/{job.id}/attempt").status_code == 303
    session.expire_all()
    assert (job.state, job.attempts) == (JobState.READY, 0)
    assert session.query(AuditEntry).filter_by(action="jobs.retry").count() == 1
    assert client.post("/desk/jobs/0/attempt").status_code == 404


def test_all_dead_jobs_are_tried_again_at_once(
    client: FlaskClient, session: Session, clock: Clock
) -> None:
    take_write_lock()
    for state in (JobState.DEAD, JobState.DEAD, JobState.DONE):
        session.add(Job(name="a.b", values={}, run_at=clock.moment, state=state))
    session.commit()
    assert "Try all again" in client.get("/desk/jobs").text
    assert client.post("/desk/jobs/attempts").status_code == 303
    assert "2 jobs will be tried again." in client.get("/desk/jobs").text
    states = [state for (state,) in session.query(Job.state).order_by(Job.id)]
    assert states == [JobState.READY, JobState.READY, JobState.DONE]


def test_a_message_that_was_given_up_is_tried_again(
    client: FlaskClient, session: Session, clock: Clock
) -> None:
    lost = post("accounts/known", to="ada@example.org", language="en", name="Ada")
    session.flush()
    mark_failed(lost, "SMTPRecipientsRefused", for_good=True)
    session.commit()
    assert "SMTPRecipientsRefused" in client.get("/desk/jobs").text
    for status in (303, 404):
        assert client.post(f"/desk/messages/{lost.id}/attempt").status_code == status
    session.expire_all()
    assert (lost.state, lost.attempts) == (MailState.WAITING, 0)
    assert lost.values == {"name": "Ada"}
    assert session.query(AuditEntry).filter_by(action="mail.retry").count() == 1


def test_after_a_week_its_words_are_forgotten(
    client: FlaskClient, session: Session, clock: Clock
) -> None:
    lost = post("accounts/known", to="ada@example.org", language="en", name="Ada")
    session.flush()
    mark_failed(lost, "SMTPRecipientsRefused", for_good=True)
    session.commit()
    clock.go(days=8)
    forget_old_messages()
    session.commit()
    sign_in(client, a_person("Adam", Role.ADMIN))
    session.expire_all()
    assert lost.values == {}
    assert f"/desk/messages/{lost.id}/attempt" not in client.get("/desk/jobs").text
    client.post(f"/desk/messages/{lost.id}/attempt")
    session.expire_all()
    assert lost.state is MailState.FAILED


def test_the_status_knows_whether_the_worker_works(
    client: FlaskClient, session: Session, clock: Clock
) -> None:
    recurring = [Recurring(timedelta(seconds=5), forget_old_messages)]
    make_due_jobs(recurring)
    clock.go(seconds=6)
    make_due_jobs(recurring)
    session.commit()
    assert "The worker is running." in client.get("/desk/status").text
    assert "mail.forget_old_messages" in client.get("/desk/jobs").text
    clock.go(minutes=6)
    assert "The worker is not running." in client.get("/desk/status").text


def test_the_list_of_mail_shows_no_content(client: FlaskClient, message: Message) -> None:
    page = client.get("/desk/outbox").text
    assert "You already have an account" in page
    assert "ada@example.org" in page
    assert "https://x.example" not in page


def test_opening_a_message_is_noted_and_never_a_get(
    client: FlaskClient, session: Session, message: Message
) -> None:
    address = f"/desk/outbox/{message.id}/opening"
    assert client.get(address).status_code == 405
    assert not session.query(AuditEntry).count()
    page = client.post(address)
    assert page.status_code == 200
    assert "Hello Ada" in page.text or "Ada" in page.text
    entry = session.query(AuditEntry).one()
    assert (entry.action, entry.subject) == ("mail.open", f"message:{message.id}")
    assert client.post("/desk/outbox/0/opening").status_code == 404


def test_elsewhere_than_on_loopback_there_is_no_outbox(
    app: Flask, client: FlaskClient, message: Message, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = dataclasses.replace(app.extensions["ideas.config"], base_url="http://ideas.example")
    monkeypatch.setitem(app.extensions, "ideas.config", config)
    assert client.get("/desk/outbox").status_code == 404
    assert client.post(f"/desk/outbox/{message.id}/opening").status_code == 404
    assert "/desk/outbox" not in client.get("/desk").text
    assert db.session.query(AuditEntry).count() == 0


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Go to https://a.example/x?b=1&c=2.", 'href="https://a.example/x?b=1&amp;c=2"'),
        ("(http://a.example/)", 'href="http://a.example/"'),
        ("<script>", "&lt;script&gt;"),
        ('https://a.example/"onclick', 'href="https://a.example/"'),
    ],
)
def test_links_can_be_followed_and_nothing_else_is_html(text: str, html: str) -> None:
    assert html in str(linked(text))
    assert "<script" not in linked(text)


def test_the_worker_rests_and_has_not_stopped_while_the_site_is_read_only(
    client: FlaskClient, session: Session, clock: Clock
) -> None:
    take_write_lock()
    session.add(Job(name="x.late", values={}, run_at=clock.moment))
    turn(Site, "is_read_only", True, by=1)
    session.commit()
    clock.go(minutes=20)
    page = client.get("/desk/status").text
    assert "The worker rests while the site is read only." in page
    assert "The worker is not running." not in page
    assert "Is the worker running?" not in client.get("/desk").text
