"""``ideas vote-log``, and what the desk is told when the log is late."""

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from ideas.policy import Role
from ideas.voting.log.commands import vote_log
from tests.conftest import Clock
from tests.factories import a_live_idea, a_person, sign_in, votes_for
from tests.voting.log.script import script

LADDER = ((50_000, 30), (90_000, 60))


def test_the_command_publishes_says_how_it_stands_and_copies(
    app: Flask, session: Session, clock: Clock, tmp_path: Path
) -> None:
    run = app.test_cli_runner().invoke
    votes_for(a_live_idea(ladder=LADDER), 2)
    clock.go(seconds=59)
    assert run(vote_log, ["state"]).output == "Votes wait for 59 s.\n"
    clock.go(seconds=2)
    late = run(vote_log, ["state"])
    assert (late.exit_code, late.output) == (1, "Votes wait for 61 s.\n")
    assert run(vote_log, ["publish"]).output == "2 leaves published.\n"
    well = run(vote_log, ["state"])
    assert well.exit_code == 0
    assert well.output.startswith("2 leaves, signed 0 s ago.\nkey    127.0.0.1:8000/votes-log+")
    assert run(vote_log, ["export", str(tmp_path)]).output == "5 files written.\n"
    assert run(vote_log, ["export", str(tmp_path)]).output == "3 files written.\n"
    assert script.main([str(tmp_path)]) == 0


def test_a_new_key_is_refused_when_the_environment_holds_them(
    app: Flask, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = app.extensions["ideas.config"]
    monkeypatch.setitem(
        app.extensions, "ideas.config", type(config)(**{**vars(config), "vote_log_keys": "x"})
    )
    refused = app.test_cli_runner().invoke(vote_log, ["new-key"])
    assert refused.exit_code == 1
    assert "IDEAS_VOTE_LOG_KEYS" in refused.output


def test_the_desk_is_told_when_votes_wait_too_long(
    session: Session, client: FlaskClient, clock: Clock
) -> None:
    votes_for(a_live_idea(ladder=LADDER), 1)
    clock.go(seconds=60)
    sign_in(client, a_person("Adam", Role.ADMIN))
    late = "Seconds a vote has waited for the log"
    assert late not in client.get("/desk").text
    clock.go(seconds=1)
    assert late in client.get("/desk").text
    assert "not begun yet" in client.get("/desk/status").text
