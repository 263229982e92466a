"""Naming a round's criteria, and scoring a case."""

from collections.abc import Mapping

from ideas import clock
from ideas.accounts.models import Person
from ideas.audit.actions import note as write_audit
from ideas.db import session, writes
from ideas.refusals import refuse
from ideas.review.cases.actions import demand_open
from ideas.review.models import Case, Round
from ideas.review.scoring import queries, rules
from ideas.review.scoring.models import Criterion, CriterionKey, Score, Scorecard


@writes
def ask_the_usual(round_: Round) -> None:
    """Give a new round the shipped criteria and weights."""
    for position, (key, weight) in enumerate(rules.DEFAULT_WEIGHTS.items()):
        named = CriterionKey(key)
        session().add(Criterion(round_id=round_.id, key=named, weight=weight, position=position))
    session().flush()


@writes
def save_scorecard(case: Case, points: Mapping[str, int], *, note: str, by: Person) -> None:
    """Keep a reviewer's points and note; saving again replaces them until the round is public."""
    demand_open(case, by=by)
    refuse(rules.refusal_to_score(points, queries.weights_of(case.round_id)))
    for key, given in points.items():
        session().merge(
            Score(case_id=case.id, reviewer_id=by.id, key=CriterionKey(key), points=given)
        )
    session().merge(
        Scorecard(case_id=case.id, reviewer_id=by.id, note=note.strip(), saved_at=clock.now())
    )
    session().flush()
    write_audit("case.score", f"idea:{case.idea_id}", by=by.id)
