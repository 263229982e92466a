"""Votes come, two publish at once, a stranger copies the files: what they read always fits."""

import os
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from ideas.accounts.models import Person
from ideas.db import db, take_write_lock
from ideas.journey.models import Idea
from ideas.voting.actions import cast_vote, take_back_vote
from ideas.voting.log.copying import copy_log
from ideas.voting.log.listeners import publish_votes
from ideas.voting.log.models import VoteLeaf
from ideas.voting.log.queries import newest_checkpoint, waiting_since
from ideas.voting.models import VoteEvent
from tests.databases import SERVER
from tests.factories import a_live_idea, a_person
from tests.voting.log.script import script

LADDER = ((50_000, 30), (90_000, 60))
VOTERS, THREADS = 60, 3


def in_threads(app: Flask, *works: Callable[[], None]) -> None:
    """Do all of this at once, each in a context of its own; whatever fails is raised."""
    failures: list[BaseException] = []

    def perform(work: Callable[[], None]) -> None:
        with app.app_context():
            try:
                work()
            except BaseException as failure:
                failures.append(failure)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=perform, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]


def test_publishers_race_while_people_vote(app: Flask, session: Session, tmp_path: Path) -> None:
    ideas = [a_live_idea(name, ladder=LADDER).id for name in ("Crane", "Lamp")]
    people = [a_person().id for _ in range(VOTERS)]
    session.commit()
    left = [threading.Event() for _ in range(THREADS)]

    def vote(number: int) -> None:
        for place, person_id in enumerate(people[number::THREADS]):
            for idea_id in ideas:
                cast_vote(db.session.get_one(Idea, idea_id), by=_person(person_id))
                db.session.commit()
            if place % 3 == 0:
                take_back_vote(db.session.get_one(Idea, ideas[0]), by=_person(person_id))
                db.session.commit()
        left[number].set()

    def publish() -> None:
        while not all(each.is_set() for each in left):
            publish_votes()
            db.session.rollback()

    def look() -> None:
        copies = 0
        while not all(each.is_set() for each in left) or not copies:
            copies += copy_log(tmp_path / f"copy-{copies}") > 0
            db.session.rollback()

    voters = [lambda number=number: vote(number) for number in range(THREADS)]
    in_threads(app, *voters, publish, publish, look)
    publish_votes()
    copy_log(tmp_path / "copy-last")
    newest = newest_checkpoint()
    assert newest is not None
    events = session.scalar(sa.select(sa.func.count()).select_from(VoteEvent))
    assert newest.size == events
    assert newest.size > VOTERS * 2
    assert waiting_since() is None
    kept = str(tmp_path / "kept")
    copies = sorted(tmp_path.glob("copy-*"), key=os.path.getctime)
    assert len(copies) > 1
    assert [script.main([str(copy), "--keep", kept]) for copy in copies] == [0] * len(copies)


def _person(person_id: int) -> Person:
    return db.session.get_one(Person, person_id)


@pytest.mark.postgres
@pytest.mark.skipif(SERVER is None, reason="SQLite has one writer")
def test_whoever_commits_late_is_published_late(app: Flask, session: Session) -> None:
    """A vote takes its number, another is cast and published, then the first is committed."""
    slow, quick = a_live_idea("Slow", ladder=LADDER).id, a_live_idea("Quick", ladder=LADDER).id
    vera, nora = a_person("Vera").id, a_person("Nora").id
    session.commit()
    written, published = threading.Event(), threading.Event()

    def vote_slowly() -> None:
        take_write_lock()
        cast_vote(db.session.get_one(Idea, slow), by=_person(vera))
        db.session.flush()
        written.set()
        assert published.wait(30)
        db.session.commit()

    def vote_quickly() -> None:
        assert written.wait(30)
        cast_vote(db.session.get_one(Idea, quick), by=_person(nora))
        db.session.commit()
        assert publish_votes() == 1
        published.set()

    in_threads(app, vote_slowly, vote_quickly)
    assert publish_votes() == 1
    placed = session.scalars(sa.select(VoteLeaf.event_id).order_by(VoteLeaf.seq)).all()
    assert placed == sorted(placed, reverse=True)
