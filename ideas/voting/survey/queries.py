"""Finding what a voter said, what all of them say together, and who waits to buy."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from ideas import clock
from ideas.campaigns.models import Terms
from ideas.db import session
from ideas.journey.models import Idea
from ideas.money import Money
from ideas.voting.joins.models import Join, JoinedVote
from ideas.voting.joins.rules import JoinState
from ideas.voting.models import IS_ASIDE, Ballot, Vote, VoteState
from ideas.voting.queries import CAST, SUPPORTS, opening_of
from ideas.voting.survey.models import ForWhom, SurveyAnswer
from ideas.voting.survey.rules import QUANTITIES, TO_BE_SOLD, Demand, Said, demand_from

JUST_NOW = timedelta(minutes=15)


@dataclass(frozen=True)
class Survey:
    """The questions for a voter, and what they said so far.

    ``is_open`` while answers can be changed, ``is_new`` just after the vote, ``can_wait`` while one
    may ask to be told when it is on sale.
    """

    prices: tuple[Money, ...]
    quantities: tuple[int, ...]
    kinds: tuple[ForWhom, ...]
    said: Said
    is_open: bool
    is_new: bool
    can_wait: bool


def survey_for(idea: Idea, ballot: Ballot | None, actor: Any) -> Survey | None:
    """The survey of a reader who voted; None for all others, and when there is nothing to ask."""
    vote = session().get(Vote, (idea.id, actor.id)) if actor.is_authenticated and ballot else None
    if vote is None or ballot is None or vote.state not in CAST:
        return None
    moment = clock.now()
    is_open, can_wait = opening_of(idea, ballot).is_open(moment), idea.stage in TO_BE_SOLD
    if not (is_open or can_wait):
        return None
    said = said_by(actor.id, idea.id)
    return Survey(
        prices=prices_of(ballot),
        quantities=QUANTITIES,
        kinds=tuple(ForWhom),
        said=said,
        is_open=is_open,
        is_new=said.is_silent and vote.cast_at is not None and moment - vote.cast_at < JUST_NOW,
        can_wait=can_wait,
    )


def prices_of(ballot: Ballot) -> tuple[Money, ...]:
    """The prices of the terms an idea went live with."""
    return session().get_one(Terms, ballot.terms_id).prices


def said_by(person_id: int, idea_id: int) -> Said:
    """What a voter answered so far."""
    row = session().get(SurveyAnswer, (idea_id, person_id), populate_existing=True)
    return Said(row.price, row.quantity, row.for_whom, row.tell_me) if row else Said()


def demand_for(ballot: Ballot) -> Demand:
    """What the answers beside counted votes say together: all of them, less the few set aside."""
    answer = SurveyAnswer
    what = (answer.price, answer.quantity, answer.for_whom, answer.tell_me)
    aside = sa.select(Vote.person_id).where(Vote.idea_id == ballot.idea_id, IS_ASIDE)
    said = sa.select(*what, sa.func.count()).where(answer.idea_id == ballot.idea_id)
    own = said.where(answer.person_id.not_in(aside)).group_by(*what)
    carried = _carried(ballot.idea_id, *what, sa.func.count()).group_by(*what)
    rows = [row for found in (own, carried) for row in session().execute(found)]
    groups = [(Said(price, many, whom, tell), number) for price, many, whom, tell, number in rows]
    return demand_from(groups, [price.amount for price in prices_of(ballot)], list(ForWhom))


def _carried(idea_id: int, *columns: Any) -> sa.Select[Any]:
    """Columns of what people said of ideas that are part of this one, whose votes count here now.

    Each person once: who said something here is heard here.
    """
    here = sa.orm.aliased(SurveyAnswer)
    said_here = sa.exists().where(here.idea_id == idea_id, here.person_id == SurveyAnswer.person_id)
    same = sa.and_(JoinedVote.join_id == Join.id, JoinedVote.person_id == SurveyAnswer.person_id)
    counts = sa.and_(Vote.idea_id == idea_id, Vote.person_id == SurveyAnswer.person_id)
    found = sa.select(*columns).select_from(SurveyAnswer)
    found = found.join(Join, Join.child_id == SurveyAnswer.idea_id).join(JoinedVote, same)
    found = found.join(Vote, counts).where(Vote.state == VoteState.COUNTED)
    stands = Join.state != JoinState.PARTED
    return found.where(Join.parent_id == idea_id, stands, ~said_here)


def waiting_for(idea_id: int) -> sa.Select[Any]:
    """A select of the ids of the voters who asked to be told when they can buy it.

    Those of ideas that became part of it ask for it as well.
    """
    own = sa.and_(Vote.idea_id == SurveyAnswer.idea_id, Vote.person_id == SurveyAnswer.person_id)
    found = sa.select(SurveyAnswer.person_id).join(Vote, own)
    asked = found.where(
        SurveyAnswer.idea_id == idea_id, SurveyAnswer.tell_me, Vote.state.in_(SUPPORTS)
    )
    carried = _carried(idea_id, SurveyAnswer.person_id).where(SurveyAnswer.tell_me)
    both = sa.union(asked, carried).subquery()
    return sa.select(both.c.person_id)
