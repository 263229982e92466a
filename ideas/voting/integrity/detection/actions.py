"""Holding what a test found."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from ideas import clock
from ideas.db import session, writes
from ideas.events.actions import record
from ideas.journey.models import Idea
from ideas.journey.queries import locked_idea
from ideas.voting.integrity.actions import new_sweep
from ideas.voting.integrity.cases.queries import hold_of_case, open_case, was_open_since
from ideas.voting.integrity.changing import Change, change_votes
from ideas.voting.integrity.events import VotesSwept
from ideas.voting.integrity.models import VoteCase
from ideas.voting.integrity.queries import holdable_votes_of
from ideas.voting.integrity.rules import Suspected, SweepState, Verb, Why
from ideas.voting.models import VoteState
from ideas.voting.queries import fresh_ballot

A_DAY = timedelta(days=1)


@writes
def hold_suspected(
    idea_id: int,
    suspected: Suspected,
    key: Sequence[Sequence[str]],
    people: Sequence[int],
    **odd: int,
) -> int:
    """A test holds these votes; answers how many of them counted until now.

    The votes of one group belong to one case. Without any it is a case to look at, opened at most
    once a day. ``odd`` are ``tenths``, ``found`` and ``expected``.
    """
    idea, ballot, moment = locked_idea(idea_id), fresh_ballot(idea_id), clock.now()
    if ballot is None or ballot.closed_at is not None:
        return 0
    mark = f"{suspected}:" + ";".join(f"{kind}={value}" for kind, value in key)
    case, rows = open_case(idea_id, mark), holdable_votes_of(idea_id, people)
    if not rows and (people or was_open_since(idea_id, mark, moment - A_DAY)):
        return 0
    if case is None:
        case = VoteCase(idea_id=idea_id, suspected=suspected, mark=mark, opened_at=moment)
        case.key = [list(pair) for pair in key]
        session().add(case)
    for name, number in odd.items():
        setattr(case, name, number)
    session().flush()
    if rows:
        _hold(idea, case, rows, moment)
    return len(rows)


def _hold(idea: Idea, case: VoteCase, rows: Sequence[Any], moment: datetime) -> None:
    sweep = hold_of_case(case.id)
    if sweep is None or _month_of(sweep.proposed_at) != _month_of(moment):
        sweep = new_sweep(idea.id, Verb.HOLD, Why.TOO_ALIKE, by=None, conditions={}, total=0)
        sweep.case, sweep.state = case, SweepState.DONE
        session().add(sweep)
        session().flush()
    changes = [Change(row.person_id, row.state, VoteState.HELD, row.cast_at) for row in rows]
    change_votes(idea, sweep, changes, moment)
    sweep.total, sweep.finished_at = sweep.done, moment
    record(VotesSwept(sweep.id, idea.id))


def _month_of(moment: datetime) -> tuple[int, int]:
    """What is held is published by the month, so another month is another sweep."""
    return moment.year, moment.month
