"""Opening, counting, crossing tiers, certifying, expiring and closing.

Each holds the lock on the idea, so a ballot and its idea's stage never disagree.
"""

from datetime import datetime, timedelta

import sqlalchemy as sa

from ideas import clock
from ideas.campaigns.queries import current_terms
from ideas.db import session, writes
from ideas.events.actions import record
from ideas.jobs.alone import each_alone
from ideas.journey.actions import advance
from ideas.journey.models import Idea, Move
from ideas.journey.queries import locked_idea
from ideas.journey.stages import RESTORABLE, Stage
from ideas.voting import rules
from ideas.voting.ballots.queries import certified_ideas, overdue_ideas
from ideas.voting.entries.actions import follow_calendar
from ideas.voting.events import TierReached
from ideas.voting.integrity.sampling.queries import is_being_checked
from ideas.voting.joins.queries import is_moving
from ideas.voting.models import Ballot, TierCrossing, Vote, VoteEvent, VoteReason, VoteState
from ideas.voting.pauses.actions import make_up_for_pauses
from ideas.voting.queries import fresh_ballot, waiting_votes
from ideas.voting.spent.actions import forget_spent


@writes
def open_ballot(idea: Idea, move: Move) -> None:
    """Arrival at live or certifying: open with the terms of now, or go on with the time left."""
    ballot = fresh_ballot(idea.id)
    if ballot is None:
        session().add(new_ballot(idea, move.moved_at))
    elif move.from_stage is Stage.CERTIFYING:
        _climb_again(ballot, move.moved_at)
    elif move.from_stage in RESTORABLE:
        _go_on(ballot, move.moved_at)
    elif move.to_stage is Stage.LIVE:
        _freeze_terms(ballot, idea, move.moved_at)


def new_ballot(idea: Idea, moment: datetime) -> Ballot:
    """A ballot with the campaign's terms of now frozen in; nobody has voted yet."""
    ballot = Ballot(idea_id=idea.id)
    _freeze_terms(ballot, idea, moment)
    return ballot


def _freeze_terms(ballot: Ballot, idea: Idea, moment: datetime) -> None:
    terms = current_terms(idea.campaign_id)
    ballot.terms_id, ballot.ladder = terms.id, terms.ladder
    ballot.certification_hours = terms.certification_hours
    ballot.vote_again_hours = terms.vote_again_hours
    ballot.heat = rules.warmth(moment)
    ballot.opened_at = ballot.changed_at = moment
    ballot.closed_at = None
    if not terms.tiers:
        follow_calendar(ballot, idea.campaign_id)
        return
    ballot.goal = terms.tiers[-1].votes
    ballot.closes_at = moment + timedelta(days=terms.tiers[0].days)


def _climb_again(ballot: Ballot, moment: datetime) -> None:
    """Votes did not stand the check: the goal must be reached again, in the time that was left."""
    if ballot.reached_at is not None:
        ballot.closes_at += moment - ballot.reached_at
    ballot.reached_at = ballot.certify_at = None
    ballot.tier = min(ballot.tier, len(ballot.ladder) - 1)
    ballot.attempt += 1
    ballot.changed_at = moment


def _go_on(ballot: Ballot, moment: datetime) -> None:
    """Restored: the time the ballot was closed is given back, unless a campaign says its end."""
    if ballot.closed_at is None:
        return
    away = moment - ballot.closed_at
    if ballot.entry is None:
        ballot.closes_at += away
    if ballot.certify_at is not None:
        ballot.certify_at += away
    ballot.closed_at, ballot.changed_at = None, moment


@writes
def close_ballot(idea: Idea, move: Move) -> None:
    """Arrival where voting ends; what was never confirmed lapses unless the idea may return."""
    ballot = fresh_ballot(idea.id)
    if ballot is None or ballot.closed_at is not None:
        return
    ballot.closed_at = ballot.changed_at = move.moved_at
    if move.to_stage not in RESTORABLE:
        _let_lapse(idea.id, move.moved_at)
        forget_spent(idea.id)


def _let_lapse(idea_id: int, moment: datetime) -> None:
    pending = (Vote.idea_id == idea_id, Vote.state == VoteState.PENDING)
    current, (old, new) = session(), (VoteState.PENDING, VoteState.LAPSED)
    told = {"from_state": old, "to_state": new, "reason": VoteReason.NOT_CONFIRMED, "at": moment}
    columns = [sa.literal(value, VoteEvent.__table__.c[name].type) for name, value in told.items()]
    events = sa.select(Vote.idea_id, Vote.person_id, *columns).where(*pending)
    current.execute(sa.insert(VoteEvent).from_select(["idea_id", "person_id", *told], events))
    current.execute(sa.update(Vote).where(*pending).values(state=new, changed_at=moment))


