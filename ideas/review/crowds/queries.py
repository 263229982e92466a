"""Finding crowds, those that are behind, and what the votes say."""

from collections.abc import Collection, Mapping, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from ideas.accounts.models import Person
from ideas.db import session
from ideas.review.crowds.models import Crowd
from ideas.review.crowds.rules import Arrivals, arrivals_of
from ideas.review.models import Case
from ideas.voting.daily.models import VoteCurve
from ideas.voting.models import IS_ASIDE, Ballot, Vote, VoteState
from ideas.voting.survey.models import SurveyAnswer

AT_ONCE = 20


def crowds_of(idea_ids: Collection[int]) -> Mapping[int, Crowd]:
    """The crowds of these ideas, as far as they are counted."""
    found = session().scalars(sa.select(Crowd).where(Crowd.idea_id.in_(idea_ids)))
    return {crowd.idea_id: crowd for crowd in found}


def arrivals_at(idea_id: int) -> Arrivals | None:
    """When an idea's votes came, from what is rolled up of them; None for no votes."""
    curve = session().get(VoteCurve, idea_id)
    return arrivals_of(curve.days, curve.sums) if curve else None


def stale_ballots() -> Sequence[Ballot]:
    """Some ballots of ideas that came under review whose crowd is not counted as they stand."""
    reviewed = sa.select(Case.idea_id)
    found = sa.select(Ballot).outerjoin(Crowd, Crowd.idea_id == Ballot.idea_id)
    behind = sa.or_(Crowd.idea_id.is_(None), Crowd.changed_at != Ballot.changed_at)
    found = found.where(Ballot.idea_id.in_(reviewed), behind)
    return session().scalars(found.order_by(Ballot.idea_id).limit(AT_ONCE)).all()


def countries_counted(idea_id: int) -> Sequence[tuple[str, int]]:
    """The countries voters said they live in, each with how many."""
    country = sa.func.coalesce(Person.country, "")
    found = sa.select(country, sa.func.count()).join(Vote, Vote.person_id == Person.id)
    found = found.where(Vote.idea_id == idea_id, Vote.state == VoteState.COUNTED)
    return [(row[0], row[1]) for row in session().execute(found.group_by(country))]


def regulars_counted(idea_id: int) -> int:
    """How many had voted for another idea before."""
    earlier = aliased(Vote)
    before = sa.exists().where(
        earlier.person_id == Vote.person_id,
        earlier.idea_id != Vote.idea_id,
        earlier.cast_at < Vote.cast_at,
    )
    found = sa.select(sa.func.count()).select_from(Vote)
    found = found.where(Vote.idea_id == idea_id, Vote.state == VoteState.COUNTED, before)
    return session().scalar(found) or 0


def answers_counted(idea_id: int) -> Sequence[tuple[int | None, int | None, int]]:
    """Prices and quantities that voters said, each pair with how many; less what is set aside."""
    answer = SurveyAnswer
    aside = sa.select(Vote.person_id).where(Vote.idea_id == idea_id, IS_ASIDE)
    found = sa.select(answer.price, answer.quantity, sa.func.count())
    found = found.where(answer.idea_id == idea_id, answer.person_id.not_in(aside))
    rows = session().execute(found.group_by(answer.price, answer.quantity))
    return [(row[0], row[1], row[2]) for row in rows]
