"""Votes in every state that somebody looks into, for the town."""

from collections.abc import Mapping

import sqlalchemy as sa

from ideas.accounts.models import Person
from ideas.db import db
from ideas.journey.models import Idea
from ideas.policy import Role
from ideas.voting.actions import cast_vote
from ideas.voting.integrity.actions import propose, undo
from ideas.voting.integrity.appeals.actions import appeal
from ideas.voting.integrity.detection.actions import hold_suspected
from ideas.voting.integrity.rules import Suspected, Verb, Why
from ideas.voting.integrity.sampling.actions import draw_due
from ideas.voting.integrity.signals.actions import write_signals
from ideas.voting.integrity.signals.rules import noticed_of
from ideas.voting.log.listeners import publish_votes
from ideas.voting.models import Ballot
from ideas.voting.recounts.actions import recount_all
from tests.conftest import Clock
from tests.factories import a_live_idea, a_person, votes_for

CLASS, ALONE = 9, 4
ADDRESS, AGENT = "198.51.100.7", "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Firefox/128.0"


def ideas_watched(people: Mapping[str, Person], clock: Clock) -> dict[str, Idea]:
    """A school class and Vera held, one of them appealing; votes to be void, a sample, an alarm."""
    class_ = _held_class(people["Vera"], clock)
    bought = a_live_idea("Bought bridge", ladder=((ALONE, 30), (400, 60)), votes=ALONE)
    mia = a_person("Mia", Role.MODERATOR)
    propose(bought, Verb.VOID, Why.BOUGHT, conditions={}, by=mia, note="Offered on a board.")
    undo(propose(bought, Verb.HOLD, Why.LOOKED_ODD, conditions={}, by=mia), by=mia)
    reached = a_live_idea("Reached its goal", ladder=((3, 30),), votes=3)
    draw_due()
    _miscount(reached)
    publish_votes()
    db.session.commit()
    return {"class": class_, "bought": bought, "reached": reached}


def _held_class(vera: Person, clock: Clock) -> Idea:
    idea = a_live_idea("Crowded carousel", ladder=((400, 30),))
    class_ = votes_for(idea, CLASS)
    cast_vote(idea, by=vera)
    votes_for(idea, ALONE)
    at, people = clock.moment.timestamp(), [*class_, vera]
    said = {"address": ADDRESS, "agent": AGENT, "language": "fr", "via": "qr"}
    write_signals([(idea.id, each.id, noticed_of(at, **said)) for each in people], "secret")
    key = (("network", "a" * 20), ("device", "b" * 20))
    ids = [each.id for each in people]
    hold_suspected(idea.id, Suspected.SOURCE, key, ids, tenths=90, found=len(ids), expected=1)
    appeal(idea, "We are a class of nine at a school, and all of us want it.", by=class_[0])
    db.session.commit()
    return idea


def _miscount(idea: Idea) -> None:
    db.session.execute(
        sa.update(Ballot).where(Ballot.idea_id == idea.id).values(votes=Ballot.votes + 2)
    )
    recount_all()
