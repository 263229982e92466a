"""Who left stays erased, also after the database was set back to a day on which they were here."""

from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from ideas.accounts import personal
from ideas.accounts.events import AccountErased
from ideas.accounts.models import Person
from ideas.cli import add_commands
from ideas.config import Config
from ideas.jobs import worker
from ideas.operations.doctor.findings import about_erased
from ideas.operations.erased import FILE, erase_again, note_erased, noted_in
from ideas.policy import Role
from ideas.voting.models import Ballot
from tests.conftest import Clock
from tests.factories import a_live_idea, a_person, votes_for


@pytest.fixture(autouse=True)
def _empty(config: Config) -> None:
    (config.home / FILE).unlink(missing_ok=True)


def test_leaving_is_noted_beside_the_database(
    app: Flask, session: Session, clock: Clock, config: Config
) -> None:
    vera = a_person("Vera")
    personal.erase(vera)
    session.commit()
    worker.drain(app)
    file = config.home / FILE
    assert noted_in(file) == {vera.id: clock.moment}
    assert file.stat().st_mode & 0o777 == 0o600
    note_erased(AccountErased(vera.id))  # a listener may be called twice
    assert list(noted_in(file)) == [vera.id]


def test_who_is_back_is_erased_again_and_counts_stay(
    app: Flask, session: Session, clock: Clock, config: Config, tmp_path: Path
) -> None:
    idea = a_live_idea(votes=0)
    back, staying, votes = votes_for(idea, 1)[0], a_person("Ben"), idea.id
    session.commit()
    clock.go(days=1)
    left = clock.moment
    newer = a_person("Nora")
    newer.created_at = left + timedelta(hours=1)  # another account, under the number of one gone
    session.commit()
    lines = [f"{left.isoformat()} {each}\n" for each in (back.id, newer.id, 10**9)]
    file = tmp_path / "erased"
    file.write_text("".join(lines))
    (config.home / FILE).write_text(lines[0])
    assert [each.mark for each in about_erased(config)] == ["BAD"]
    add_commands(app)
    done = app.test_cli_runner().invoke(args=["erase-again", str(file)])
    assert "1 accounts were erased again; 3 are on the list." in done.output
    session.expire_all()
    kept = {each.id: each.erased_at is not None for each in (back, staying, newer)}
    assert kept == {back.id: True, staying.id: False, newer.id: False}
    assert session.get_one(Person, back.id).email is None
    assert [each.mark for each in about_erased(config)] == ["ok"]
    assert set(noted_in(config.home / FILE)) == {back.id, newer.id, 10**9}
    assert session.get_one(Ballot, votes).votes == 1
    again = app.test_cli_runner().invoke(args=["erase-again", str(file)])
    assert "0 accounts were erased again" in again.output


def test_the_last_admin_is_named_and_stays(session: Session, clock: Clock) -> None:
    adam = a_person("Adam", Role.ADMIN)
    session.commit()
    noted = {adam.id: clock.moment + timedelta(days=1)}
    assert erase_again(noted) == (0, [adam.id])
    assert session.get_one(Person, adam.id).erased_at is None


@pytest.mark.once
def test_a_file_that_is_no_list_is_refused(app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "erased"
    file.write_text("yesterday somebody\n")
    add_commands(app)
    done = app.test_cli_runner().invoke(args=["erase-again", str(file)])
    assert (done.exit_code, "is no list" in done.output) == (1, True)
