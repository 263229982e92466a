"""What was decided about a carried vote at the parent goes with it to the child: the statement of
reasons, who decided, and the case in which a moderator finds it."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from ideas.db import session
from ideas.events.actions import record
from ideas.journey.models import Idea
from ideas.voting.integrity.actions import new_sweep
from ideas.voting.integrity.cases.queries import open_case
from ideas.voting.integrity.changing import Change, change_votes
from ideas.voting.integrity.events import VotesSwept
from ideas.voting.integrity.models import Sweep, SweptVote, VoteCase
from ideas.voting.integrity.rules import SweepState, Verb
from ideas.voting.models import VoteState

VERBS = {VoteState.HELD: Verb.HOLD, VoteState.VOID: Verb.VOID}


def set_aside_likewise(
    child: Idea, parent: Idea, changes: Sequence[Change], moment: datetime
) -> None:
    """Hold or make void at the child what the parent's decisions have set aside there."""
    by_sweep: dict[int, list[Change]] = defaultdict(list)
    decided = _decisions_about(parent.id, [each.person_id for each in changes])
    for change in changes:
        if change.person_id in decided:
            by_sweep[decided[change.person_id]].append(change)
    for sweep_id, swept in by_sweep.items():
        _sweep_likewise(child, session().get_one(Sweep, sweep_id), swept, moment)


def _decisions_about(idea_id: int, people: Collection[int]) -> dict[int, int]:
    """The last decision that set each person's vote aside here."""
    found = (
        sa.select(SweptVote.person_id, sa.func.max(Sweep.id))
        .join(Sweep, Sweep.id == SweptVote.sweep_id)
        .where(Sweep.idea_id == idea_id, SweptVote.person_id.in_(people))
        .where(SweptVote.to_state.in_(VERBS))
        .group_by(SweptVote.person_id)
    )
    return {person_id: sweep_id for person_id, sweep_id in session().execute(found)}


def _sweep_likewise(
    child: Idea, decision: Sweep, changes: Sequence[Change], moment: datetime
) -> None:
    conditions: dict[str, Any] = {}
    verb, total = VERBS[changes[0].to], len(changes)
    sweep = new_sweep(child.id, verb, decision.why, by=None, conditions=conditions, total=total)
    sweep.note, sweep.needs_two = decision.note, decision.needs_two
    for name in ("proposed_by_id", "confirmed_by_id", "confirmed_at"):
        setattr(sweep, name, getattr(decision, name))
    if decision.case is not None and verb is Verb.HOLD:
        sweep.case = _case_likewise(child.id, decision.case, moment)
    sweep.state, sweep.finished_at = SweepState.DONE, moment
    session().add(sweep)
    session().flush()
    change_votes(child, sweep, changes, moment)
    record(VotesSwept(sweep.id, child.id))


def _case_likewise(child_id: int, case: VoteCase, moment: datetime) -> VoteCase:
    known = open_case(child_id, case.mark)
    if known is not None:
        return known
    made = VoteCase(
        idea_id=child_id, suspected=case.suspected, mark=case.mark, key=case.key, opened_at=moment
    )
    made.tenths, made.found, made.expected = case.tenths, case.found, case.expected
    return made
