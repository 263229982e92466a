"""The site's own detector, from votes in the database to votes that are held."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from ideas.accounts.models import Person
from ideas.db import db
from ideas.journey.models import Idea
from ideas.policy import Role
from ideas.settings.actions import turn
from ideas.voting.actions import cast_vote
from ideas.voting.integrity.actions import propose
from ideas.voting.integrity.cases.queries import cases_of
from ideas.voting.integrity.detection.trail import ASKED_FOR, MOST_MISSING, Trail
from ideas.voting.integrity.detection.watching import KEY, watch_votes
from ideas.voting.integrity.rules import Suspected, Verb, Why
from ideas.voting.integrity.signals.actions import write_signals
from ideas.voting.integrity.signals.queries import newest_event_id
from ideas.voting.integrity.signals.rules import Came, noticed_of
from ideas.voting.models import Ballot, Vote, VoteEvent, VoteReason, VoteState
from ideas.voting.queries import ballot_of
from ideas.voting.settings import Voting
from tests.conftest import NOON, Clock
from tests.factories import a_live_idea, a_person, votes_for


@pytest.fixture(autouse=True)
def anew(app: Flask) -> Iterator[None]:
    """Each test begins with a detector that knows nothing."""
    app.extensions.pop(KEY, None)
    yield
    app.extensions.pop(KEY, None)


def came(idea: Idea, person: Person, at: float, address: str) -> Came:
    """A vote from an address, by a browser that says nothing."""
    said = {"agent": "", "language": "", "via": ""}
    return idea.id, person.id, noticed_of(at, address=address, **said)


def same_room(idea: Idea, number: int, clock: Clock, address: str = "198.51.100.4") -> list[Person]:
    """So many people vote from one network."""
    people = [a_person("Pupil", email=None) for _ in range(number)]
    noticed = []
    for person in people:
        clock.go(seconds=5)
        cast_vote(idea, by=person)
        at = clock.moment.timestamp()
        noticed.append(came(idea, person, at, address))
    write_signals(noticed, "secret")
    db.session.commit()
    clock.go(seconds=10)
    return people


def held(idea: Idea) -> tuple[int, int]:
    ballot = ballot_of(idea.id)
    assert ballot is not None
    db.session.refresh(ballot)
    return ballot.votes, ballot.held


def test_a_group_is_held_and_more_of_it_joins_its_case(session: Session, clock: Clock) -> None:
    idea = a_live_idea(ladder=((400, 30),))
    votes_for(idea, 20)
    same_room(idea, 12, clock)
    watch_votes()
    assert held(idea) == (20, 12)
    (case,) = cases_of(idea.id)
    assert (case.suspected, case.found) == (Suspected.SOURCE, 12)
    assert "198.51" not in str(case.key)
    same_room(idea, 2, clock)
    watch_votes()
    assert held(idea) == (20, 14)
    assert len(cases_of(idea.id)) == 1


def test_looking_again_changes_nothing(app: Flask, session: Session, clock: Clock) -> None:
    idea = a_live_idea(ladder=((400, 30),))
    same_room(idea, 12, clock)
    watch_votes()
    app.extensions.pop(KEY)
    watch_votes()
    watch_votes()
    assert held(idea) == (0, 12)
    assert len(cases_of(idea.id)) == 1


def test_a_released_class_stays_released(app: Flask, session: Session, clock: Clock) -> None:
    idea, max_ = a_live_idea(ladder=((400, 30),)), a_person("Max", Role.MODERATOR)
    same_room(idea, 12, clock)
    watch_votes()
    (case,) = cases_of(idea.id)
    propose(idea, Verb.RELEASE, Why.REAL_PEOPLE, conditions={"case": case.id}, by=max_)
    db.session.commit()
    clock.go(seconds=10)
    watch_votes()
    same_room(idea, 3, clock)
    watch_votes()
    assert held(idea) == (15, 0)
    app.extensions.pop(KEY)
    watch_votes()
    assert held(idea) == (15, 0)


def test_what_is_void_is_not_held_again(app: Flask, session: Session, clock: Clock) -> None:
    idea, max_ = a_live_idea(ladder=((400, 30),)), a_person("Max", Role.MODERATOR)
    same_room(idea, 12, clock)
    watch_votes()
    propose(idea, Verb.VOID, Why.AUTOMATED, conditions={"state": "held"}, by=max_)
    db.session.commit()
    app.extensions.pop(KEY)
    watch_votes()
    assert held(idea) == (0, 0)
    assert cases_of(idea.id) == []


def test_with_the_dial_off_nothing_is_held_but_a_case_is_opened(
    session: Session, clock: Clock
) -> None:
    adam = a_person("Adam", Role.ADMIN)
    turn(Voting, "holds", False, by=adam.id)
    db.session.commit()
    idea = a_live_idea(ladder=((400, 30),))
    same_room(idea, 12, clock)
    watch_votes()
    assert held(idea) == (12, 0)
    assert len(cases_of(idea.id)) == 1


def test_votes_without_signals_are_left_alone(session: Session, clock: Clock) -> None:
    idea = a_live_idea(ladder=((400, 30),))
    votes_for(idea, 30)
    clock.go(seconds=10)
    watch_votes()
    assert held(idea) == (30, 0)


def test_a_vote_that_joined_last_is_seen_once(session: Session, clock: Clock) -> None:
    idea = a_live_idea(ladder=((400, 30),))
    same_room(idea, 7, clock)
    for _ in range(3):
        watch_votes()
    assert held(idea) == (7, 0)


def cast_as(idea: Idea, person: Person, number: int, address: str, clock: Clock) -> None:
    """A vote whose change of this number is written now, with its signals."""
    at = clock.moment
    stands = {"state": VoteState.COUNTED, "cast_at": at, "counted_at": at, "changed_at": at}
    db.session.add(Vote(idea_id=idea.id, person_id=person.id, **stands))
    told = {"to_state": VoteState.COUNTED, "reason": VoteReason.CAST, "at": at}
    db.session.add(VoteEvent(id=number, idea_id=idea.id, person_id=person.id, **told))
    db.session.execute(sa.update(Ballot).values(votes=Ballot.votes + 1))
    db.session.commit()
    write_signals([came(idea, person, at.timestamp(), address)], "secret")
    db.session.commit()


def test_a_vote_written_after_hundreds_of_later_numbers_is_seen(
    session: Session, clock: Clock
) -> None:
    """On PostgreSQL a number is taken before a transaction ends, and seen after."""
    idea, first = a_live_idea(ladder=((400, 30),)), newest_event_id() + 5_000
    people = [a_person(f"Pupil {number}", email=None) for number in range(12)]
    for number, person in enumerate(people[:7]):
        cast_as(idea, person, first + 1 + number, "198.51.100.4", clock)
    cast_as(idea, people[7], first + 2_000, "203.0.113.9", clock)
    clock.go(seconds=10)
    watch_votes()
    assert held(idea) == (8, 0)
    cast_as(idea, people[8], first, "198.51.100.4", clock)
    clock.go(seconds=10)
    watch_votes()
    assert held(idea) == (1, 8)


def test_a_vote_waits_for_its_signals(session: Session, clock: Clock) -> None:
    idea = a_live_idea(ladder=((400, 30),))
    people = votes_for(idea, 8)
    clock.go(seconds=10)
    watch_votes()
    at = clock.moment.timestamp()
    write_signals([came(idea, each, at, "198.51.100.4") for each in people], "secret")
    db.session.commit()
    clock.go(seconds=10)
    watch_votes()
    assert held(idea) == (0, 8)


def test_looking_asks_for_little_and_always_as_much(
    session: Session,
    clock: Clock,
    sent_statements: Callable[[], AbstractContextManager[list[str]]],
) -> None:
    idea = a_live_idea(ladder=((400, 30),))
    numbers = []
    for votes in (5, 40):
        votes_for(idea, votes)
        clock.go(minutes=1)
        watch_votes()
        votes_for(idea, votes)
        clock.go(minutes=1)
        with sent_statements() as sent:
            watch_votes()
        numbers.append(len(sent))
    assert numbers[0] == numbers[1] <= 4


def test_a_trail_gives_up_what_never_comes() -> None:
    trail, moment = Trail(10), NOON
    trail.reach([11, 14, 15], moment)
    assert (trail.last, list(trail.missing)) == (15, [12, 13])
    trail.found([13])
    trail.give_up(moment + timedelta(minutes=1))
    assert list(trail.missing) == [12]
    trail.reach([MOST_MISSING * 3], moment)
    assert list(trail.missing) == [12]
    trail.give_up(moment + ASKED_FOR)
    assert trail.missing == {}
