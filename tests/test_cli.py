"""The commands: prepared, ticked, looked over; links that only the operator makes."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner
from sqlalchemy.orm import Session

from ideas.cli import COMMANDS, announce_admin_link, claim_link, make_admin, serve, tick
from ideas.config import from_environment
from ideas.db import db
from ideas.policy import Role
from ideas.serving import demand_free
from tests.factories import a_person

pytestmark = pytest.mark.long


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


def test_two_sites_do_not_share_an_address(runner: FlaskCliRunner) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        address = f"127.0.0.1:{other.getsockname()[1]}"
        answer = runner.invoke(serve, ["--bind", address])
        assert answer.exit_code == 1
        assert f"Cannot serve at {address}" in answer.output
    demand_free(address)
    demand_free("unix:/run/ideas.sock")


def test_the_server_listens_where_the_environment_says(
    app: Flask, runner: FlaskCliRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("IDEAS_BIND", "127.0.0.1:8761")
    monkeypatch.delenv("IDEAS_BASE_URL", raising=False)
    monkeypatch.setitem(app.extensions, "ideas.config", app.extensions["ideas.config"])
    for name in ("prepare", "announce_admin_link", "become_server"):
        monkeypatch.setattr(f"ideas.cli.{name}", lambda: None)
    assert "Serving http://127.0.0.1:8761" in runner.invoke(serve, []).output


@pytest.mark.parametrize(
    ("told", "is_loopback"),
    [
        ({}, True),
        ({"IDEAS_BIND": "0.0.0.0:8000"}, False),
        ({"IDEAS_BASE_URL": "https://ideas.example"}, False),
        ({"IDEAS_BIND": "[::1]:8000", "IDEAS_BASE_URL": "http://localhost:8000"}, True),
    ],
)
def test_the_outbox_is_shown_only_where_nobody_else_comes(
    tmp_path: Path, told: dict[str, str], *, is_loopback: bool
) -> None:
    assert from_environment({"IDEAS_HOME": str(tmp_path), **told}).is_loopback is is_loopback


def test_a_new_home_is_its_owners_alone(tmp_path: Path) -> None:
    home = tmp_path / "new" / "home"
    from_environment({"IDEAS_HOME": str(home)})
    assert home.stat().st_mode & 0o777 == 0o700


def test_a_command_before_the_database_says_what_to_run(tmp_path: Path) -> None:
    """A fresh clone has no tables yet: a sentence, not a trace."""
    environ = {**os.environ, "IDEAS_HOME": str(tmp_path)}
    for command, said in (("tick", "ideas migrate"), ("doctor", "BAD database is set up")):
        done = subprocess.run(
            [sys.executable, "-c", "from ideas.cli import main; main()", command],
            env=environ,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 1
        assert said in done.stdout + done.stderr
        assert "Traceback" not in done.stderr


def test_a_server_that_is_not_installed_is_named(
    runner: FlaskCliRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ideas.serving.importlib.util.find_spec", lambda name: None)
    said = runner.invoke(serve, ["--server", "granian"])
    assert said.exit_code == 1
    assert "pip install 'ideas[granian]'" in said.output
