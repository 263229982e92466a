"""Ideas on the same subject, and what became of each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from ideas.db import session
from ideas.journey.models import Idea
from ideas.journey.queries import IS_PUBLIC
from ideas.review.models import Case, Decision
from ideas.submission.kin.queries import kin_of
from ideas.voting.models import Ballot

MOST_ALIKE, MOST_TIED = 8, 12


@dataclass(frozen=True)
class Relative:
    """An idea near another: ``tie`` says how, ``decision`` is its published answer."""

    idea: Idea
    tie: str
    votes: int
    decision: Decision | None


def cluster_of(idea: Idea) -> Sequence[Relative]:
    """What was merged into an idea, what it resubmits, and what reads like it."""
    tied = {each.id: (each, _tie(idea, each)) for each in _tied_to(idea)}
    alike = {each.id: (each, "alike") for each in kin_of(idea, MOST_ALIKE)}
    every = alike | tied
    ballots, decisions = _votes(every), _decisions(every)
    return [
        Relative(each, tie, ballots.get(key, 0), decisions.get(key))
        for key, (each, tie) in {**tied, **every}.items()
    ]


def _tied_to(idea: Idea) -> Sequence[Idea]:
    near = sa.or_(
        Idea.merged_into_id == idea.id,
        Idea.resubmits_id == idea.id,
        Idea.id == idea.resubmits_id,
    )
    found = sa.select(Idea).where(near, IS_PUBLIC).order_by(Idea.id).limit(MOST_TIED)
    return session().scalars(found).all()


def _tie(idea: Idea, other: Idea) -> str:
    if other.merged_into_id == idea.id:
        return "merged"
    return "before" if other.id == idea.resubmits_id else "after"


def _votes(ids: Mapping[int, object]) -> Mapping[int, int]:
    found = sa.select(Ballot.idea_id, Ballot.votes).where(Ballot.idea_id.in_(ids))
    return {row[0]: row[1] for row in session().execute(found)}


def _decisions(ids: Mapping[int, object]) -> Mapping[int, Decision]:
    found = sa.select(Case.idea_id, Decision).join(Decision, Decision.case_id == Case.id)
    found = found.where(Case.idea_id.in_(ids), Decision.published_at.is_not(None))
    return {row[0]: row[1] for row in session().execute(found.order_by(Decision.id))}
