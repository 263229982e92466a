"""Taking out what a join has carried over: all of it when the ideas part, else what has ceased.

What was done with a carried vote at the parent was done with the child's: held there it is held
here, void there it is void here, and whoever took it back there has taken it back.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from ideas.db import session
from ideas.journey.models import Idea
from ideas.voting.integrity.changing import Change, turn_votes
from ideas.voting.joins import carrying, rules
from ideas.voting.joins.models import Join
from ideas.voting.joins.queries import joined_after, last_of_portion
from ideas.voting.joins.rules import JoinState, Parted
from ideas.voting.joins.suspicion import set_aside_likewise
from ideas.voting.joins.together import given_up_together, rows_of
from ideas.voting.models import Ballot, VoteReason, VoteState

COUNTED, HELD = VoteState.COUNTED, VoteState.HELD


def part_votes(join: Join, child: Idea, parent: Idea, moment: datetime) -> bool:
    """Take out the next portion of what was carried over; False when the ideas have parted."""
    last, number = last_of_portion(joined_after(join.id, join.reached), rules.PORTION)
    if last is None:
        return _given_up(join, child, moment) or _end(join, moment)
    portion = (join.reached, last)
    rows = rows_of(join, portion)
    ways = {row.person_id: _way_of(row) for row in rows}
    _at_child(child, parent, [(row, ways[row.person_id].at_child) for row in rows], moment)
    _out_of(parent, [row for row in rows if ways[row.person_id].at_parent], moment)
    carrying.forget_joined(join.id, portion)
    join.reached, join.done = last, join.done + number
    return True


def drop_ceased(join: Join, parent: Idea, portion: carrying.Range, moment: datetime) -> None:
    """Let go of what was carried over and does not count for the child any more."""
    ceased = [row for row in rows_of(join, portion, ceased=True) if _way_of(row).at_parent]
    _out_of(parent, ceased, moment)
    for row in ceased:
        carrying.forget_joined(join.id, (row.person_id - 1, row.person_id))


def _way_of(row: Any) -> Parted:
    is_own = bool(row.is_taken_back) if row.there == VoteState.WITHDRAWN else _is_cast_anew(row)
    return rules.parted(row.here.value, row.there.value, is_own=is_own)


def _is_cast_anew(row: Any) -> bool:
    """Taken back at the parent after it was carried over, and cast there again."""
    return row.cast_there is not None and row.cast_there > row.joined_at


def _out_of(parent: Idea, rows: Sequence[Any], moment: datetime) -> None:
    """Take these votes out of the parent, and out of the count they are in."""
    if not rows:
        return
    carrying.let_lapse(parent.id, [row.person_id for row in rows], moment)
    counted = [row.cast_there for row in rows if row.there is COUNTED]
    held = sum(row.there is HELD for row in rows)
    ballot = session().get_one(Ballot, parent.id, populate_existing=True)
    heat = carrying.heat_without(ballot, counted)
    fewer = {"votes": Ballot.votes - len(counted), "held": Ballot.held - held}
    changed = sa.update(Ballot).where(Ballot.idea_id == parent.id)
    changed = changed.values(**fewer, heat=heat, changed_at=moment)
    session().execute(changed.execution_options(synchronize_session=False))


def _at_child(
    child: Idea, parent: Idea, ways: Iterable[tuple[Any, str | None]], moment: datetime
) -> None:
    to: dict[str, list[Any]] = defaultdict(list)
    for row, state in ways:
        if state is not None:
            to[state].append(row)
    _take_back(child, to.pop("withdrawn", []), moment)
    for state, rows in to.items():
        changes = [
            Change(each.person_id, COUNTED, VoteState(state), each.cast_here) for each in rows
        ]
        set_aside_likewise(child, parent, changes, moment)


def _take_back(child: Idea, rows: Sequence[Any], moment: datetime) -> None:
    changes = [Change(row.person_id, COUNTED, VoteState.WITHDRAWN, row.cast_here) for row in rows]
    if changes:
        turn_votes(child, changes, moment, reason=VoteReason.TAKEN_BACK)


def _given_up(join: Join, child: Idea, moment: datetime) -> bool:
    """Whoever had voted for both and took it back from what was one has taken back both."""
    rows = given_up_together(join, rules.PORTION)
    _take_back(child, rows, moment)
    return bool(rows)


def _end(join: Join, moment: datetime) -> bool:
    """Parted; whoever voted for another idea that is part of the parent still counts there."""
    join.state, join.finished_at = JoinState.PARTED, moment
    others = sa.update(Join).where(Join.parent_id == join.parent_id, Join.id != join.id)
    again = others.where(Join.state == JoinState.JOINED).values(seen_at=None, seen_votes=-1)
    session().execute(again.execution_options(synchronize_session=False))
    return False
