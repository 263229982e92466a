"""Changing the state of many votes of one idea at once, with their count, and telling each."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from ideas.db import session
from ideas.journey.models import Idea
from ideas.voting import rules
from ideas.voting.ballots.actions import settle
from ideas.voting.integrity.models import Sweep, SweptVote
from ideas.voting.integrity.rules import Verb
from ideas.voting.models import Ballot, Vote, VoteEvent, VoteReason, VoteState
from ideas.voting.queries import fresh_ballot

COUNTED, HELD, VOID = VoteState.COUNTED, VoteState.HELD, VoteState.VOID
TO = {Verb.HOLD: HELD, Verb.RELEASE: COUNTED, Verb.VOID: VOID}
REASONS = {
    Verb.HOLD: VoteReason.HELD,
    Verb.RELEASE: VoteReason.RELEASED,
    Verb.VOID: VoteReason.VOIDED,
    Verb.UNDO: VoteReason.UNDONE,
}
NUMBERS = {"votes": COUNTED, "held": HELD, "void": VOID}


@dataclass(frozen=True)
class Change:
    """A vote's way from one state to another."""

    person_id: int
    was: VoteState
    to: VoteState
    cast_at: datetime | None


def changes_for(idea: Idea, sweep: Sweep, rows: Sequence[Any]) -> list[Change]:
    """What a sweep makes of these votes; a vote of somebody who joined the team never counts."""
    changes = []
    for row in rows:
        to = row.from_state if sweep.verb is Verb.UNDO else TO[sweep.verb]
        if to is COUNTED and row.person_id in idea.team_ids:
            to = VoteState.WITHDRAWN
        changes.append(Change(row.person_id, row.state, to, row.cast_at))
    return changes


def change_votes(
    idea: Idea,
    sweep: Sweep,
    changes: Sequence[Change],
    moment: datetime,
    *,
    reason: VoteReason | None = None,
    actor_id: int | None = None,
    is_undoable: bool = True,
) -> None:
    """Change these votes and the count with them, and cross what it reaches.

    Whoever calls holds the lock on the idea. A vote that counts again counts from when it did. What
    is not ``is_undoable`` stays as it is when the sweep is undone.
    """
    if not changes:
        return
    actor = actor_id or sweep.confirmed_by_id or sweep.proposed_by_id
    if is_undoable:
        _keep(sweep, changes, moment)
        sweep.done += len(changes)
    turn_votes(idea, changes, moment, reason=reason or REASONS[sweep.verb], actor_id=actor)


def turn_votes(
    idea: Idea,
    changes: Sequence[Change],
    moment: datetime,
    *,
    reason: VoteReason,
    actor_id: int | None = None,
) -> None:
    """Change these votes for a reason, tell each, and change the count with them."""
    _change(idea.id, changes, moment)
    _tell(idea.id, changes, {"reason": reason, "actor_id": actor_id, "at": moment})
    _count(idea, changes, moment)


def _change(idea_id: int, changes: Sequence[Change], moment: datetime) -> None:
    by_state: dict[VoteState, list[int]] = defaultdict(list)
    for change in changes:
        by_state[change.to].append(change.person_id)
    for state, people in by_state.items():
        values: dict[str, Any] = {"state": state, "changed_at": moment}
        if state is VoteState.WITHDRAWN:
            values["withdrawn_at"] = moment
        votes = sa.update(Vote).where(Vote.idea_id == idea_id, Vote.person_id.in_(people))
        session().execute(votes.values(**values).execution_options(synchronize_session=False))


def _tell(idea_id: int, changes: Sequence[Change], told: dict[str, Any]) -> None:
    events = [
        {
            "idea_id": idea_id,
            "person_id": change.person_id,
            "from_state": change.was,
            "to_state": change.to,
            **told,
        }
        for change in changes
    ]
    session().execute(sa.insert(VoteEvent), events)


def _keep(sweep: Sweep, changes: Sequence[Change], moment: datetime) -> None:
    """Remember what the sweep changed; a vote that a test holds again is kept as it is now."""
    rows = [
        {
            "sweep_id": sweep.id,
            "person_id": change.person_id,
            "from_state": change.was,
            "to_state": change.to,
            "swept_at": moment,
        }
        for change in changes
    ]
    is_postgres = session().get_bind().dialect.name == "postgresql"
    insert: Any = (postgresql if is_postgres else sqlite).insert(SweptVote)
    again = insert.on_conflict_do_update(
        index_elements=["sweep_id", "person_id"],
        set_={name: insert.excluded[name] for name in ("from_state", "to_state", "swept_at")},
    )
    session().execute(again, rows)


def _count(idea: Idea, changes: Sequence[Change], moment: datetime) -> None:
    ballot = fresh_ballot(idea.id)
    if ballot is None:
        return
    heat = ballot.heat
    for change in changes:
        if change.cast_at is not None and (change.was is COUNTED) != (change.to is COUNTED):
            turn = rules.heated if change.to is COUNTED else rules.cooled
            heat = turn(heat, change.cast_at)
    more = {
        name: sum((each.to is state) - (each.was is state) for each in changes)
        for name, state in NUMBERS.items()
    }
    values = {name: getattr(Ballot, name) + number for name, number in more.items()}
    counted = (
        sa.update(Ballot)
        .where(Ballot.idea_id == idea.id)
        .values(**values, heat=heat, changed_at=moment)
        .returning(Ballot)
        .execution_options(populate_existing=True)
    )
    settle(idea, session().scalars(counted).one(), moment)
