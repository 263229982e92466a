"""Votes are cast, held and released at the same moment, while tiers are being crossed."""

import threading

import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from ideas.accounts.models import Person
from ideas.db import db
from ideas.journey.models import Idea
from ideas.policy import Role
from ideas.refusals import Refused
from ideas.voting.actions import cast_vote
from ideas.voting.integrity.actions import propose
from ideas.voting.integrity.detection.actions import hold_suspected
from ideas.voting.integrity.rules import Suspected, Verb, Why
from ideas.voting.models import TierCrossing
from ideas.voting.queries import ballot_of
from ideas.voting.recounts.queries import miscounted_ideas
from tests.factories import a_live_idea, a_person

VOTERS, CASTERS, TURNS = 24, 3, 8


def test_the_count_is_the_votes_whoever_comes_first(app: Flask, session: Session) -> None:
    idea = a_live_idea(ladder=((5, 30), (15, 30), (400, 30)))
    idea_id, max_id = idea.id, a_person("Max", Role.MODERATOR).id
    people = [a_person("Voter").id for _ in range(VOTERS)]
    db.session.commit()

    def casting(part: int) -> None:
        with app.app_context():
            for person_id in people[part::CASTERS]:
                by = db.session.get_one(Person, person_id)
                cast_vote(db.session.get_one(Idea, idea_id), by=by)
                db.session.commit()

    def judging() -> None:
        with app.app_context():
            for turn in range(TURNS):
                who = people[turn::3]
                hold_suspected(idea_id, Suspected.ALIKE, (), who, tenths=90)
                db.session.commit()
                by = db.session.get_one(Person, max_id)
                chosen = {"state": "held"}
                try:
                    held = db.session.get_one(Idea, idea_id)
                    propose(held, Verb.RELEASE, Why.NO_PROOF, conditions=chosen, by=by)
                    db.session.commit()
                except Refused:
                    db.session.rollback()

    threads = [threading.Thread(target=casting, args=(part,)) for part in range(CASTERS)]
    threads.append(threading.Thread(target=judging))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    db.session.rollback()
    assert miscounted_ideas() == []
    ballot = ballot_of(idea_id)
    assert ballot is not None
    assert ballot.votes + ballot.held == VOTERS
    crossed = sa.select(TierCrossing.tier).where(TierCrossing.idea_id == idea_id)
    assert sorted(db.session.scalars(crossed)) == [1, 2]
