"""Who hears what is decided about votes."""

from flask import current_app
from sqlalchemy.orm import Session

from ideas.db import db
from ideas.jobs.worker import drain
from ideas.notifications.models import Notice
from ideas.policy import Role
from ideas.voting.integrity.actions import propose
from ideas.voting.integrity.appeals.actions import appeal, decide
from ideas.voting.integrity.appeals.rules import AppealOutcome
from ideas.voting.integrity.detection.actions import hold_suspected
from ideas.voting.integrity.rules import Suspected, Verb, Why
from tests.factories import a_live_idea, a_person, votes_for

ODD = {"tenths": 90, "found": 2, "expected": 0}


def told(session: Session, person_id: int) -> list[tuple[str, str]]:
    """What somebody was told, in order."""
    db.session.commit()
    drain(current_app._get_current_object())  # type: ignore[attr-defined]
    notices = session.query(Notice).filter_by(person_id=person_id).order_by(Notice.id)
    return [(notice.kind.value, notice.variant) for notice in notices]


def test_voters_and_the_team_hear_of_every_decision(session: Session) -> None:
    max_, rita, ada = a_person("Max", Role.MODERATOR), a_person("Rita", Role.MODERATOR), a_person()
    idea = a_live_idea(ladder=((400, 30),), by=ada)
    first, second, other = votes_for(idea, 3)
    ada_id = ada.id
    hold_suspected(idea.id, Suspected.SOURCE, (), [first.id], **ODD)
    assert told(session, first.id) == [("vote_decided", "hold")]
    hold_suspected(idea.id, Suspected.SOURCE, (), [first.id, second.id], **ODD)
    assert told(session, second.id) == [("vote_decided", "hold")]
    propose(idea, Verb.VOID, Why.AUTOMATED, conditions={"state": "held"}, by=max_)
    assert told(session, first.id) == [("vote_decided", "hold"), ("vote_decided", "void")]
    decide(appeal(idea, "I am real.", by=first), AppealOutcome.UPHELD, by=rita)
    assert told(session, first.id)[-1] == ("appeal_decided", "upheld")
    assert told(session, other.id) == []
    assert told(session, ada_id)[1:] == [("own_votes", "hold"), ("own_votes", "void")]


def test_a_notice_says_the_ground_and_nothing_of_the_test(session: Session) -> None:
    idea = a_live_idea(ladder=((400, 30),))
    (person,) = votes_for(idea, 1)
    hold_suspected(idea.id, Suspected.SOURCE, (("network", "abc"),), [person.id], **ODD)
    told(session, person.id)
    notice = session.query(Notice).filter_by(person_id=person.id).one()
    assert notice.words == {"reason": ["why", "too_alike"]}