def count(idea: Idea, change: int, heat: float, moment: datetime) -> None:
    """Change the count in the transaction that changed the votes, and cross what it reaches."""
    settle(idea, add_to_count(idea.id, change, heat, moment), moment)


def add_to_count(idea_id: int, change: int, heat: float, moment: datetime) -> Ballot:
    """Change the count alone; ``settle`` crosses what it reaches."""
    changed = (
        sa.update(Ballot)
        .where(Ballot.idea_id == idea_id)
        .values(votes=Ballot.votes + change, heat=heat, changed_at=moment)
        .returning(Ballot)
        .execution_options(populate_existing=True)
    )
    return session().scalars(changed).one()


def settle(idea: Idea, ballot: Ballot, moment: datetime) -> None:
    """Cross every tier the votes have reached; the goal opens the certification window."""
    if idea.stage is not Stage.LIVE or ballot.closed_at is not None or ballot.entry:
        return
    for tier in range(ballot.tier + 1, rules.tiers_reached(ballot.tiers, ballot.votes) + 1):
        _cross(ballot, tier, moment)
    if ballot.tier == len(ballot.ladder):
        _start_certifying(idea, ballot, moment)


def _cross(ballot: Ballot, tier: int, moment: datetime) -> None:
    """What was left of the time is kept, and the next tier's days come on top."""
    ballot.tier = tier
    if tier < len(ballot.ladder):
        ballot.closes_at += timedelta(days=ballot.tiers[tier].days)
    crossing = TierCrossing(
        idea_id=ballot.idea_id,
        tier=tier,
        attempt=ballot.attempt,
        votes=ballot.votes,
        closes_at=ballot.closes_at,
        crossed_at=moment,
    )
    session().add(crossing)
    record(TierReached(ballot.idea_id, tier))


def _start_certifying(idea: Idea, ballot: Ballot, moment: datetime) -> None:
    ballot.reached_at = moment
    ballot.certify_at = moment + timedelta(hours=ballot.certification_hours)
    advance(idea, Stage.CERTIFYING, by=None, reason="goal_reached", terms_id=ballot.terms_id)
    if not ballot.certification_hours:
        advance(idea, Stage.QUALIFIED, by=None, reason="certified", terms_id=ballot.terms_id)


def certify_due() -> None:
    """Let the ideas qualify, or climb again, whose certification window has passed."""
    each_alone(certified_ideas(clock.now()), _certify)


@writes
def _certify(idea_id: int) -> None:
    idea, ballot = locked_idea(idea_id), fresh_ballot(idea_id)
    if ballot is None or idea.stage is not Stage.CERTIFYING or ballot.certify_at is None:
        return
    overdue = clock.now() - ballot.certify_at
    if overdue < timedelta(0) or is_moving(idea_id):
        return
    checks, waiting = is_being_checked(ballot), waiting_votes(idea_id)
    goal = 0 if ballot.entry else ballot.goal
    passes = rules.passes(ballot.votes, goal, waiting, checks=checks, overdue=overdue)
    if passes:
        advance(idea, Stage.QUALIFIED, by=None, reason="certified", terms_id=ballot.terms_id)
    elif passes is not None:
        advance(idea, Stage.LIVE, by=None, reason="votes_fell_short", terms_id=ballot.terms_id)


def expire_due() -> None:
    """Let the ideas expire whose deadline has passed and whose votes are all decided.

    While nobody can vote no deadline passes.
    """
    if make_up_for_pauses():
        each_alone(overdue_ideas(clock.now()), _expire)


@writes
def _expire(idea_id: int) -> None:
    idea, ballot = locked_idea(idea_id), fresh_ballot(idea_id)
    if ballot is None or idea.stage is not Stage.LIVE or ballot.entry:
        return
    settle(idea, ballot, clock.now())
    if _is_lost(ballot, clock.now()) and not is_moving(idea_id):
        advance(idea, Stage.EXPIRED, by=None, reason="time_ran_out", terms_id=ballot.terms_id)


def _is_lost(ballot: Ballot, moment: datetime) -> bool:
    """Past the deadline, and no vote that waits can change that."""
    overdue = moment - ballot.closes_at
    if ballot.reached_at is not None or overdue < timedelta(0):
        return False
    missing = ballot.tiers[ballot.tier].votes - ballot.votes
    return rules.is_decided(missing, waiting_votes(ballot.idea_id), overdue)
