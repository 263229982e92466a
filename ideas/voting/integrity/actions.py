"""Holding, releasing and making void: proposed by one, confirmed by another where it takes two.

A sweep goes through its votes in portions, each a transaction in which the count is exact. Small
ones are carried out at once.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from ideas import clock
from ideas.accounts.models import Person
from ideas.audit.actions import note as write_audit
from ideas.db import session, writes
from ideas.events.actions import record
from ideas.journey.models import Idea
from ideas.journey.queries import locked_idea
from ideas.refusals import refuse
from ideas.voting.integrity import queries, rules
from ideas.voting.integrity.cases.queries import emptied_cases, held_in, open_case
from ideas.voting.integrity.changing import change_votes, changes_for
from ideas.voting.integrity.events import VotesSwept
from ideas.voting.integrity.models import Sweep, VoteCase
from ideas.voting.integrity.rules import Suspected, SweepState, Verb, Why
from ideas.voting.models import Ballot
from ideas.voting.queries import fresh_ballot


@writes
def propose(
    idea: Idea,
    verb: Verb,
    why: Why,
    *,
    conditions: Mapping[str, Any],
    by: Person,
    note: str = "",
) -> Sweep:
    """Decide about the votes that fit the conditions; what takes two people waits for the second.

    A few are done when this answers; more are done by the worker.
    """
    idea = locked_idea(idea.id)
    votes = queries.votes_to(verb, idea.id, dict(conditions))
    total, counted = queries.number_of(votes)
    refuse(rules.refusal_to_sweep(verb, why, is_own=by.id in idea.team_ids, total=total))
    sweep = new_sweep(idea.id, verb, why, by=by, conditions=conditions, total=total)
    sweep.note, sweep.case_id = note.strip(), conditions.get("case")
    sweep.needs_two = verb is Verb.VOID and _takes_two(idea.id, by, total, counted)
    if sweep.needs_two:
        sweep.state = SweepState.PROPOSED
    if verb is Verb.HOLD and sweep.case_id is None:
        sweep.case = _case_by_hand(idea.id, sweep.proposed_at)
    session().add(sweep)
    session().flush()
    write_audit(f"votes.{verb}", f"idea:{idea.id}", by=by.id, sweep=sweep.id, votes=total, why=why)
    _carry_on_if_small(sweep)
    return sweep


def new_sweep(
    idea_id: int,
    verb: Verb,
    why: Why,
    *,
    by: Person | None,
    conditions: Mapping[str, Any],
    total: int,
) -> Sweep:
    """A decision that is being carried out; nothing is done yet."""
    return Sweep(
        idea_id=idea_id,
        verb=verb,
        why=why,
        conditions=dict(conditions),
        state=SweepState.RUNNING,
        needs_two=False,
        proposed_by_id=by.id if by else None,
        proposed_at=clock.now(),
        total=total,
        done=0,
        reached=0,
    )


def _takes_two(idea_id: int, by: Person, total: int, counted: int) -> bool:
    ballot, total = _ballot(idea_id), total + queries.voided_alone(idea_id, by.id)
    before, after = ballot.votes + ballot.held, ballot.votes - counted
    return rules.needs_two(total, ballot.tiers, before, after)


def _ballot(idea_id: int) -> Ballot:
    ballot = fresh_ballot(idea_id)
    if ballot is None:
        raise LookupError(f"idea {idea_id} has no ballot")
    return ballot


def _case_by_hand(idea_id: int, moment: datetime) -> VoteCase:
    mark = f"by_hand:{moment.isoformat()}"
    return VoteCase(
        idea_id=idea_id, suspected=Suspected.BY_HAND, mark=mark, key=[], opened_at=moment
    )


def _carry_on_if_small(sweep: Sweep) -> None:
    if sweep.state is SweepState.RUNNING and sweep.total <= rules.PORTION:
        carry_on(sweep.id)


@writes
def confirm(sweep: Sweep, *, by: Person) -> None:
    """The second person agrees: it is carried out."""
    sweep, is_own = _locked(sweep, by)
    is_proposer = by.id == sweep.proposed_by_id
    refuse(rules.refusal_to_confirm(sweep.state, is_own=is_own, is_proposer=is_proposer))
    sweep.confirmed_by_id, sweep.confirmed_at = by.id, clock.now()
    sweep.state = SweepState.RUNNING
    write_audit("votes.confirm", f"idea:{sweep.idea_id}", by=by.id, sweep=sweep.id)
    session().flush()
    _carry_on_if_small(sweep)


def _locked(sweep: Sweep, person: Person) -> tuple[Sweep, bool]:
    """The sweep under the lock of its idea, and whether that is the person's own."""
    idea = locked_idea(sweep.idea_id)
    return queries.locked_sweep(sweep.id), person.id in idea.team_ids


