"""The commands: prepared, ticked, looked over; links that only the operator makes."""

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner
from sqlalchemy.orm import Session

from ideas.audit.actions import note
from ideas.cli import COMMANDS, announce_admin_link, claim_link, doctor, make_admin, tick
from ideas.db import db
from ideas.policy import Role
from tests.factories import a_person


@pytest.fixture
def runner(app: Flask) -> FlaskCliRunner:
    return app.test_cli_runner()


def test_every_command_says_what_it_does(runner: FlaskCliRunner) -> None:
    for command in COMMANDS:
        result = runner.invoke(command, ["--help"])
        assert result.exit_code == 0
        assert command.help


def test_the_admin_link_opens_a_page(app: Flask, runner: FlaskCliRunner) -> None:
    link = runner.invoke(make_admin, []).output.strip()
    assert link.startswith("http://127.0.0.1:8000/account/admin/")
    page = app.test_client().get(link.removeprefix("http://127.0.0.1:8000"))
    assert page.status_code == 200


def test_the_way_to_become_admin_is_told_while_nobody_is(
    session: Session, capsys: pytest.CaptureFixture[str]
) -> None:
    announce_admin_link()
    assert "/account/admin/" in capsys.readouterr().out
    a_person("Adam", Role.ADMIN)
    announce_admin_link()
    assert capsys.readouterr().out == ""


def test_an_imported_account_is_handed_over_once(app: Flask, runner: FlaskCliRunner) -> None:
    with app.app_context():
        imported = a_person("w12", imported_from="wishlist", imported_id="w12").handle
        db.session.execute(db.text("UPDATE people SET email = NULL, email_confirmed_at = NULL"))
        db.session.commit()
        own = a_person("Vera").handle
    assert "/account/claim/" in runner.invoke(claim_link, [imported]).output
    assert runner.invoke(claim_link, [own]).exit_code == 1
    assert "nobody called" in runner.invoke(claim_link, ["nobody"]).output


def test_a_tick_says_what_it_did(runner: FlaskCliRunner) -> None:
    assert "jobs done" in runner.invoke(tick, []).output


def test_the_doctor_finds_what_is_wrong(app: Flask, runner: FlaskCliRunner) -> None:
    with app.app_context():
        note("test.note", "thing:1", by=None)
        db.session.commit()
    assert runner.invoke(doctor, []).exit_code == 0
    with app.app_context():
        db.session.execute(
            db.text(
                "INSERT INTO audit_entries (at, action, subject, detail, previous, hash)"
                " VALUES ('2030-01-01', 'forged', 'thing:1', '{}', 'x', 'y')"
            )
        )
        db.session.commit()
    result = runner.invoke(doctor, [])
    assert result.exit_code == 1
    assert "BAD audit log is whole" in result.output
