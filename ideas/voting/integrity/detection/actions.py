"""Holding what a test found."""

from collections.abc import Sequence
from datetime import datetime

from ideas import clock
from ideas.db import session, writes
from ideas.events.actions import record
from ideas.journey.models import Idea
from ideas.journey.queries import locked_idea
from ideas.voting.integrity.actions import new_sweep
from ideas.voting.integrity.cases.queries import hold_of_case, open_case
from ideas.voting.integrity.changing import Change, change_votes
from ideas.voting.integrity.events import VotesSwept
from ideas.voting.integrity.models import VoteCase
from ideas.voting.integrity.queries import counted_votes_of
from ideas.voting.integrity.rules import Suspected, SweepState, Verb, Why
from ideas.voting.models import VoteState


@writes
def hold_suspected(
    idea_id: int,
    suspected: Suspected,
    key: Sequence[Sequence[str]],
    people: Sequence[int],
    **odd: int,
) -> int:
    """A test holds these votes; answers how many of them counted until now.

    The votes of one group belong to one case. ``odd`` are ``tenths``, ``found`` and ``expected``.
    """
    idea, moment = locked_idea(idea_id), clock.now()
    mark = f"{suspected}:" + ";".join(f"{kind}={value}" for kind, value in key)
    case = open_case(idea_id, mark)
    if case is None:
        case = VoteCase(idea_id=idea_id, suspected=suspected, mark=mark, opened_at=moment)
        case.key = [list(pair) for pair in key]
        session().add(case)
    for name, number in odd.items():
        setattr(case, name, number)
    session().flush()
    return _hold(idea, case, people, moment) if people else 0


def _hold(idea: Idea, case: VoteCase, people: Sequence[int], moment: datetime) -> int:
    sweep = hold_of_case(case.id)
    if sweep is None:
        sweep = new_sweep(idea.id, Verb.HOLD, Why.TOO_ALIKE, by=None, conditions={}, total=0)
        sweep.case, sweep.state = case, SweepState.DONE
        session().add(sweep)
        session().flush()
    changes = [
        Change(row.person_id, row.state, VoteState.HELD, row.cast_at)
        for row in counted_votes_of(idea.id, people)
    ]
    change_votes(idea, sweep, changes, moment)
    sweep.total, sweep.finished_at = sweep.done, moment
    if changes:
        record(VotesSwept(sweep.id, idea.id))
    return len(changes)
