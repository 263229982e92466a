"""Somebody with a name nobody else has does a little of everything, and leaves without a trace."""

import json
import subprocess
import time
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from ideas.accounts.models import Person
from ideas.accounts.queries import person_by_email
from ideas.comments.actions import write_comment
from ideas.config import Config
from ideas.db import Base, db
from ideas.journey.models import Idea
from ideas.moderation.reports.actions import report
from ideas.moderation.reports.rules import ReportReason
from ideas.moderation.reports.things import Thing
from ideas.operations.backups.databases import save_database, tool
from ideas.submission.team.actions import invite, invite_address
from ideas.voting.models import Ballot, Vote
from ideas.web.keeping import shelf
from ideas.web.keeping.shelf import Shelf
from tests.accounts.making import FORM, PASSWORD, token_to
from tests.databases import SERVER
from tests.factories import a_live_idea, a_person
from tests.journeys.conftest import Enter
from tests.journeys.times import Later
from tests.submission.making import a_draft

NAME, ADDRESS, ABOUT = "Quillow Zumbrandt", "quillow@zumbrandt.example", "I breed zumbrandts."
MACHINE = "198.51.100.77"
BROWSER = {"REMOTE_ADDR": MACHINE, "HTTP_USER_AGENT": "Quillow's own browser"}
SIGNS = ("quillow", "zumbrandt", MACHINE)


def found(session: Session, home: Path) -> list[str]:
    """Where anything still tells of them: tables, and files of the site."""
    session.rollback()
    told = [
        f"{table.name}.{column}: {value}"
        for table in Base.metadata.sorted_tables
        for row in session.execute(sa.select(table)).mappings()
        for column, value in row.items()
        if any(sign in str(value).casefold() for sign in SIGNS)
    ]
    files = [path for path in home.rglob("*") if path.is_file()]
    return told + [str(path) for path in files if tells(path.read_bytes())]


def tells(said: bytes | str) -> bool:
    """Does it name them, their address, or the machine they came from?"""
    text = said if isinstance(said, bytes) else said.encode()
    return any(sign.encode() in text.lower() for sign in SIGNS)


def saved(config: Config, file: Path) -> bytes:
    """What a backup of the database holds."""
    save_database(config.database_url, file)
    if SERVER is None:
        return file.read_bytes()
    command = [tool("pg_restore"), "--file=-", str(file)]
    return subprocess.run(command, capture_output=True, check=True).stdout


def written_over(session: Session) -> None:
    """What SQLite wrote beside its file goes over into it, as after a thousand pages more."""
    session.rollback()
    if SERVER is None:
        session.connection().exec_driver_sql("COMMIT")
        session.connection().exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        session.connection().exec_driver_sql("BEGIN")
        session.rollback()


@pytest.mark.long
def test_who_leaves_is_nowhere_any_more_and_counts_stay(
    protected: Flask,
    enter: Enter,
    session: Session,
    later: Later,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    caplog.set_level("DEBUG", "ideas")
    config: Config = protected.extensions["ideas.config"]
    monkeypatch.setattr(protected.extensions["ideas.keeping"], "shelf", Shelf(config.home / "kept"))
    idea, ben = a_live_idea(votes=1), a_person("Ben")
    walker, visitor = enter(), enter()
    walker.client.environ_base |= BROWSER
    walker.go("/sign-up")
    walker.send("/sign-up", **FORM | {"name": NAME, "email": ADDRESS})
    walker.go(f"/account/confirmation/{token_to(session, ADDRESS)}").press("Yes, confirm")
    walker.go("/account").send("/account", name=NAME, about=ABOUT, language="en")
    walker.go(f"/ideas/{idea.slug}").send(f"/ideas/{idea.slug}/vote")
    walker.send(f"/ideas/{idea.slug}/comments", body="It turns well.")
    session.rollback()
    person = person_by_email(ADDRESS)
    assert person is not None
    _act(idea, person, ben)
    session.commit()
    later(seconds=30)
    later(seconds=30)
    began = time.perf_counter()
    given = walker.go("/account/data").html
    assert time.perf_counter() - began < 60
    assert all(sign in given for sign in (ADDRESS, NAME, "I breed", "It turns well."))
    assert len(json.loads(given)) > 10
    before = _counts(session, idea)
    assert tells(visitor.go(f"/people/{person.handle}").html)
    assert any("/kept/" in place for place in found(session, config.home))
    assert tells(saved(config, tmp_path / "before"))
    walker.go("/account/leaving").send("/account/leaving", present=PASSWORD)
    later(hours=24)
    later(seconds=30)
    monkeypatch.setattr(shelf, "wall", lambda: time.time() + 3_601)
    visitor.go("/guidelines")
    written_over(session)
    assert found(session, config.home) == []
    assert not tells(saved(config, tmp_path / "after"))
    assert _counts(session, idea) == before == (2, 2)
    assert not tells(caplog.text)
    for place in (f"/ideas/{idea.slug}", "/metrics", "/status", "/moderation-log"):
        assert not tells(visitor.go(place).html)


def _act(idea: Idea, person: Person, ben: Person) -> None:
    """What reaches tables that forms reach only after many steps."""
    comment = write_comment(idea, "It could turn faster.", by=ben)
    write_comment(idea, f"@{person.handle} is right.", by=ben)
    db.session.flush()
    report(Thing(idea, comment=comment), ReportReason.SPAM, "It says what I said.", by=person)
    draft = a_draft(person)
    invite(draft, ben, 1_000, by=person)
    invite_address(draft, "stranger@example.org", 500, by=person)


def _counts(session: Session, idea: Idea) -> tuple[int, int | None]:
    """The votes as shown, and as rows."""
    session.rollback()
    rows = sa.select(sa.func.count()).select_from(Vote).where(Vote.idea_id == idea.id)
    return session.get_one(Ballot, idea.id).votes, session.scalar(rows)
