"""Signs of life, the numbers and who may see them, and what everybody is told."""

import json
import logging
import re
from dataclasses import replace
from datetime import datetime, timedelta
from unittest.mock import Mock

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from ideas.config import Config
from ideas.db import take_write_lock
from ideas.jobs.models import Job, Slot
from ideas.jobs.worker import drain
from ideas.mail.actions import post
from ideas.operations.backups.last import note_backup
from ideas.operations.door import token
from ideas.operations.health import SAID
from ideas.operations.logs import Lines, request_id
from ideas.policy import Role
from ideas.settings.actions import turn
from ideas.settings.settings import Site
from ideas.voting.settings import Voting
from ideas.web.speak import label_of
from tests.conftest import Clock
from tests.factories import a_person, sign_in, the_campaign
from tests.shape.source import ROOT

PROMETHEUS_TELLS = {"instance", "le"}
"""Labels that Prometheus itself or every histogram brings."""


def heard(session: Session, clock: Clock) -> None:
    """A worker was heard now."""
    take_write_lock()
    session.merge(Slot(name="a.b", next_at=clock.moment, last_at=clock.moment))
    session.commit()


def test_ready_says_what_is_missing(
    client: FlaskClient, migrated: Session, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert client.get("/livez").text == "ok\n"
    answer = client.get("/readyz")
    assert (answer.status_code, answer.headers["Cache-Control"]) == (503, "no-store")
    assert "BAD worker: No worker was heard yet." in answer.text
    heard(migrated, clock)
    assert client.get("/readyz").status_code == 200
    clock.go(minutes=6)
    assert "BAD worker: A worker was heard 360 s ago." in client.get("/readyz").text
    turn(Site, "is_read_only", True, by=a_person("Adam", Role.ADMIN).id)
    assert client.get("/readyz").status_code == 200
    monkeypatch.setattr("ideas.operations.health.newest_revision", lambda: "9999")
    assert "this release needs 9999: run “ideas migrate”" in client.get("/readyz").text


def test_a_node_without_its_database_lives_but_is_not_ready(
    client: FlaskClient, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ideas.operations.health._answers", lambda: False)
    assert client.get("/livez").status_code == 200
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert "BAD database: The database does not answer." in answer.text
    assert "ok  home" in answer.text


def test_each_number_an_alert_asks_for_is_there(
    app: Flask, client: FlaskClient, session: Session, config: Config, clock: Clock
) -> None:
    heard(session, clock)
    note_backup(config, clock.moment)
    session.execute(
        sa.text("INSERT INTO vote_checkpoints VALUES (1, :no, 'note', 0, :at)"),
        {"no": b"", "at": clock.moment},
    )
    session.commit()
    the_campaign()
    session.add(Job(name="a.b", values={}, run_at=clock.moment))
    session.commit()
    drain(app)
    client.get("/")
    text = client.get("/metrics").text
    there = set(re.findall(r"^(ideas_\w+)[ {]", text, re.M))
    declared = set(re.findall(r"^# TYPE (ideas_\w+) ", text, re.M))
    rules = (ROOT / "deploy/alerts.yml").read_text(encoding="utf-8")
    asked = set(
        re.findall(r"\bideas_[a-z_]+", "".join(re.findall(r"expr: .*(?:\n {10}.*)*", rules)))
    )
    assert len(asked) > 20
    assert {each.removesuffix("_bucket").removesuffix("_count") for each in asked} <= declared
    assert asked - there <= {"ideas_slow_statements_total"}, "not yet counted"
    assert 'route="gallery.home",method="GET",status="200"' in text or 'route="kept"' in text
    labels = {
        each for some in re.findall(r"^ideas_\w+\{(.*)\} ", text, re.M) for each in named(some)
    }
    chosen = {each for some in re.findall(r"ideas_\w+\{([^{}]*)\}", rules) for each in named(some)}
    by = {each for some in re.findall(r"\bby \(([^)]*)\)", rules) for each in some.split(", ")}
    assert len(chosen | by) > 5
    assert chosen | by <= labels | PROMETHEUS_TELLS


def named(labels: str) -> list[str]:
    """The labels that are told or asked for there."""
    return re.findall(r'(\w+)=~?"', labels)


def test_the_numbers_are_for_who_knows_the_token(
    app: Flask, client: FlaskClient, config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert client.get("/metrics").status_code == 200
    assert client.get("/metrics", headers={"X-Forwarded-For": "127.0.0.1"}).status_code == 404
    far = {"REMOTE_ADDR": "203.0.113.9"}
    assert client.get("/metrics", environ_overrides=far).status_code == 404
    public = replace(config, base_url="https://ideas.example", metrics_token="")
    monkeypatch.setitem(app.extensions, "ideas.config", public)
    assert client.get("/metrics").status_code == 404
    for said, status in ((token(public), 200), ("", 404), ("wrong", 404)):
        answer = client.get("/metrics", headers={"Authorization": f"Bearer {said}"})
        assert answer.status_code == status
    assert (config.home / "metrics-token").stat().st_mode & 0o777 == 0o600


def test_each_answer_has_an_id_and_a_strangers_is_not_believed(client: FlaskClient) -> None:
    given = {"X-Request-ID": "from-a-stranger-1"}
    ids = [client.get("/livez", headers=given).headers["X-Request-ID"] for _ in range(2)]
    assert len({*ids, "from-a-stranger-1"}) == 3


def test_an_id_from_our_proxy_is_kept_unless_it_is_no_id(app: Flask) -> None:
    app.wsgi_app.believes = True  # type: ignore[attr-defined]
    try:
        said = [
            app.test_client().get("/livez", headers={"X-Request-ID": each}).headers["X-Request-ID"]
            for each in ("0af7651916cd43dd", "short", 'a"; drop', "x" * 65)
        ]
    finally:
        app.wsgi_app.believes = False  # type: ignore[attr-defined]
    assert said[0] == "0af7651916cd43dd"
    assert all(re.fullmatch("[0-9a-f]{16}", each) for each in said[1:])


@pytest.mark.once
def test_a_line_of_the_log_is_json_without_values_of_rows() -> None:
    request_id.set("0af7651916cd43dd")
    try:
        raise ValueError("refused\nDETAIL:  Key (email)=(ada@example.org) already exists.")
    except ValueError as error:
        record = logging.getLogger("ideas").makeRecord(
            "ideas", logging.ERROR, "f", 1, "it\n%s", ("failed",), (ValueError, error, None)
        )
    line = json.loads(Lines().format(record))
    assert (line["level"], line["said"], line["request"]) == (
        "error",
        "it\nfailed",
        "0af7651916cd43dd",
    )
    assert datetime.fromisoformat(line["at"]).utcoffset() == timedelta()
    assert "refused" in line["trace"]
    assert "ada@" not in json.dumps(line)


def test_errors_of_the_database_hide_what_was_sent(session: Session) -> None:
    with pytest.raises(sa.exc.DBAPIError) as caught:
        session.execute(sa.text("SELECT :address FROM nowhere"), {"address": "ada@example.org"})
    session.rollback()
    assert "ada@" not in str(caught.value)


def test_slow_statements_are_told_without_their_values(
    session: Session, caplog: pytest.LogCaptureFixture
) -> None:
    from ideas.operations.slow import watch

    engine = sa.create_engine("sqlite://")
    watch(engine, 1)
    count = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 99999) "
    with engine.connect() as connection:
        connection.execute(sa.text(f"{count} SELECT max(i), :a FROM n"), {"a": "ada@example.org"})
    engine.dispose()
    (record,) = [each for each in caplog.records if each.name == "ideas.slow"]
    assert record.told["statement"].startswith("WITH RECURSIVE")  # type: ignore[attr-defined]
    assert "ada@" not in str(record.__dict__)


def test_everybody_is_told_what_waits(
    client: FlaskClient, session: Session, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    the_campaign()
    assert "Everything works as usual." in client.get("/status").text
    adam = a_person("Adam", Role.ADMIN)
    turn(Voting, "is_open", False, by=adam.id)
    post("accounts/known", to="ada@example.org", language="en", name="Ada", url="https://x.example")
    session.add(Job(name="a.b", values={}, run_at=clock.moment))
    session.commit()
    clock.go(minutes=11)
    page = client.get("/status").text
    for said in ("Not everything works", "Votes are paused", "Mail is late", "deadlines are late"):
        assert said in page
    turn(Site, "is_read_only", True, by=adam.id)
    assert "nothing can be sent or changed" in client.get("/status").text
    away = sa.exc.OperationalError("SELECT", {}, Exception("away"))
    monkeypatch.setattr("ideas.operations.standing.told_now", Mock(side_effect=away))
    answer = client.get("/status")
    assert answer.status_code == 200
    assert "We cannot reach our records" in answer.text


def test_everybody_is_told_that_no_worker_is_heard(
    client: FlaskClient, session: Session, clock: Clock
) -> None:
    the_campaign()
    heard(session, clock)
    assert "Everything works as usual." in client.get("/status").text
    clock.go(minutes=6)
    assert "deadlines are late" in client.get("/status").text
    turn(Site, "is_read_only", True, by=a_person("Adam", Role.ADMIN).id)
    assert "deadlines are late" not in client.get("/status").text


def test_whoever_finds_a_weakness_is_told_where_to_write(client: FlaskClient, clock: Clock) -> None:
    answer = client.get("/.well-known/security.txt")
    assert answer.mimetype == "text/plain"
    assert answer.text.splitlines() == [
        "Contact: mailto:ideas@example.test",
        "Expires: 2026-05-31T12:00:00+00:00",
        "Preferred-Languages: en, fr",
        "Canonical: http://127.0.0.1:8000/.well-known/security.txt",
    ]


def test_the_desk_shows_the_checks_of_its_node(
    client: FlaskClient, session: Session, clock: Clock
) -> None:
    sign_in(client, a_person("Adam", Role.ADMIN))
    page = client.get("/desk/status").text
    assert "The database answers" in page
    assert "Last backup" in page
    assert "No worker was heard yet." in page or "ideas migrate" in page


@pytest.mark.once
def test_each_check_says_the_same_on_the_desk_as_to_operators() -> None:
    assert {each: label_of("check_found", each) for each in SAID} == SAID
