"""Typing an estimate."""

from dataclasses import asdict

from ideas import clock
from ideas.accounts.models import Person
from ideas.audit.actions import note as write_audit
from ideas.db import session, writes
from ideas.refusals import refuse
from ideas.review.cases.actions import demand_open
from ideas.review.estimates import rules
from ideas.review.estimates.models import Estimate
from ideas.review.estimates.rules import Figures
from ideas.review.models import Case


@writes
def estimate(case: Case, figures: Figures, *, note: str, by: Person) -> Estimate:
    """Write down a new version; the ones before stay."""
    demand_open(case, by=by)
    refuse(rules.refusal_to_estimate(figures))
    version = Estimate(
        idea_id=case.idea_id,
        **asdict(figures),
        note=note.strip(),
        typed_by_id=by.id,
        typed_at=clock.now(),
    )
    session().add(version)
    session().flush()
    write_audit("case.estimate", f"idea:{case.idea_id}", by=by.id, version=version.id)
    return version
