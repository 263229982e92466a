"""The site's own detector, from votes in the database to votes that are held."""

from collections.abc import Iterator

import pytest
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
from ideas.voting.integrity.detection.watching import KEY, watch_votes
from ideas.voting.integrity.rules import Suspected, Verb, Why
from ideas.voting.integrity.signals.actions import write_signals
from ideas.voting.integrity.signals.rules import Noticed
from ideas.voting.queries import ballot_of
from ideas.voting.settings import Voting
from tests.conftest import Clock
from tests.factories import a_live_idea, a_person, votes_for


@pytest.fixture(autouse=True)
def anew(app: Flask) -> Iterator[None]:
    """Each test begins with a detector that knows nothing."""
    app.extensions.pop(KEY, None)
    yield
    app.extensions.pop(KEY, None)


def same_room(idea: Idea, number: int, clock: Clock, address: str = "198.51.100.4") -> list[Person]:
    """So many people vote from one network."""
    people = [a_person("Pupil", email=None) for _ in range(number)]
    noticed = []
    for person in people:
        clock.go(seconds=5)
        cast_vote(idea, by=person)
        at = clock.moment.timestamp()
        noticed.append(Noticed(idea.id, person.id, at, address, "", "", ""))
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
