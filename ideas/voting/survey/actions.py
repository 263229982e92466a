"""Answering the questions beside a vote, and asking to be told when it is on sale."""

from dataclasses import asdict, replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from ideas import clock
from ideas.accounts.models import Person
from ideas.db import session, writes
from ideas.journey.models import Idea
from ideas.refusals import refuse
from ideas.voting.queries import CAST, cast_by, fresh_ballot, opening_of
from ideas.voting.survey import rules
from ideas.voting.survey.models import SurveyAnswer
from ideas.voting.survey.queries import prices_of, said_by
from ideas.voting.survey.rules import Said


@writes
def answer_survey(idea: Idea, said: Said, *, by: Person) -> None:
    """Keep what a voter says in the place of what they said before; nothing said keeps nothing."""
    ballot = fresh_ballot(idea.id)
    is_open = opening_of(idea, ballot).is_open(clock.now())
    refuse(rules.refusal_to_answer(has_vote=_has_vote(idea, by), is_open=is_open))
    steps = [price.amount for price in prices_of(ballot)] if ballot else []
    refuse(rules.refusal_to_price(said.price, steps))
    _keep(idea.id, by.id, said)


@writes
def wait_to_buy(idea: Idea, *, by: Person, tell_me: bool) -> None:
    """Ask to be told when it is on sale, or no longer; what else was said stays."""
    refuse(rules.refusal_to_wait(idea.stage, has_vote=_has_vote(idea, by)))
    _keep(idea.id, by.id, replace(said_by(by.id, idea.id), tell_me=tell_me))


def _has_vote(idea: Idea, person: Person) -> bool:
    vote = cast_by(person.id, idea.id)
    return vote is not None and vote.state in CAST


def _keep(idea_id: int, person_id: int, said: Said) -> None:
    key = {"idea_id": idea_id, "person_id": person_id}
    if said.is_silent:
        session().execute(sa.delete(SurveyAnswer).filter_by(**key))
        return
    moment = clock.now()
    kept: dict[str, Any] = {**asdict(said), "changed_at": moment}
    is_postgres = session().get_bind().dialect.name == "postgresql"
    insert: Any = postgresql.insert if is_postgres else sqlite.insert
    row = insert(SurveyAnswer).values(**key, **kept, answered_at=moment)
    session().execute(row.on_conflict_do_update(index_elements=list(key), set_=kept))
