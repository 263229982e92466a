"""Many people vote for one idea at once, twice and thrice, from two processes.

RACE_CASTS sets how many casts there are: small here, large with ``make race``.
"""

import multiprocessing
import os
import random
from collections import Counter

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from ideas.accounts.models import Person
from ideas.config import Config
from ideas.db import take_write_lock
from ideas.events.models import RecordedEvent
from ideas.journey.models import Move
from ideas.journey.stages import Stage
from ideas.voting.models import Ballot, TierCrossing, Vote, VoteEvent, VoteState
from tests.factories import a_live_idea
from tests.faults.voters import Wish, vote_in_threads

CASTS = int(os.environ.get("RACE_CASTS", "600"))
PRESSES = ("cast", "cast", "cast alone")
PEOPLE = CASTS // len(PRESSES)
PROCESSES, THREADS = 2, 8
LADDER = ((PEOPLE // 4, 30), (PEOPLE // 2, 30), (PEOPLE * 3 // 4, 30))


def many_people(session: Session) -> list[int]:
    take_write_lock()
    moment = sa.func.current_timestamp()
    rows = [{"handle": f"racer-{number}", "name": "Racer"} for number in range(PEOPLE)]
    session.execute(sa.insert(Person).values(created_at=moment, email_confirmed_at=moment), rows)
    racers = sa.select(Person.id).where(Person.name == "Racer").order_by(Person.id)
    people = list(session.scalars(racers))
    unconfirmed = sa.update(Person).where(Person.id.in_(people[1::10]))
    session.execute(unconfirmed.values(email_confirmed_at=None))
    session.commit()
    return people


def wishes_of(people: list[int]) -> list[Wish]:
    """Everybody presses three times, once past the line in which votes are cast together.

    Some take the vote back, or confirm late, at some moment.
    """
    dice = random.Random(1)
    wishes: list[Wish] = [(press, person) for person in people for press in PRESSES]
    wishes += [("take_back", person) for person in people[::10]]
    wishes += [("confirm", person) for person in people[1::10]]
    dice.shuffle(wishes)
    return wishes


def race(config: Config, idea_id: int, wishes: list[Wish]) -> Counter[str]:
    context = multiprocessing.get_context("spawn")
    told = context.Queue()
    runners = [
        context.Process(
            target=vote_in_threads, args=(config, idea_id, wishes[each::PROCESSES], THREADS, told)
        )
        for each in range(PROCESSES)
    ]
    for runner in runners:
        runner.start()
    outcomes: Counter[str] = Counter()
    for _ in runners:
        outcomes.update(told.get(timeout=60 + CASTS))
    for runner in runners:
        runner.join()
    return outcomes


@pytest.mark.slow
def test_racing_votes_count_exactly_once(app: Flask, config: Config, session: Session) -> None:
    idea = a_live_idea(ladder=LADDER)
    wishes = wishes_of(many_people(session))
    outcomes = race(config, idea.id, wishes)
    session.rollback()

    assert outcomes.total() == len(wishes)
    codes = {outcome.partition(": ")[2] for outcome in outcomes}
    assert codes <= {"done", "vote.cooling", "vote.being_checked"}

    votes = Counter(session.scalars(sa.select(Vote.state)))
    assert votes.total() == PEOPLE
    assert set(votes) <= {VoteState.COUNTED, VoteState.WITHDRAWN}
    ballot = session.get_one(Ballot, idea.id)
    assert ballot.votes == votes[VoteState.COUNTED]

    crossings = session.scalars(sa.select(TierCrossing.tier).order_by(TierCrossing.tier)).all()
    assert crossings == [1, 2, 3]
    told = sa.select(RecordedEvent.values).where(RecordedEvent.name == "voting.TierReached")
    assert [values["tier"] for values in session.scalars(told.order_by(RecordedEvent.id))] == [
        *(1, 2, 3)
    ]
    stages = session.scalars(sa.select(Move.to_stage).order_by(Move.id)).all()
    assert stages == [Stage.LIVE, Stage.CERTIFYING]

    moved = Counter(session.scalars(sa.select(VoteEvent.to_state)))
    assert moved[VoteState.COUNTED] - moved[VoteState.WITHDRAWN] == ballot.votes
