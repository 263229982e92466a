"""Asking, agreeing, and leaving it as it is."""

from ideas import clock
from ideas.accounts.models import Person
from ideas.audit.actions import note as write_audit
from ideas.db import writes
from ideas.refusals import refuse
from ideas.review.cases.actions import demand_open
from ideas.review.decisions.actions import judges_but, locked_decision
from ideas.review.models import Decision
from ideas.review.reopening import rules


@writes
def ask_to_reopen(decision: Decision, *, by: Person) -> None:
    """Ask that a confirmed answer be taken back; until somebody else agrees it is undecided."""
    decision = locked_decision(decision.id)
    demand_open(decision.case, by=by)
    refuse(
        rules.refusal_to_reopen(
            is_standing=decision.taken_back_at is None,
            is_confirmed=decision.confirmed_at is not None,
            is_asked=decision.reopen_by_id is not None,
        )
    )
    decision.reopen_by_id, decision.reopen_at = by.id, clock.now()
    write_audit("decision.reopen", f"idea:{decision.case.idea_id}", by=by.id)


@writes
def agree_to_reopen(decision: Decision, *, by: Person) -> None:
    """Take a confirmed answer back, as somebody else has asked."""
    decision = locked_decision(decision.id)
    demand_open(decision.case, by=by)
    refuse(
        rules.refusal_to_agree(
            is_standing=decision.taken_back_at is None,
            is_asked=decision.reopen_by_id is not None,
            is_own=decision.reopen_by_id == by.id,
            others=judges_but(decision.case, by),
        )
    )
    decision.taken_back_at, decision.taken_back_by_id = clock.now(), by.id
    write_audit("decision.take_back", f"idea:{decision.case.idea_id}", by=by.id)


@writes
def keep_as_it_is(decision: Decision, *, by: Person) -> None:
    """Leave a confirmed answer as it is, though somebody asked to take it back; twice is once."""
    decision = locked_decision(decision.id)
    demand_open(decision.case, by=by)
    if decision.taken_back_at is None and decision.reopen_by_id is not None:
        decision.reopen_by_id = decision.reopen_at = None
        write_audit("decision.keep", f"idea:{decision.case.idea_id}", by=by.id)
