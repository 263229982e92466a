"""Finding the cases of a round, with where each stands."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from ideas.db import session
from ideas.review.models import Case, Decision
from ideas.review.queries import standing_decision, standing_decisions
from ideas.review.scoring.queries import weighed_cases
from ideas.review.scoring.rules import Weighed


@dataclass(frozen=True)
class CaseLine:
    """A case as the round's page lists it."""

    case: Case
    weighed: Weighed | None
    decision: Decision | None


def cases_of(round_id: int) -> Sequence[CaseLine]:
    """A round's cases with their scores and standing decisions, in the order they came in."""
    found = session().scalars(sa.select(Case).where(Case.round_id == round_id).order_by(Case.id))
    cases = found.all()
    ids = [case.id for case in cases]
    scores, decisions = weighed_cases(ids), standing_decisions(ids)
    return [CaseLine(case, scores.get(case.id), decisions.get(case.id)) for case in cases]


def line_of(case: Case) -> CaseLine:
    """One case with its scores and standing decision."""
    return CaseLine(case, weighed_cases([case.id]).get(case.id), standing_decision(case.id))
