"""Ballots that follow a campaign's calendar: waiting for the jury, standing, going to the final."""

from collections.abc import Collection
from datetime import datetime, timedelta

import sqlalchemy as sa

from ideas import clock
from ideas.campaigns.calendar.queries import calendar_of
from ideas.db import session, writes
from ideas.journey.actions import advance
from ideas.journey.models import Idea, Move
from ideas.journey.queries import locked_idea
from ideas.journey.stages import Stage
from ideas.refusals import Refusal, refuse
from ideas.voting.models import Ballot, Entry
from ideas.voting.queries import fresh_ballot


def follow_calendar(ballot: Ballot, campaign_id: int) -> None:
    """Let a new ballot open and close with its campaign's vote, and ask for no number of votes."""
    calendar = calendar_of(campaign_id)
    if calendar is None:
        raise LookupError("terms without a ladder belong to a campaign with a calendar")
    ballot.goal = 1
    ballot.opened_at, ballot.closes_at = calendar.vote_opens_at, calendar.vote_closes_at
    ballot.entry = Entry.AWAITED if calendar.has_jury else Entry.STANDING


@writes
def let_stand(idea: Idea, entry: Entry = Entry.STANDING) -> None:
    """The idea stands in its campaign's vote."""
    locked_idea(idea.id)
    ballot = session().get_one(Ballot, idea.id, populate_existing=True)
    ballot.entry, ballot.changed_at = entry, clock.now()
    session().flush()


def keep_none_of_these(idea: Idea, move: Move) -> None:
    """Arrival: what says no to all entries stays in the vote, whoever would take it away."""
    ballot = session().get(Ballot, idea.id)
    if ballot is not None and ballot.entry is Entry.NONE:
        refuse(Refusal("entry.none_stays"))


@writes
def move_vote(idea_ids: Collection[int], opens_at: datetime, closes_at: datetime) -> None:
    """Open and close these ballots at other moments."""
    for idea_id in sorted(idea_ids):
        locked_idea(idea_id)
    moved = sa.update(Ballot).where(Ballot.idea_id.in_(idea_ids), Ballot.entry.is_not(None))
    session().execute(moved.values(opened_at=opens_at, closes_at=closes_at, changed_at=clock.now()))


@writes
def end_vote(idea: Idea) -> None:
    """Nobody votes for this entry any more; the votes it has stay."""
    locked_idea(idea.id)
    ballot = session().get_one(Ballot, idea.id, populate_existing=True)
    ballot.closes_at = ballot.closed_at = ballot.changed_at = clock.now()
    ballot.opened_at = min(ballot.opened_at, ballot.closes_at - timedelta(seconds=1))
    session().flush()


@writes
def send_to_final(idea: Idea) -> None:
    """The vote has ended and the idea is among its first: its votes are checked, then it waits."""
    idea, ballot = locked_idea(idea.id), fresh_ballot(idea.id)
    if ballot is None:
        raise LookupError("an entry without a ballot")
    ballot.reached_at = clock.now()
    ballot.certify_at = ballot.reached_at + timedelta(hours=ballot.certification_hours)
    advance(idea, Stage.CERTIFYING, by=None, reason="among_the_first", terms_id=ballot.terms_id)
    if not ballot.certification_hours:
        advance(idea, Stage.QUALIFIED, by=None, reason="certified", terms_id=ballot.terms_id)
