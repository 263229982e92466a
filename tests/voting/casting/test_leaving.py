"""Who votes and leaves in the same moment leaves no vote, or an address that is spent."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from ideas.accounts import personal
from ideas.accounts.models import Person
from ideas.accounts.personal import Personal, drop_by
from ideas.db import db
from ideas.journey.models import Idea
from ideas.refusals import Refused
from ideas.voting import actions
from ideas.voting.actions import cast_vote, take_back_vote
from ideas.voting.casting import actions as casting
from ideas.voting.casting.queries import Cast
from ideas.voting.integrity.signals.actions import write_signals
from ideas.voting.integrity.signals.models import VoteSignal
from ideas.voting.integrity.signals.rules import Noticed
from ideas.voting.models import Vote, VoteState
from ideas.voting.spent.actions import spend_address
from ideas.voting.spent.queries import is_spent
from tests.conftest import Clock
from tests.factories import a_live_idea, a_person

MEANWHILE = 0.5
"""So long one lets the other go on, if it can."""


def alone(idea_id: int, person_id: int) -> None:
    """The plain way."""
    person = db.session.get_one(Person, person_id)
    actions.cast_vote(db.session.get_one(Idea, idea_id), by=person)


def together(idea_id: int, person_id: int) -> None:
    """As the teller does."""
    casting.cast_votes([Cast(db.session.get_one(Idea, idea_id).slug, person_id)])


def leave(idea_id: int, person_id: int) -> None:
    """Erase the account."""
    personal.erase(db.session.get_one(Person, person_id))


class Meeting:
    """One begins and pauses where it has read; the other does all it can; the one goes on."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.has_read, self.is_done = threading.Event(), threading.Event()

    def pausing(self, read: Callable[..., Any]) -> Callable[..., Any]:
        """It reads, and then pauses."""

        def pause(*args: Any) -> Any:
            found = read(*args)
            self.has_read.set()
            self.is_done.wait(MEANWHILE)
            return found

        return pause

    def run(self, act: Callable[[int, int], None], *ids: int) -> None:
        """Act in a transaction of its own."""
        with self.app.app_context():
            try:
                act(*ids)
                db.session.commit()
            except Refused:
                db.session.rollback()

    def hold(self, one: Callable[[int, int], None], other: Any, *ids: int) -> None:
        """Let both happen."""
        first = threading.Thread(target=self.run, args=(one, *ids))
        first.start()
        self.has_read.wait()
        self.run(other, *ids)
        self.is_done.set()
        first.join()


@pytest.fixture
def meeting(app: Flask) -> Meeting:
    return Meeting(app)


def is_twice_possible(idea_id: int, person_id: int, email: str) -> bool:
    """Does a vote stand whose address may vote again?"""
    db.session.rollback()
    stands = db.session.scalar(sa.select(Vote.state).where(Vote.person_id == person_id))
    return stands is not None and not is_spent(email, idea_id)


@pytest.mark.parametrize(
    ("cast", "place", "reads"),
    [(alone, actions, "locked_idea"), (together, casting, "look")],
)
def test_who_leaves_while_their_vote_is_cast(
    meeting: Meeting, session: Session, monkeypatch: pytest.MonkeyPatch, cast: Any, place: Any,
    reads: str,
) -> None:  # fmt: skip
    idea, vera = a_live_idea(), a_person("Vera", email="vera@example.test")
    ids = idea.id, vera.id
    session.commit()
    monkeypatch.setattr(place, reads, meeting.pausing(getattr(place, reads)))
    meeting.hold(cast, leave, *ids)
    assert not is_twice_possible(*ids, "vera@example.test")


@pytest.mark.parametrize("cast", [alone, together])
def test_who_votes_while_they_leave(
    meeting: Meeting, session: Session, monkeypatch: pytest.MonkeyPatch, cast: Any
) -> None:
    idea, vera = a_live_idea(), a_person("Vera", email="vera@example.test")
    ids = idea.id, vera.id
    session.commit()
    leaving = Personal(erase=meeting.pausing(spend_address))
    monkeypatch.setitem(personal._tables, "spent_addresses", leaving)
    meeting.hold(leave, cast, *ids)
    assert not is_twice_possible(*ids, "vera@example.test")


def test_who_leaves_while_it_is_written_how_their_vote_came(
    meeting: Meeting, session: Session, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    idea, vera = a_live_idea(), a_person("Vera", email="vera@example.test")
    cast_vote(idea, by=vera)
    ids, at = (idea.id, vera.id), clock.moment.timestamp()
    session.commit()

    def write(idea_id: int, person_id: int) -> None:
        noticed = Noticed(at, "192.0.2.0/24", "Firefox", "", None)
        write_signals([(idea_id, person_id, noticed)], "secret")

    forget = Personal(erase=meeting.pausing(drop_by(VoteSignal.person_id)))
    monkeypatch.setitem(personal._tables, "vote_signals", forget)
    meeting.hold(leave, write, *ids)
    db.session.rollback()
    assert session.scalars(sa.select(VoteSignal)).all() == []


def take_back(idea_id: int, person_id: int) -> None:
    """Take the vote back."""
    take_back_vote(db.session.get_one(Idea, idea_id), by=db.session.get_one(Person, person_id))


def test_who_leaves_while_they_take_their_vote_back(
    meeting: Meeting, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    idea, vera = a_live_idea(), a_person("Vera", email="vera@example.test")
    cast_vote(idea, by=vera)
    ids = idea.id, vera.id
    session.commit()
    begins = meeting.pausing(lambda person_id: None)
    leaving = Personal(erase=lambda person_id: (begins(person_id), spend_address(person_id)))
    monkeypatch.setitem(personal._tables, "spent_addresses", leaving)
    meeting.hold(leave, take_back, *ids)
    db.session.rollback()
    assert session.get_one(Person, vera.id).erased_at is not None
    assert not is_twice_possible(*ids, "vera@example.test") or is_taken_back(vera.id)


def is_taken_back(person_id: int) -> bool:
    """Does the one vote of this person no longer count?"""
    state = db.session.scalar(sa.select(Vote.state).where(Vote.person_id == person_id))
    return state is VoteState.WITHDRAWN
