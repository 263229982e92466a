"""Beginning a join, going on with it by portions, and parting; the locks are taken by the ids.

Nothing here asks at which stage the parent is by now: what was decided is carried out to its end.
"""

from datetime import datetime

from ideas import clock
from ideas.db import session, writes
from ideas.journey.models import Idea, Move
from ideas.journey.queries import locked_idea
from ideas.journey.stages import Stage
from ideas.refusals import refuse
from ideas.voting.ballots.actions import add_to_count, settle
from ideas.voting.joins import carrying, queries, rules
from ideas.voting.joins.models import Join
from ideas.voting.joins.parting import drop_ceased, part_votes
from ideas.voting.joins.rules import JoinState
from ideas.voting.models import Ballot
from ideas.voting.queries import fresh_ballot, opening_of


@writes
def begin_join(idea: Idea, move: Move) -> None:
    """Arrival: an idea was merged into another; its votes are on their way there."""
    if idea.merged_into_id is None:
        return
    parent, moment = locked_idea(idea.merged_into_id), move.moved_at
    ballot = fresh_ballot(parent.id)
    is_open = opening_of(parent, ballot).is_open(moment)
    refuse(rules.refusal_to_join(is_open=is_open, is_moving=queries.is_moving(idea.id, parent.id)))
    total = queries.number_of_voters(idea.id)
    made = {"child_id": idea.id, "parent_id": parent.id, "total": total, "began_at": moment}
    session().add(Join(state=JoinState.JOINING, done=0, reached=0, seen_votes=0, **made))
    session().flush()


def _ballot(idea_id: int) -> Ballot:
    return session().get_one(Ballot, idea_id, populate_existing=True)


@writes
def begin_parting(idea: Idea, move: Move) -> None:
    """Arrival: an idea is on its own again; what its votes did for the other is taken out there."""
    if move.from_stage is not Stage.MERGED:
        return
    join = queries.standing_join_of(idea.id)
    if join is None:
        return
    join = queries.locked_join(join.id)
    others = queries.is_moving(idea.id, join.parent_id, but=join.id)
    refuse(rules.refusal_to_part(is_moving=others))
    join.state, join.done, join.reached = JoinState.PARTING, 0, 0
    join.total, join.finished_at = queries.number_joined(join.id), None
    session().flush()


@writes
def carry_on(join_id: int) -> bool:
    """Do the next portion; False when nothing is left to do."""
    seen = session().get_one(Join, join_id)
    ideas = {each: locked_idea(each) for each in sorted((seen.child_id, seen.parent_id))}
    join, moment = queries.locked_join(join_id), clock.now()
    child, parent = ideas[join.child_id], ideas[join.parent_id]
    if join.state is JoinState.JOINING:
        return _join_portion(join, parent, moment)
    if join.state is JoinState.PARTING:
        return part_votes(join, child, parent, moment)
    return False


def _join_portion(join: Join, parent: Idea, moment: datetime) -> bool:
    """Carry over what is new; drop what was carried over and no longer counts for the child."""
    people = queries.voters_after(join.child_id, join.reached)
    last, number = queries.last_of_portion(people, rules.PORTION)
    if last is None:
        _finish(join, moment)
        return False
    portion = (join.reached, last)
    moments = carrying.carry_over(join, portion, moment)
    if moments:
        heat = carrying.heat_with(_ballot(parent.id), moments)
        settle(parent, add_to_count(parent.id, len(moments), heat, moment), moment)
    drop_ceased(join, parent, portion, moment)
    join.reached, join.done = last, join.done + number
    return True


def _finish(join: Join, moment: datetime) -> None:
    child = _ballot(join.child_id)
    join.state, join.finished_at = JoinState.JOINED, join.finished_at or moment
    join.seen_at, join.seen_votes = child.changed_at, child.votes


@writes
def look_again(join_id: int) -> None:
    """What counts for the child has changed: go through its votes once more."""
    join = queries.locked_join(join_id)
    if join.state is JoinState.JOINED:
        join.state, join.reached, join.done = JoinState.JOINING, 0, 0
        join.total = queries.number_of_voters(join.child_id)
