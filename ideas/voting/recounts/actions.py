"""Counting again, repairing, and raising the alarm."""

import logging
from datetime import timedelta

import sqlalchemy as sa

from ideas import clock
from ideas.accounts.queries import holders_of
from ideas.audit.actions import note
from ideas.db import session, writes
from ideas.jobs.alone import each_alone
from ideas.journey.queries import locked_idea
from ideas.mail.actions import post
from ideas.policy import Role
from ideas.voting.ballots.actions import settle
from ideas.voting.queries import fresh_ballot
from ideas.voting.recounts.models import Miscount
from ideas.voting.recounts.queries import (
    Counts,
    alarms,
    counts_of,
    miscounted_ideas,
    share_of_all,
    tally_of,
)

log = logging.getLogger(__name__)
TOUCHED_WITHIN = timedelta(hours=1)


@writes
def recount(idea_id: int) -> int:
    """Count an idea's votes one by one; repair and report a difference, which is answered."""
    idea, ballot = locked_idea(idea_id), fresh_ballot(idea_id)
    if ballot is None:
        return 0
    was, counted = counts_of(ballot), tally_of(idea_id)
    if counted != was:
        _raise_alarm(idea_id, was, counted)
        ballot.votes, ballot.held = counted["votes"], counted["held"]
        ballot.void, ballot.changed_at = counted["void"], clock.now()
    settle(idea, ballot, clock.now())
    return counted["votes"] - was["votes"]


def _raise_alarm(idea_id: int, was: Counts, counted: Counts) -> None:
    """Logged and audited each time; mailed once, and then not until somebody has looked."""
    log.error("the count of idea %s was %s and is %s", idea_id, was, counted)
    note("ballot.repair", f"idea:{idea_id}", by=None, before=was, after=counted)
    if not alarms(limit=1):
        for admin in holders_of(Role.ADMIN):
            if admin.email is not None:
                post(
                    "voting/miscount",
                    to=admin.email,
                    language=admin.language,
                    person_id=admin.id,
                    was=was["votes"],
                    counted=counted["votes"],
                )
    found = Miscount(idea_id=idea_id, was=was, counted=counted, found_at=clock.now())
    session().add(found)
    session().flush()


def recount_touched() -> None:
    """Count again what changed within the hour, and a share of all else; often, by the schedule."""
    moment = clock.now()
    each_alone(miscounted_ideas(since=moment - TOUCHED_WITHIN), recount)
    each_alone(miscounted_ideas(share=share_of_all(moment)), recount)


def recount_all() -> int:
    """Count everything again; the schedule does so nightly. Answers how many counts were wrong."""
    wrong = miscounted_ideas()
    each_alone(wrong, recount)
    return len(wrong)


@writes
def see_alarms(last_id: int, *, by: int) -> None:
    """Somebody has looked at the wrong counts, up to this one: the alarm ends."""
    unseen = (Miscount.seen_at.is_(None), Miscount.id <= last_id)
    seen = sa.update(Miscount).where(*unseen).values(seen_at=clock.now(), seen_by_id=by)
    if session().execute(seen.returning(Miscount.id)).first() is not None:
        note("ballot.see_repairs", f"miscount:{last_id}", by=by)
