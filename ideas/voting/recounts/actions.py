"""Counting again and repairing."""

import logging
from datetime import timedelta

from ideas import clock
from ideas.audit.actions import note
from ideas.db import writes
from ideas.journey.queries import locked_idea
from ideas.voting.ballots.actions import settle
from ideas.voting.queries import fresh_ballot
from ideas.voting.recounts.queries import miscounted_ideas, tally_of

log = logging.getLogger(__name__)
TOUCHED_WITHIN = timedelta(hours=1)


@writes
def recount(idea_id: int) -> int:
    """Count an idea's votes one by one; repair and report a difference, which is answered."""
    idea, ballot = locked_idea(idea_id), fresh_ballot(idea_id)
    if ballot is None:
        return 0
    counted = tally_of(idea_id)
    before = {"votes": ballot.votes, "held": ballot.held, "void": ballot.void}
    if counted != before:
        log.error("the count of idea %s was %s and is %s", idea_id, before, counted)
        note("ballot.repair", f"idea:{idea_id}", by=None, before=before, after=counted)
        ballot.votes, ballot.held = counted["votes"], counted["held"]
        ballot.void, ballot.changed_at = counted["void"], clock.now()
    settle(idea, ballot, clock.now())
    return counted["votes"] - before["votes"]


def recount_touched() -> None:
    """Count again what changed within the hour; the schedule does so each minute."""
    for idea_id in miscounted_ideas(since=clock.now() - TOUCHED_WITHIN):
        recount(idea_id)


def recount_all() -> None:
    """Count everything again; the schedule does so nightly."""
    for idea_id in miscounted_ideas():
        recount(idea_id)