@writes
def cancel(sweep: Sweep, *, by: Person) -> SweepState:
    """Turn down what is proposed, or stop what goes on; what is done by then stays done.

    Answers which of both it was: refused or cancelled.
    """
    sweep, is_own = _locked(sweep, by)
    refuse(rules.refusal_to_cancel(sweep.state, is_own=is_own))
    was = sweep.state
    sweep.state = SweepState.REFUSED if was is SweepState.PROPOSED else SweepState.CANCELLED
    write_audit("votes.cancel", f"idea:{sweep.idea_id}", by=by.id, sweep=sweep.id)
    _finish(sweep, clock.now())
    return sweep.state


@writes
def undo(sweep: Sweep, *, by: Person) -> Sweep:
    """Put the votes back that a decision changed and nothing has changed since."""
    sweep, is_own = _locked(sweep, by)
    is_undone = queries.undone_by(sweep.id) is not None
    refuse(rules.refusal_to_undo(sweep.verb, sweep.state, is_undone=is_undone, is_own=is_own))
    undoing = new_sweep(
        sweep.idea_id, Verb.UNDO, Why.MISTAKE, by=by, conditions={}, total=sweep.done
    )
    undoing.undoes_id, undoing.case_id = sweep.id, sweep.case_id
    session().add(undoing)
    session().flush()
    write_audit("votes.undo", f"idea:{sweep.idea_id}", by=by.id, sweep=undoing.id, undoes=sweep.id)
    _carry_on_if_small(undoing)
    return undoing


@writes
def carry_on(sweep_id: int) -> bool:
    """Do the next portion; False when the sweep is over."""
    idea_id = session().get_one(Sweep, sweep_id).idea_id
    idea = locked_idea(idea_id)
    sweep, moment = queries.locked_sweep(sweep_id), clock.now()
    if sweep.state is not SweepState.RUNNING:
        return False
    rows = queries.next_portion(sweep)
    if rows:
        change_votes(idea, sweep, changes_for(idea, sweep, rows), moment)
        sweep.reached = rows[-1].person_id
    if len(rows) == rules.PORTION:
        return True
    sweep.state = SweepState.DONE
    _finish(sweep, moment)
    return False


def _finish(sweep: Sweep, moment: datetime) -> None:
    sweep.finished_at = moment
    session().flush()
    for case in emptied_cases(sweep.idea_id):
        case.closed_at = moment
    if sweep.verb is Verb.UNDO and sweep.case is not None:
        _open_again(sweep.case)
    if sweep.done:
        record(VotesSwept(sweep.id, sweep.idea_id))


def _open_again(case: VoteCase) -> None:
    if held_in([case.id]) and open_case(case.idea_id, case.mark) is None:
        case.closed_at = None


@writes
def close_case(case: VoteCase, *, by: Person) -> None:
    """Somebody has looked, and nothing is held here."""
    idea = locked_idea(case.idea_id)
    is_own, held = by.id in idea.team_ids, held_in([case.id])
    refuse(rules.refusal_to_close(is_own=is_own, holds=bool(held)))
    case.closed_at = clock.now()
    write_audit("votes.looked", f"idea:{case.idea_id}", by=by.id, case=case.id)
