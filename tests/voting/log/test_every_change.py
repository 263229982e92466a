"""Whatever becomes of votes, the leaves add up to what the site shows."""

import json
from pathlib import Path

from sqlalchemy.orm import Session

from ideas.db import db, take_write_lock
from ideas.journey.actions import advance
from ideas.journey.models import Idea
from ideas.journey.stages import Stage
from ideas.policy import Role
from ideas.voting.actions import cast_vote, count_pending_votes, take_back_vote
from ideas.voting.casting.actions import cast_votes
from ideas.voting.casting.queries import Cast
from ideas.voting.imports.actions import import_votes
from ideas.voting.integrity.actions import propose
from ideas.voting.integrity.detection.actions import hold_suspected
from ideas.voting.integrity.rules import Suspected, Verb, Why
from ideas.voting.log.copying import copy_log
from ideas.voting.log.listeners import publish_votes
from ideas.voting.log.queries import entries, newest_checkpoint
from ideas.voting.models import VoteReason
from ideas.voting.queries import ballot_of
from tests.conftest import Clock
from tests.factories import a_live_idea, a_person, votes_for
from tests.voting.log.script import script

LADDER = ((50_000, 30), (90_000, 60))
KEY = (("network", "abc"),)


def explained(folder: Path, idea: Idea) -> tuple[int, int, int]:
    """What a stranger counts for an idea, who found everything right."""
    db.session.commit()
    publish_votes()
    copy_log(folder)
    key = script.Key((folder / "key").read_text().splitlines()[1])
    log, _ = script.check_log(script.Source(str(folder)), [key], [])
    ballot = ballot_of(idea.id)
    assert ballot is not None
    db.session.refresh(ballot)
    counted: tuple[int, int, int] = log.shown(idea.id)
    assert counted == (ballot.votes, ballot.held, ballot.void)
    return counted


def test_every_way_to_change_a_vote_has_its_leaf(
    session: Session, clock: Clock, tmp_path: Path
) -> None:
    idea, max_ = a_live_idea(ladder=LADDER), a_person("Max", Role.MODERATOR)
    people = votes_for(idea, 6)
    together = [a_person() for _ in range(3)]
    cast_votes([Cast(idea.slug, person.id) for person in together])
    session.commit()
    import_votes([(idea.id, a_person().id) for _ in range(2)])
    una, late = a_person("Una", confirmed=False), a_person("Lena", confirmed=False)
    for person in (una, late):
        cast_vote(idea, by=person)
    assert explained(tmp_path, idea) == (11, 0, 0)
    take_write_lock()
    una.email_confirmed_at = clock.moment
    count_pending_votes(una)
    assert explained(tmp_path, idea) == (12, 0, 0)
    ids = [person.id for person in people[:4]]
    hold_suspected(idea.id, Suspected.SOURCE, KEY, ids, tenths=120, found=4, expected=1)
    assert explained(tmp_path, idea) == (8, 4, 0)
    for number, (verb, why) in enumerate(((Verb.RELEASE, Why.NO_PROOF), (Verb.VOID, Why.BOUGHT))):
        for person_id in ids[number * 2 : number * 2 + 2]:
            propose(idea, verb, why, conditions={"person": person_id}, by=max_)
    assert explained(tmp_path, idea) == (10, 0, 2)
    take_back_vote(idea, by=people[5])
    assert explained(tmp_path, idea) == (9, 0, 2)
    clock.go(days=2)
    cast_vote(idea, by=people[5])
    session.commit()
    advance(idea, Stage.WITHDRAWN, by=None)
    assert explained(tmp_path, idea) == (10, 0, 2)
    newest = newest_checkpoint()
    assert newest is not None
    leaves = [json.loads(entry) for entry in entries(0, newest.size)]
    assert "lapsed" in {leaf["action"] for leaf in leaves}
    assert {leaf["reason"] for leaf in leaves} <= {str(reason) for reason in VoteReason}
