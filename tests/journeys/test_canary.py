"""Somebody with a name nobody else has does a little of everything, and leaves without a trace."""

import json
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
from ideas.submission.team.actions import invite, invite_address
from ideas.voting.models import Ballot, Vote
from tests.accounts.making import FORM, PASSWORD, token_to
from tests.factories import a_live_idea, a_person
from tests.journeys.conftest import Enter
from tests.journeys.times import Later
from tests.submission.making import a_draft

NAME, ADDRESS, ABOUT = "Quillow Zumbrandt", "quillow@zumbrandt.example", "I breed zumbrandts."
SIGNS = ("quillow", "zumbrandt", "zumbrandts")


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
    kept = ("exports", "private", "pictures", "imports")
    files = [path for name in kept for path in (home / name).rglob("*") if path.is_file()]
    return told + [
        str(path) for path in files if any(s.encode() in path.read_bytes().lower() for s in SIGNS)
    ]


@pytest.mark.long
def test_who_leaves_is_nowhere_any_more_and_counts_stay(
    protected: Flask,
    enter: Enter,
    session: Session,
    later: Later,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level("DEBUG", "ideas")
    config: Config = protected.extensions["ideas.config"]
    idea, ben = a_live_idea(votes=1), a_person("Ben")
    walker = enter().go("/sign-up")
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
    assert found(session, config.home) != []
    walker.go("/account/leaving").send("/account/leaving", present=PASSWORD)
    later(seconds=30)
    assert found(session, config.home) == []
    assert _counts(session, idea) == before == (2, 2)
    assert not any(sign in caplog.text.casefold() for sign in SIGNS)
    assert not any(sign in walker.go(f"/ideas/{idea.slug}").html.casefold() for sign in SIGNS)


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
