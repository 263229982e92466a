"""Declaring a conflict of interest."""

from ideas import clock
from ideas.accounts.models import Person
from ideas.audit.actions import note as write_audit
from ideas.db import session, writes
from ideas.refusals import refuse
from ideas.review.cases.actions import demand_open
from ideas.review.conflicts import rules
from ideas.review.conflicts.models import Conflict
from ideas.review.models import Case
from ideas.review.queries import standing_decision
from ideas.review.scoring.models import Scorecard


@writes
def declare_conflict(case: Case, reason: str, *, by: Person) -> Conflict:
    """Judge this idea no more: one's score is void, and an answer one had part in is open again."""
    demand_open(case, by=by)
    refuse(rules.refusal_to_declare(reason))
    voided, reopened = _void_score(case, by), _reopen(case, by)
    conflict = Conflict(
        idea_id=case.idea_id, person_id=by.id, reason=reason.strip(), declared_at=clock.now()
    )
    session().add(conflict)
    session().flush()
    what = {"voided": voided, "reopened": reopened}
    write_audit("conflict.declare", f"idea:{case.idea_id}", by=by.id, **what)
    return conflict


def _void_score(case: Case, by: Person) -> bool:
    card = session().get(Scorecard, (case.id, by.id), populate_existing=True)
    if card is None:
        return False
    card.void_at = clock.now()
    session().flush()
    return True


def _reopen(case: Case, by: Person) -> bool:
    """Take back the standing answer they had part in; the audit log keeps who had."""
    decision = standing_decision(case.id)
    if decision is None or by.id not in (decision.proposed_by_id, decision.confirmed_by_id):
        return False
    confirmed_by = decision.confirmed_by_id
    decision.confirmed_by_id = decision.confirmed_at = None
    decision.taken_back_at, decision.taken_back_by_id = clock.now(), by.id
    session().flush()
    parties = {"proposed_by": decision.proposed_by_id, "confirmed_by": confirmed_by}
    write_audit("decision.void", f"idea:{case.idea_id}", by=by.id, **parties)
    return True
