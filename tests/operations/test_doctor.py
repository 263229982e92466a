"""The doctor names what is wrong, and what to do."""

import smtplib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError
from flask import Flask
from sqlalchemy.orm import Session

from ideas.audit.actions import note
from ideas.config import Config
from ideas.db import db
from ideas.operations.doctor import copies
from ideas.operations.doctor.advice import DATABASE, what_to_do
from ideas.operations.doctor.commands import doctor
from ideas.operations.doctor.findings import Mark
from ideas.operations.doctor.outside import about_address, about_files, about_mail
from ideas.storage.buckets import Bucket


@pytest.mark.long
def test_the_doctor_finds_what_is_wrong(app: Flask, migrated: Session) -> None:
    note("test.note", "thing:1", by=None)
    migrated.commit()
    well = app.test_cli_runner().invoke(doctor, [])
    assert [line for line in well.output.splitlines() if line[:3] == "BAD"] == _bad_here(migrated)
    assert well.exit_code == bool(_bad_here(migrated))
    assert "--  worker was heard lately\n      No worker was heard yet." in well.output
    migrated.execute(
        db.text(
            "INSERT INTO audit_entries (at, action, subject, detail)"
            " VALUES ('2030-01-01', 'forged', 'thing:1', '{}')"
        )
    )
    migrated.commit()
    result = app.test_cli_runner().invoke(doctor, [])
    assert result.exit_code == 1
    assert "BAD audit log is whole\n      " in result.output


def _bad_here(session: Session) -> list[str]:
    """The PostgreSQL that the tests start does not wait for the disk, and the doctor says so."""
    if db.engine.dialect.name == "sqlite":
        return []
    waits = session.scalar(db.text("SHOW synchronous_commit")) != "off"
    session.rollback()
    return [] if waits else ["BAD commits are on disk before they are confirmed"]


@pytest.mark.once
def test_each_part_a_setting_chose_says_what_to_do(config: Config, tmp_path: Path) -> None:
    public = replace(config, base_url="https://ideas.example")
    said = {
        "outbox:": (Mark.BAD, "set IDEAS_MAIL_URL"),
        "pigeon://loft": (Mark.BAD, "take smtp, smtps, file or console"),
        "smtp://127.0.0.1:1": (Mark.BAD, "127.0.0.1:1 ConnectionRefusedError. Nothing listens"),
        f"file:{tmp_path}": (Mark.OK, ""),
    }
    for mail_url, (mark, advice) in said.items():
        (finding,) = about_mail(replace(public, mail_url=mail_url))
        assert finding.mark == mark
        assert advice in finding.advice
    (finding,) = about_mail(config)
    assert finding.mark == Mark.NOTE
    assert [each.mark for each in about_address(public)] == [Mark.OK, Mark.BAD]
    assert [each.mark for each in about_address(replace(public, proxies=1))] == [Mark.OK] * 2
    plain = replace(public, base_url="http://ideas.example")
    assert [each.mark for each in about_address(plain)] == [Mark.BAD, Mark.OK]


@pytest.mark.once
def test_a_password_is_never_in_the_advice(config: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise smtplib.SMTPAuthenticationError(535, b"wrong password hunter2 of ada@example.org")

    monkeypatch.setattr("smtplib.SMTP", refuse)
    (finding,) = about_mail(replace(config, mail_url="smtp://ada:hunter2@mail.example:587"))
    assert finding.advice == (
        "IDEAS_MAIL_URL: mail.example:587 SMTPAuthenticationError 535. "
        "The user or the password is another one."
    )


@pytest.mark.once
def test_what_is_away_is_told_with_what_to_do_about_it() -> None:
    heard = {
        "connection failed: port 6432 failed: Connection refused": "Nothing listens there",
        "FATAL:  query_wait_timeout": "patronictl list",
        "connection timeout expired": "firewall",
        'FATAL:  database "ideas" does not exist': "createdb",
        "something else": "Mend it, or the address.",
    }
    assert [each for each in heard if heard[each] not in what_to_do(each, DATABASE)] == []


@pytest.mark.once
def test_a_bucket_is_told_with_what_to_do_about_it(
    config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = replace(config, storage_url="s3://KEY:hunter2@127.0.0.1:1/brand?tls=0")
    (away,) = about_files(kept)
    assert away.mark == Mark.BAD
    assert away.advice == (
        "IDEAS_STORAGE_URL: http://127.0.0.1:1/brand EndpointConnectionError. "
        "Nothing listens there: start it, or mend the address."
    )

    def refuse(*_: object) -> None:
        answer: Any = {"Error": {}, "ResponseMetadata": {"HTTPStatusCode": 403}}
        raise ClientError(answer, "PutObject")

    monkeypatch.setattr(Bucket, "check", lambda _: None)
    monkeypatch.setattr(Bucket, "put", refuse)
    assert [(each.mark, each.what) for each in about_files(kept)] == [
        (Mark.OK, "bucket answers"),
        (Mark.BAD, "bucket can be written"),
    ]


def test_the_doctor_asks_the_copy_and_the_clock(
    config: Config, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert list(copies.about_copy(replace(config, replica_url=""))) == []
    away = replace(config, replica_url="postgresql+psycopg://ideas@127.0.0.1:1/ideas")
    (missing,) = copies.about_copy(away)
    assert (missing.mark, "IDEAS_REPLICA_URL" in missing.advice) == (Mark.BAD, True)
    if db.engine.dialect.name == "sqlite":
        assert list(copies.about_clock(config)) == []
        return
    itself = copies.about_copy(replace(config, replica_url=config.database_url))
    assert [each.mark for each in itself] == [Mark.OK, Mark.NOTE, Mark.OK]
    assert [each.mark for each in copies.about_clock(config)] == [Mark.OK]
    monkeypatch.setattr(copies, "MOST_APART", 0.0)
    (apart,) = copies.about_clock(config)
    assert "time server" in apart.advice
